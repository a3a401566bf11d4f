package ntpquery

import (
	"cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Target is a server to ask through a run.
type Target struct {
	Address string // as the inventory, or the device that names it, spells it
	VRF     string
	Query   string // host:port; empty: the system clock, which is not asked
	Role    string // snapshot.RoleReference or RoleSource
	Key     *inventory.Key
}

// Targets are the references of an inventory, in its order. One that is given as an address without a
// port is reached by the route that the inventory has for it.
func Targets(inv inventory.Inventory) []Target {
	list := make([]Target, len(inv.References))
	for i, r := range inv.References {
		list[i] = Target{Address: r.Address, Query: r.Target(), Role: snapshot.RoleReference, Key: r.Key}
		if route, ok := inv.Route(r.Address, ""); ok && !r.System {
			list[i].Query, list[i].Key = route.Query, cmp.Or(r.Key, route.Key)
		}
	}
	return list
}
