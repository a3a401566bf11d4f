package topology

import (
	"cmp"
	"slices"
)

// Level is a node that audited devices take time from, with how many do.
type Level struct {
	Node   int
	Direct int // devices that have it, or an address that it shares, among their sources
	All    int // these, and those that could take time from it through others
}

// Hierarchy lists what audited devices take time from, from the top: by stratum, what does not say one last, and at one
// stratum the one with most devices below it first. Own clocks and receivers serve their device alone and are left out, as is
// an address that stands for several devices: its clients are theirs.
func (g *Graph) Hierarchy() []Level {
	var rows []Level
	count := census{g: g, counted: make([]int, len(g.Nodes)), visited: make([]int, len(g.Nodes))}
	for node, n := range g.Nodes {
		if n.Kind != Device && n.Kind != Server {
			continue
		}
		if direct, all := count.below(node); direct > 0 {
			rows = append(rows, Level{Node: node, Direct: direct, All: all})
		}
	}
	slices.SortStableFunc(rows, func(a, b Level) int {
		return cmp.Or(cmp.Compare(g.rank(a.Node), g.rank(b.Node)), cmp.Compare(b.All, a.All))
	})
	return rows
}

// census counts what is below one node after the other. The round in which a node was last met stands with it, so that
// nothing has to be wiped in between.
type census struct {
	g                *Graph
	round            int
	counted, visited []int
}

// below counts the devices that have a node among their sources, and those below it.
func (c *census) below(node int) (direct, all int) {
	c.round++
	c.counted[node], c.visited[node] = c.round, c.round
	var list []int
	meet := func(t taker, isDirect bool) {
		if c.counted[t.node] != c.round && (isDirect || t.usable) {
			c.counted[t.node] = c.round
			if c.g.Nodes[t.node].Kind == Device {
				all++
			}
		}
		if t.usable && c.visited[t.node] != c.round {
			list, c.visited[t.node] = append(list, t.node), c.round
		}
	}
	for _, t := range c.g.takers[node] {
		meet(t, true)
	}
	direct = all
	for len(list) > 0 {
		at := list[len(list)-1]
		list = list[:len(list)-1]
		for _, t := range c.g.takers[at] {
			meet(t, false)
		}
	}
	return direct, all
}

// rank is the stratum of a node, and beyond all strata where it does not say one.
func (g *Graph) rank(node int) int {
	if s := g.Nodes[node].Stratum; s != nil && *s > 0 {
		return *s
	}
	return 17
}
