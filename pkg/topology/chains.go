package topology

import "slices"

// End is what a chain of followed sources ends at.
type End int

// The ends of chains.
const (
	Unknown        End = iota // at a device whose sources were not read
	Rooted                    // at a receiver, a server that follows nothing the run can see, or a device that PTP steers
	FreeRunning               // at the own clock of the last node
	Unsynchronized            // at a node that says it does not have the time
	Looping                   // nowhere: the chain runs in a circle
)

// end is where the chain of a node ends: at is the last node, or the first of a loop.
type end struct {
	kind End
	at   int
}

// Root is where the chain of followed sources that starts at a node ends. at is the last
// node that can be named: the server, the owner of a free-running clock, the node without
// the time, or the first node of a loop.
func (g *Graph) Root(node int) (kind End, at int) {
	e := g.ends[node]
	return e.kind, e.at
}

// Loop is a circle of nodes, each of which follows the next.
type Loop struct {
	Members []int // from the one that comes first in the graph
	// Confirmed tells whether every link was seen in two readings. As devices are not asked
	// at one instant, a single reading can show a circle that never was.
	Confirmed bool
}

// Loops finds the circles, in the order of their first members. A node that follows
// itself is one, and so are two symmetric peers if each follows the other.
func (g *Graph) Loops() []Loop {
	var loops []Loop
	for i := range g.Nodes {
		if g.ends[i] != (end{Looping, i}) {
			continue
		}
		loop := Loop{Confirmed: true}
		for at := i; len(loop.Members) == 0 || at != i; {
			e, ok := g.Followed(at)
			if !ok {
				break
			}
			loop.Members = append(loop.Members, at)
			loop.Confirmed = loop.Confirmed && e.Readings > 1
			at = e.To
		}
		loops = append(loops, loop)
	}
	return loops
}

// Island is a set of devices whose time comes from nowhere.
type Island struct {
	Kind    End   // FreeRunning, Unsynchronized or Looping
	Cause   int   // the node at which their chains end; of a loop, its first member
	Members []int // none: the cause is a device that stands alone
}

// Islands groups the devices whose chains do not reach a root, by what they end at. The
// cause itself, and the members of a loop, are not listed: each has a finding of its own.
// A device that runs free, or has no time, and has nobody behind it is an island as well.
func (g *Graph) Islands() []Island {
	var islands []Island
	place := make(map[end]int)
	for i, n := range g.Nodes {
		e := g.ends[i]
		if n.Kind != Device || e.kind < FreeRunning || g.inLoop(i) {
			continue
		}
		k, ok := place[e]
		if !ok {
			k = len(islands)
			place[e] = k
			islands = append(islands, Island{Kind: e.kind, Cause: e.at})
		}
		if e.at != i {
			islands[k].Members = append(islands[k].Members, i)
		}
	}
	return islands
}

// inLoop walks a loop at most once round.
func (g *Graph) inLoop(node int) bool {
	e := g.ends[node]
	if e.kind != Looping {
		return false
	}
	for at := e.at; at != node; {
		next, ok := g.Followed(at)
		if !ok || next.To == e.at {
			return false
		}
		at = next.To
	}
	return true
}

// findEnds follows every chain once.
func findEnds(g *Graph) []end {
	const unvisited, walking = -1, -2
	ends := make([]end, len(g.Nodes))
	for i := range ends {
		ends[i].at = unvisited
	}
	var path []int
	for i := range g.Nodes {
		path = path[:0]
		at := i
		for ends[at].at == unvisited {
			ends[at].at = walking
			path = append(path, at)
			next, stop := g.step(at)
			if stop != nil {
				ends[at] = *stop
				break
			}
			at = next
		}
		result := ends[at]
		if result.at == walking {
			circle := path[slices.Index(path, at):]
			result = end{Looping, slices.Min(circle)}
		}
		for _, n := range path {
			ends[n] = result
		}
	}
	sharedEnds(g, ends)
	return ends
}

// sharedEnds sets the ends of chains that lead to an address which several devices share. Which of them answers there is not
// known, so the chain has a root if that of one member has.
func sharedEnds(g *Graph, ends []end) {
	settled := make([]bool, len(g.Nodes))
	var settle func(node int) end
	settle = func(node int) end {
		if settled[node] {
			return ends[node] // or the address is below itself, and unknown
		}
		settled[node] = true
		var list []end
		for _, e := range g.Nodes[node].Sources {
			at := ends[e.To]
			if at.kind == Unknown && g.Nodes[at.at].Kind == Virtual {
				at = settle(at.at)
			}
			list = append(list, at)
		}
		ends[node] = oneOf(list, end{Unknown, node})
		return ends[node]
	}
	for i, e := range ends {
		if e.kind == Unknown && g.Nodes[e.at].Kind == Virtual {
			ends[i] = settle(e.at)
		}
	}
}

// oneOf is the end of a chain that goes on by one of several: the one where all agree, a root at the fork where one has a
// root, and the first where none has.
func oneOf(list []end, fork end) end {
	result := fork
	for i, e := range list {
		switch {
		case i == 0:
			result = e
		case e == result:
		case e.kind == Rooted || result.kind == Rooted:
			result = end{Rooted, fork.at}
		case e.kind == Unknown:
			result = e
		}
	}
	return result
}

// step goes from a node to the source that it follows, or says what the chain ends at.
func (g *Graph) step(at int) (next int, stop *end) {
	n := g.Nodes[at]
	e, follows := g.Followed(at)
	switch {
	case n.SteeredBy != "":
		return 0, &end{Rooted, at}
	case !n.Synchronized():
		return 0, &end{Unsynchronized, at}
	case follows && g.Nodes[e.To].Kind == OwnClock:
		return 0, &end{FreeRunning, at}
	case follows:
		return e.To, nil
	case n.Kind == OwnClock:
		return 0, &end{FreeRunning, at}
	case n.Kind == Server || n.Kind == Receiver:
		return 0, &end{Rooted, at}
	case n.Kind == Virtual:
		return 0, &end{Unknown, at} // see sharedEnds
	case n.Known:
		return 0, &end{Unsynchronized, at}
	}
	return 0, &end{Unknown, at}
}
