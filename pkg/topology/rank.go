package topology

import (
	"cmp"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// rankServers orders the servers in use by verdict, then by the number of their users.
func rankServers(g *Graph) []int {
	var list []int
	for i, n := range g.Nodes {
		if n.Kind == Server && len(g.users[i]) > 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(distrust(g.Nodes[a]), distrust(g.Nodes[b])),
			cmp.Compare(len(g.users[b]), len(g.users[a])),
		)
	})
	return list
}

func distrust(n Node) int {
	switch {
	case !n.Synchronized():
		return 3
	case n.Measured == nil:
		return 1
	case n.Measured.Verdict == facts.Truechimer:
		return 0
	case n.Measured.Verdict == facts.Falseticker:
		return 3
	case n.Measured.Verdict == facts.Excluded:
		return 2
	}
	return 1
}
