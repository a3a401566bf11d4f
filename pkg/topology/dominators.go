package topology

import "slices"

// Single is a node that devices cannot do without.
type Single struct {
	Node    int
	Devices []int // those that lose every way to a root if it goes
}

// SinglePoints lists the nodes without which at least so many devices have no usable way left
// to a root: with 1, also a source that is the only one of one device. Not listed is a node that only stands above another
// single point of the same devices: a second way round the one is a way round the other.
func (g *Graph) SinglePoints(least int) []Single {
	all := g.single(least, func(int) bool { return true }, func(int) bool { return true })
	devices := make(map[int][]int, len(all))
	for _, s := range all {
		devices[s.Node] = s.Devices
	}
	round := make(map[int]bool) // nodes with a way round them that is one round another
	for _, s := range all {
		above := g.idom[s.Node]
		for above != g.top() && !g.blamed(above) {
			above = g.idom[above]
		}
		if slices.Equal(s.Devices, devices[above]) {
			round[above] = true
		}
	}
	return slices.DeleteFunc(all, func(s Single) bool { return round[s.Node] })
}

// FalseRedundancy lists the roots at which every usable source of a device ends, although
// the device has two or more: many servers, one clock.
func (g *Graph) FalseRedundancy() []Single {
	isRoot := func(node int) bool {
		kind := g.Nodes[node].Kind
		return (kind == Server || kind == Receiver) && g.idom[node] == g.top()
	}
	looksRedundant := func(device int) bool { return g.Usable(device) > 1 }
	return g.single(2, isRoot, looksRedundant)
}

// single walks up from each device that counts, through everything it cannot do without.
// A device whose sources were not read is never blamed: it may have others.
func (g *Graph) single(least int, cause, counts func(int) bool) []Single {
	below := make([][]int, len(g.Nodes))
	for i, n := range g.Nodes {
		if n.Kind != Device || !n.Known || !counts(i) {
			continue
		}
		for at := g.idom[i]; at >= 0 && at != g.top(); at = g.idom[at] {
			if cause(at) && g.blamed(at) {
				below[at] = append(below[at], i)
			}
		}
	}
	var list []Single
	for node, devices := range below {
		if len(devices) >= least {
			list = append(list, Single{Node: node, Devices: devices})
		}
	}
	return list
}

// blamed reports whether what depends on a node is told of it. Of an address that several audited devices share it is not:
// the others stand in for the one that goes.
func (g *Graph) blamed(node int) bool {
	n := g.Nodes[node]
	return n.Kind == Server || n.Known && len(n.Members) < 2
}

// top is the index of the imaginary node above all roots.
func (g *Graph) top() int { return len(g.Nodes) }

// accepted reports whether time may be taken to enter the network at a node.
//
// A server at stratum 3 or deeper is accepted although it names what it follows: it
// stands in the middle of somebody's hierarchy and may have sources that nobody saw. So
// may a device that was not read, and an address of which nobody knows whose it is.
func (n Node) accepted() bool {
	switch {
	case n.Kind == Device:
		return !n.Known || n.SteeredBy != ""
	case n.Kind == Virtual:
		return len(n.Sources) == 0
	case n.Kind == OwnClock || !n.Synchronized():
		return false
	case len(n.Sources) == 0:
		return true
	}
	return n.Stratum != nil && *n.Stratum > 2
}

// findDominators returns the immediate dominator of each node in the graph that leads
// from the roots to the devices along usable edges; -1 where no root is reached. A node
// dominates a device if every way from a root to the device leads through it.
//
// The method is that of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
func findDominators(g *Graph) []int {
	order, position := g.postorder()
	idom := make([]int, len(g.Nodes)+1)
	for i := range idom {
		idom[i] = -1
	}
	idom[g.top()] = g.top()
	for changed := true; changed; {
		changed = false
		for _, node := range slices.Backward(order) {
			if node == g.top() {
				continue
			}
			best := g.meet(node, idom, position)
			if best != idom[node] {
				idom[node], changed = best, true
			}
		}
	}
	return idom
}

// meet is the deepest node through which all known ways to node lead.
func (g *Graph) meet(node int, idom, position []int) int {
	best := -1
	if g.Nodes[node].accepted() {
		best = g.top()
	}
	for _, up := range g.usable[node] {
		switch {
		case idom[up] < 0:
		case best < 0:
			best = up
		default:
			best = intersect(best, up, idom, position)
		}
	}
	return best
}

func intersect(a, b int, idom, position []int) int {
	for a != b {
		for position[a] < position[b] {
			a = idom[a]
		}
		for position[b] < position[a] {
			b = idom[b]
		}
	}
	return a
}

// postorder lists the nodes that a root reaches, each after all that it reaches first.
func (g *Graph) postorder() (order, position []int) {
	type visit struct{ node, next int }
	position = make([]int, len(g.Nodes)+1)
	seen := make([]bool, len(g.Nodes)+1)
	down := g.downward()
	stack := []visit{{node: g.top()}}
	seen[g.top()] = true
	for len(stack) > 0 {
		v := &stack[len(stack)-1]
		if v.next == len(down[v.node]) {
			position[v.node] = len(order)
			order = append(order, v.node)
			stack = stack[:len(stack)-1]
			continue
		}
		to := down[v.node][v.next]
		v.next++
		if !seen[to] {
			seen[to] = true
			stack = append(stack, visit{node: to})
		}
	}
	return order, position
}

// downward lists, for each node and for the top, the nodes that can take time from it.
func (g *Graph) downward() [][]int {
	down := make([][]int, len(g.Nodes)+1)
	for i, n := range g.Nodes {
		if n.accepted() {
			down[g.top()] = append(down[g.top()], i)
		}
		for _, up := range g.usable[i] {
			down[up] = append(down[up], i)
		}
	}
	return down
}

// span is the place of a node in the tree of dominators: it stands below another if its span lies within the other's.
type span struct{ first, last int }

// spans numbers the tree of dominators, each node before those below it. A node that no root reaches has none: {-1, -1}.
func spans(idom []int) []span {
	top := len(idom) - 1
	children := make([][]int, len(idom))
	out := make([]span, len(idom))
	for node, above := range idom {
		out[node] = span{-1, -1}
		if above >= 0 && node != top {
			children[above] = append(children[above], node)
		}
	}
	count := 0
	stack := []int{top}
	for len(stack) > 0 {
		node := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if out[node].first >= 0 { // all below it are numbered
			out[node].last = count
			continue
		}
		out[node].first = count
		count++
		stack = append(append(stack, node), children[node]...)
	}
	return out
}

// needs reports whether every way from a root to a node leads through another, or is that. What no root reaches needs nothing.
func (g *Graph) needs(node, other int) bool {
	n, o := g.span[node], g.span[other]
	return o.first >= 0 && n.first >= o.first && n.last <= o.last
}
