package topology

import "slices"

// Client is a device that takes time from another, directly or through others.
type Client struct {
	Node  int // the device
	Steps int // 1: it has the other, or an address that the other shares, among its sources; 2: it has such a one; …
	// Usable: it could take time from the other now. Who has it among its sources is listed even where it could not.
	Usable bool
	// Others are its other usable sources, see Graph.Others.
	Others []Edge
}

// Clients are the audited devices that take time from a device: those that have it, or an address that it shares, among
// their sources, and those below them that could take time from it through them. The nearest come first, and among those the
// order is that of the fleet. A device that stands in a circle is no client of itself.
func (g *Graph) Clients(device int) []Client {
	list := g.Takers(device)
	for i := range list {
		list[i].Others = g.Others(list[i].Node, device)
	}
	return list
}

// Takers is Clients without their other sources: what those are is a question for few of them.
func (g *Graph) Takers(device int) []Client {
	steps, usable := make([]int, len(g.Nodes)), make([]bool, len(g.Nodes))
	level, met := []int{device}, []int{}
	for step := 1; len(level) > 0; step++ {
		var next []int
		first := len(met)
		for _, node := range level {
			for _, t := range g.takers[node] {
				known := steps[t.node] > 0
				if t.node == device || known && (usable[t.node] || !t.usable) || step > 1 && !t.usable {
					continue
				}
				if !known {
					steps[t.node], met = step, append(met, t.node)
				}
				if usable[t.node] = t.usable; t.usable {
					next = append(next, t.node)
				}
			}
		}
		slices.Sort(met[first:])
		level = next
	}
	var list []Client
	for _, node := range met {
		if g.Nodes[node].Kind == Device {
			list = append(list, Client{Node: node, Steps: steps[node], Usable: usable[node]})
		}
	}
	return list
}

// taker is a node that has another among its sources.
type taker struct {
	node   int
	usable bool // it could take time from it
}

// findTakers finds, for each node, the users of it and of the addresses that it shares. All masters of a mesh ask for those of all
// nodes: found each time, they would cost the square of what one device lists.
func (g *Graph) findTakers() {
	g.takers = make([][]taker, len(g.Nodes))
	direct := make([][]taker, len(g.Nodes))
	g.highest = make([]int, len(g.Nodes))
	for user := range g.Nodes {
		for _, e := range g.Nodes[user].Sources {
			if e.Usable && g.Nodes[e.To].Kind != OwnClock {
				g.highest[user] = max(g.highest[user], e.Stratum)
			}
		}
		could := make(map[int]bool, len(g.usable[user]))
		for _, up := range g.usable[user] {
			could[up] = true
		}
		for _, up := range g.above[user] {
			direct[up] = append(direct[up], taker{user, could[up]})
		}
	}
	for node := range g.Nodes {
		for _, t := range direct[node] {
			if g.Nodes[t.node].Kind != Virtual {
				g.takers[node] = append(g.takers[node], t)
				continue
			}
			for _, behind := range direct[t.node] {
				g.takers[node] = append(g.takers[node], taker{behind.node, t.usable && behind.usable})
			}
		}
	}
}

// HighestSource is the highest stratum among the usable sources of a node, its own clock left out: no lower than that of any of
// Others. 0: it has none.
func (g *Graph) HighestSource(node int) int { return g.highest[node] }

// Others are the usable sources of a node that stay if a device has no sources any more: those that are not that device,
// nor an address of it, and reach a clock by a way round it. The node's own clock is none. For the device itself they are
// its real sources: what takes its time from it alone is none.
func (g *Graph) Others(node, device int) []Edge {
	list := make([]Edge, 0, len(g.Nodes[node].Sources))
	for _, e := range g.Nodes[node].Sources {
		to := g.Nodes[e.To]
		if !e.Usable || to.Kind == OwnClock || g.answersFor(e.To, device) {
			continue
		}
		if g.span[e.To].first >= 0 && !g.needs(e.To, device) {
			list = append(list, e)
		}
	}
	return list
}

// Below reports whether time from an address could come from a device itself: the address is one of the device, or of what
// takes time from it along usable sources. Of an address that the fleet does not know nothing is known: false.
func (g *Graph) Below(device int, address string) bool {
	if s, shared := g.VirtualAt(address); shared && hasMember(s.Members, device) {
		return true
	}
	start, known := g.NodeAt(address)
	if !known {
		return false
	}
	seen := map[int]bool{start: true}
	for list := []int{start}; len(list) > 0; {
		node := list[len(list)-1]
		list = list[:len(list)-1]
		if g.answersFor(node, device) {
			return true
		}
		for _, up := range g.usable[node] {
			if !seen[up] {
				list, seen[up] = append(list, up), true
			}
		}
	}
	return false
}

// answersFor reports whether what is asked at a node may be a device.
func (g *Graph) answersFor(node, device int) bool {
	return node == device || hasMember(g.Nodes[node].Members, device)
}

// hasMember looks a device up among members, which stand in the order of the fleet and may be all of it.
func hasMember(members []int, device int) bool {
	_, found := slices.BinarySearch(members, device)
	return found
}
