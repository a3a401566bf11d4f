package audit

import (
	"net"
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// names are those that are looked up in a run: what the policy, as it holds for any of the devices, approves or designates by
// name, and the references. Where the policy names none, nothing hangs on what a name stands for.
func names(p *policy.Policy, inv inventory.Inventory) []string {
	var list []string
	listed := make(map[string]bool, len(inv.Devices)) // or the name of a device, which is none of the DNS
	for _, d := range inv.Devices {
		listed[d.Name] = true
	}
	add := func(host string) {
		_, err := netip.ParseAddr(host)
		if err != nil && inventory.ValidHost(host) == nil && !listed[host] {
			list, listed[host] = append(list, host), true
		}
	}
	all := []*policy.Policy{p}
	if len(p.Overrides) > 0 {
		for _, d := range inv.Devices {
			all = append(all, p.For(d))
		}
	}
	for _, own := range all {
		for _, host := range slices.Concat(own.Sources.Approved, own.Sources.External, own.Sources.Designated) {
			add(host) // a tag is no host
		}
	}
	if len(list) == 0 {
		return nil
	}
	for _, r := range inv.References {
		host := r.Address
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !r.System {
			add(host)
		}
	}
	return list
}
