package checks

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// addSources suggests lines for the sources that the device lacks, see newSources, with what
// authenticates them where that is asked for. Every check that adds sources suggests the
// same lines, so that those of two findings are not too many together.
func addSources(p *check.Pass) []string {
	var lines []string
	for _, address := range newSources(p) {
		lines = append(lines, wantedLine(p, facts.ConfigServer{Type: "server", Address: address, VRF: commonVRF(p)}))
	}
	if len(lines) == 0 || !wantsKeys(p) {
		return lines
	}
	return withKey(p, spareKey(p), lines...)
}

// newSources lists the addresses that the device should take time from as well, so that it
// has as many sources as the policy asks for, and one at least, once those are gone that are
// wrong or not approved: approved ones, or else those that are good to the rest of the
// fleet; first those that end at a clock of their own. What cannot be suggested is a placeholder.
func newSources(p *check.Pass) []string {
	missing := max(1, p.Policy.Sources.Min) - p.CountSources(func(address string) bool { return !doomed(p, address) }).Have()
	var fresh []string
	for _, address := range candidates(p) {
		if !hasSource(p, address) && !isItself(p, address) && !slices.Contains(fresh, address) {
			fresh = append(fresh, address)
		}
	}
	list := independent(p, fresh)
	list = list[:min(len(list), max(0, missing))]
	for len(list) < missing {
		list = append(list, fmt.Sprintf("<address %d>", len(list)+1))
	}
	return list
}

func isItself(p *check.Pass, address string) bool {
	return slices.ContainsFunc(p.KnownBy, func(own netip.Addr) bool { return inventory.SameAddress(own.String(), address) })
}

// independent puts those in front that end at a clock which neither a source that stays nor
// one before them ends at: servers behind one appliance are wrong together.
func independent(p *check.Pass, addresses []string) []string {
	used := make(map[int]bool)
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		if !doomed(p, p.NTP.Associations[i].Address) {
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
	for _, i := range g.Servers() {
		if inventory.SameAddress(g.Nodes[i].Address, address) {
			_, root := g.Root(i)
			return root, true
		}
	}
	return 0, false
}

// candidates lists the addresses that a device might well take time from, best first.
func candidates(p *check.Pass) []string {
	if approved := p.Policy.Sources.Approved; len(approved) > 0 {
		return slices.DeleteFunc(slices.Clone(approved), func(address string) bool { return knownWrong(p, address) })
	}
	var list []string
	for _, i := range p.Graph.Servers() {
		if kind, _ := p.Graph.Root(i); kind == topology.Rooted && proven(p.Graph, i) {
			list = append(list, p.Graph.Nodes[i].Address)
		}
	}
	return list
}

// knownWrong reports whether the auditor's own queries found a server wrong.
func knownWrong(p *check.Pass, address string) bool {
	return slices.ContainsFunc(p.Fleet.Servers, func(s facts.Server) bool {
		return s.Verdict == facts.Falseticker && inventory.SameAddress(s.Address, address)
	})
}

// proven reports whether a server was measured right or, where it could not be measured,
// whether some device could follow it.
func proven(g *topology.Graph, server int) bool {
	if m := g.Nodes[server].Measured; m != nil && (m.Verdict == facts.Truechimer || m.Verdict == facts.Falseticker) {
		return m.Verdict == facts.Truechimer
	}
	return slices.ContainsFunc(g.Users(server), func(user int) bool {
		return slices.ContainsFunc(g.Nodes[user].Sources, func(e topology.Edge) bool { return e.To == server && e.Usable })
	})
}

// doomed reports whether a finding about the device asks for this source to go: lines that
// improve it would be undone at once.
func doomed(p *check.Pass, address string) bool {
	if enabled(p, "ntp-approved") && len(p.Policy.Sources.Approved) > 0 && !approved(p, address) {
		return true
	}
	return enabled(p, "ntp-falseticker") && foundWrong(p, address)
}

func foundWrong(p *check.Pass, address string) bool {
	if p.NTP == nil {
		return false
	}
	for i, a := range p.NTP.Associations {
		if inventory.SameAddress(a.Address, address) && measuredSource(p, i).wrong {
			return true
		}
	}
	return false
}

// enabled reports whether the policy asks another check of this device.
func enabled(p *check.Pass, id string) bool { return p.Policy.Level(id) != policy.Off }
