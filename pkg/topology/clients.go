package topology

import (
	"cmp"
	"slices"
)

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
	found := make(map[int]*Client)
	level := []int{device}
	for steps := 1; len(level) > 0; steps++ {
		var next []int
		for _, node := range level {
			for _, t := range g.takers(node) {
				c, known := found[t.node]
				if t.node == device || known && (c.Usable || !t.usable) || steps > 1 && !t.usable {
					continue
				}
				if !known {
					c = &Client{Node: t.node, Steps: steps}
					found[t.node] = c
				}
				if c.Usable = t.usable; t.usable {
					next = append(next, t.node)
				}
			}
		}
		level = next
	}
	return g.listed(found, device)
}

// listed are the clients that are audited devices.
func (g *Graph) listed(found map[int]*Client, device int) []Client {
	var list []Client
	for node, c := range found {
		if g.Nodes[node].Kind == Device {
			c.Others = g.Others(node, device)
			list = append(list, *c)
		}
	}
	slices.SortFunc(list, func(a, b Client) int { return cmp.Or(cmp.Compare(a.Steps, b.Steps), cmp.Compare(a.Node, b.Node)) })
	return list
}

// taker is a node that has another among its sources.
type taker struct {
	node   int
	usable bool // it could take time from it
}

// takers are the users of a node and of the addresses that it shares.
func (g *Graph) takers(node int) []taker {
	var list []taker
	for _, user := range g.users[node] {
		could := slices.Contains(g.usable[user], node)
		if g.Nodes[user].Kind != Virtual {
			list = append(list, taker{user, could})
			continue
		}
		for _, u := range g.users[user] {
			list = append(list, taker{u, could && slices.Contains(g.usable[u], user)})
		}
	}
	return list
}

// Others are the usable sources of a node that stay if a device has no sources any more: those that are not that device,
// nor an address of it, and reach a clock by a way round it. The node's own clock is none. For the device itself they are
// its real sources: what takes its time from it alone is none.
func (g *Graph) Others(node, device int) []Edge {
	var list []Edge
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
