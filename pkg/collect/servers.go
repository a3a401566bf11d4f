package collect

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// name asks a server that a device names, once in a run, by the route that the inventory gives
// for it, else at port 123 of its address. A name that only devices print is not looked up unless that is wanted: the question
// would go to whoever answers for it, from this host.
func (r *run) name(s Source) {
	if isName(s.Address) && !r.DeviceNames && !slices.Contains(r.Names, s.Address) && !r.isReference(s.Address) {
		return
	}
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

func isName(address string) bool {
	_, err := netip.ParseAddr(address)
	return err != nil
}

// isReference reports whether the inventory lists a host as a reference, by that name.
func (r *run) isReference(name string) bool {
	return slices.ContainsFunc(r.Inventory.References, func(ref inventory.Reference) bool {
		return inventory.WithNTPPort(ref.Address) == inventory.WithNTPPort(name)
	})
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
