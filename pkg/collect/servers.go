package collect

import (
	"cmp"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// name asks a server that a device names, once in a run, by the route that the inventory gives
// for it, else at port 123 of its address.
func (r *run) name(s Source) {
	r.mu.Lock()
	known := r.named[s]
	r.named[s] = true
	r.mu.Unlock()
	if known {
		return
	}
	target := ntpquery.Target{Address: s.Address, VRF: s.VRF, Query: inventory.WithNTPPort(s.Address), Role: snapshot.RoleSource}
	if route, ok := r.Inventory.Route(s.Address, s.VRF); ok {
		target.Query, target.Key = route.Query, route.Key
	}
	r.poller.Add(target)
}

// inOrder puts the servers into an order that does not depend on who answered first: references as the
// inventory lists them, then the servers that devices name, device by device.
func (r *run) inOrder(servers []snapshot.Server) []snapshot.Server {
	rank := map[Source]int{}
	for _, sources := range r.sources {
		for _, s := range sources {
			if _, known := rank[s]; !known {
				rank[s] = len(rank) + 1
			}
		}
	}
	position := func(s snapshot.Server) int {
		if slices.Contains(s.Roles, snapshot.RoleReference) {
			return 0
		}
		return rank[Source{Address: s.Address, VRF: s.VRF}]
	}
	slices.SortStableFunc(servers, func(a, b snapshot.Server) int { return cmp.Compare(position(a), position(b)) })
	return servers
}
