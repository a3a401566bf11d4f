package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// addSources proposes the sources that the device lacks, see newSources. Every check
// that adds sources proposes the same ones, so that those of two findings are not too many
// together. Where the policy wants keys there are none: which key a server shares is not known.
func addSources(p *check.Pass) remedy {
	type key struct{}
	return check.Once(p, key{}, func() remedy {
		addresses := newSources(p)
		if len(addresses) > 0 && wantsKeys(p) {
			return byHand("New sources want a key: ask the owners of " + list(addresses) +
				" for its number, type and secret, define and trust it, and add each source with its key.")
		}
		var r remedy
		vrf := newVRF(p)
		if len(addresses) > 0 && ntpOff(p) && offBecause(p) == off {
			r.changes = append(r.changes, show.Change{Verb: show.EnableNTP})
		}
		for _, address := range addresses {
			s := facts.ConfigServer{Type: "server", Address: address, VRF: vrf}
			r.changes = append(r.changes, show.Change{Verb: show.AddServer, Server: wanted(p, s)})
		}
		if n := len(addresses); n > 0 && show.IsPlaceholder(addresses[n-1]) {
			r.reasons = append(r.reasons, "No further server is approved, or both measured right from here and configured in the fleet: "+
				"what <...> stands for is yours to choose."+unusedReferences(p))
		}
		if reason, needed := chooseVRF(p); needed && len(addresses) > 0 {
			r.reasons = append(r.reasons, reason)
		}
		return r
	})
}

// unusedReferences names the servers that the audit itself trusts and that no device is configured
// with: whether a device reaches them is not known.
func unusedReferences(p *check.Pass) string {
	var names []string
	for _, s := range p.Fleet.Servers {
		if slices.Contains(s.Roles, "reference") && s.Verdict == facts.Truechimer && !configuredAnywhere(p)[facts.KeyOf(s.Address)] {
			names = append(names, s.Address)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " Measured right from here, but not known to be within its reach: " + list(names) + "."
}

// newSources lists the addresses that the device should take time from as well, so that it
// has as many sources as the policy asks for, and one at least, once those are gone that are
// wrong or not approved: approved ones, or else those that are good to the rest of the
// fleet; first those that end at a clock of their own. What cannot be suggested is a placeholder. Where PTP or a receiver
// steers the clock there are none: NTP beside it would steer the clock as well.
func newSources(p *check.Pass) []string {
	type key struct{}
	return check.Once(p, key{}, func() []string {
		if steeredBy(p) != "" {
			return nil
		}
		missing := max(1, p.Policy.Sources.Min) - p.CountSources(func(address string) bool { return !doomed(p, address) }).Have()
		if missing <= 0 {
			return nil
		}
		list := independent(p, fresh(p))
		list = list[:min(len(list), missing)]
		for len(list) < missing {
			list = append(list, show.Placeholder(fmt.Sprintf("address %d", len(list)+1)))
		}
		return list
	})
}

// fresh lists the candidates that the device does not have yet, each once.
func fresh(p *check.Pass) []string {
	taken := map[facts.AddressKey]bool{}
	for _, own := range p.KnownBy {
		taken[facts.KeyOfAddr(own)] = true
	}
	var list []string
	for _, address := range candidates(p) {
		if key := facts.KeyOf(address); !taken[key] && !hasSource(p, address) {
			list, taken[key] = append(list, address), true
		}
	}
	return list
}

// independent puts those in front that end at a clock which neither a source that stays nor
// one before them ends at: servers behind one appliance are wrong together.
func independent(p *check.Pass, addresses []string) []string {
	used := make(map[int]bool)
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		if i >= len(p.NTP.Associations) || !doomed(p, p.NTP.Associations[i].Address) {
			_, root := p.Graph.Root(e.To)
			used[root] = true
		}
	}
	var first, rest []string
	for _, address := range addresses {
		root, known := rootOf(p.Graph, address)
		if known && used[root] {
			rest = append(rest, address)
			continue
		}
		first = append(first, address)
		used[root] = used[root] || known
	}
	return append(first, rest...)
}

// rootOf is the node at which the chain of a server ends; known is false for one that the fleet does not use.
func rootOf(g *topology.Graph, address string) (root int, known bool) {
	node, known := g.ServerAt(address)
	if !known {
		return 0, false
	}
	_, root = g.Root(node)
	return root, true
}

// candidates lists the addresses that a device might well take time from, best first.
func candidates(p *check.Pass) []string {
	if approved := p.Policy.Sources.Approved; len(approved) > 0 {
		wrong := knownWrong(p)
		return slices.DeleteFunc(slices.Clone(approved), func(address string) bool { return wrong[facts.KeyOf(address)] })
	}
	type key struct{}
	return check.OnceForAll(p, key{}, func() []string {
		var list []string
		for _, i := range p.Graph.Servers() {
			if proven(p, i) {
				list = append(list, p.Graph.Nodes[i].Address)
			}
		}
		return list
	})
}

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
	if enabled(p, "ntp-approved") && len(p.Policy.Sources.Approved) > 0 && !approved(p, address) {
		return true
	}
	return enabled(p, "ntp-falseticker") && rollOf(p).wrong[facts.KeyOf(address)]
}

// enabled reports whether the policy asks another check of this device.
func enabled(p *check.Pass, id string) bool { return p.Policy.Level(id) != policy.Off }
