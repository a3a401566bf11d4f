package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// configuredAnywhere are the sources that some device is configured with.
func configuredAnywhere(p *check.Pass) map[facts.AddressKey]bool {
	type key struct{}
	return check.OnceForAll(p, key{}, func() map[facts.AddressKey]bool {
		named := map[facts.AddressKey]bool{}
		for i := range p.Fleet.Devices {
			d := &p.Fleet.Devices[i]
			if d.Config != nil {
				for _, s := range d.Config.Servers {
					named[facts.KeyOf(s.Address)] = true
				}
			}
			if d.NTP == nil {
				continue
			}
			for _, a := range d.NTP.Associations {
				if a.Configured {
					named[facts.KeyOf(a.Address)] = true
				}
			}
		}
		return named
	})
}

// knownWrong are the servers that the auditor's own queries found wrong.
func knownWrong(p *check.Pass) map[facts.AddressKey]bool {
	type key struct{}
	return check.OnceForAll(p, key{}, func() map[facts.AddressKey]bool {
		wrong := map[facts.AddressKey]bool{}
		for _, s := range p.Fleet.Servers {
			if s.Verdict == facts.Falseticker {
				wrong[facts.KeyOf(s.Address)] = true
			}
		}
		return wrong
	})
}

// proven reports whether a server may be proposed: it was measured right from here, some
// device is configured with it, and its chain ends at a clock that is not known to be wrong. A
// reference identifier alone is no address: of a server over IPv6 it is a hash (RFC 5905 §7.3).
func proven(p *check.Pass, server int) bool {
	right := func(verdict facts.ServerVerdict, node int) bool {
		m := p.Graph.Nodes[node].Measured
		return m != nil && m.Verdict == verdict
	}
	kind, root := p.Graph.Root(server)
	return kind == topology.Rooted && right(facts.Truechimer, server) && !right(facts.Falseticker, root) &&
		configuredAnywhere(p)[facts.KeyOf(p.Graph.Nodes[server].Address)]
}

// doomed reports whether a finding about the device asks for this source to go: changes that
// improve it would be undone at once.
func doomed(p *check.Pass, address string) bool {
	if enabled(p, "ntp-virtual") && sharedSource(p, address) {
		return true
	}
	if enabled(p, "ntp-approved") && len(p.Policy.Sources.Approved) > 0 && !approved(p, address) {
		return true
	}
	return enabled(p, "ntp-falseticker") && rollOf(p).wrong[facts.KeyOf(address)]
}

// sharedSource reports whether a source is an address that several audited devices share.
func sharedSource(p *check.Pass, address string) bool {
	node, known := p.Graph.NodeAt(address)
	return known && p.Graph.Nodes[node].Kind == topology.Virtual
}

// enabled reports whether the policy asks another check of this device.
func enabled(p *check.Pass, id string) bool { return p.Policy.Level(id) != policy.Off }
