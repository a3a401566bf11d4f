package checks

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// roster is servers that a policy names: devices by name or tag, and addresses or names of any server.
type roster struct {
	devices map[int]bool
	hosts   map[facts.AddressKey]bool
}

// rosters keeps what lists were made into: the policies of most devices of a fleet have the same ones.
type rosters map[string]*roster

func (all rosters) of(fleet *facts.Fleet, entries []string) *roster {
	key := strings.Join(entries, " ")
	if r, known := all[key]; known {
		return r
	}
	r := &roster{devices: make(map[int]bool), hosts: make(map[facts.AddressKey]bool)}
	for _, e := range entries {
		r.hosts[facts.KeyOf(e)] = true
	}
	for i := range fleet.Devices {
		r.devices[i] = r.means(&fleet.Devices[i], entries)
	}
	all[key] = r
	return r
}

// means reports whether a device is named, by its name, a tag or an address that is its own.
func (r *roster) means(d *facts.Device, entries []string) bool {
	named := func(a netip.Addr) bool { return r.hosts[facts.KeyOfAddr(a)] }
	return slices.ContainsFunc(d.KnownBy, named) || slices.ContainsFunc(entries, func(e string) bool {
		hit, err := inventory.Matches(e, d.Device)
		return err == nil && hit
	})
}

func (r *roster) empty() bool { return len(r.hosts) == 0 }

// names reports whether an address or name is stated as it is.
func (r *roster) names(host string) bool { return r.hosts[facts.KeyOf(host)] }

// has reports whether a node is one of the servers. An address that devices share is one if it is named, or if all of them are.
func (r *roster) has(g *topology.Graph, node int) bool {
	n := g.Nodes[node]
	switch n.Kind {
	case topology.Device:
		return r.devices[n.Device]
	case topology.Server:
		return r.hosts[facts.KeyOf(n.Name)] || r.hosts[facts.KeyOf(n.Address)]
	case topology.Virtual:
		return r.hosts[facts.KeyOf(n.Address)] || r.hasAll(n)
	}
	return false
}

func (r *roster) hasAll(n topology.Node) bool {
	for _, e := range n.Sources {
		if !r.devices[e.To] {
			return false
		}
	}
	return len(n.Sources) > 0
}
