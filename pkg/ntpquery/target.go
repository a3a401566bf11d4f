package ntpquery

import (
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

// Targets are the references of an inventory, in its order.
func Targets(references []inventory.Reference) []Target {
	list := make([]Target, len(references))
	for i, r := range references {
		list[i] = Target{Address: r.Address, Query: r.Target(), Role: snapshot.RoleReference, Key: r.Key}
	}
	return list
}
