package checks

import (
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// accessGroups are those that decide over the packets of one source.
type accessGroups struct {
	peerLists []string // of the type that lets sources in
	lines     []facts.Evidence
	certain   bool // they hold for its family of addresses: whether one without a family holds for IPv6 is a matter of release
}

// groupsFor are the access-groups that decide over a source. known is false where the configuration, the family, or a line about
// access-groups is not known.
func groupsFor(p *check.Pass, s silentSource) (g accessGroups, known bool) {
	address, err := netip.ParseAddr(s.address)
	if p.Config == nil || err != nil {
		return g, false
	}
	if _, odd := notUnderstood(p, "ntp", "access-group"); odd {
		return g, false
	}
	family := familyOf(address)
	g.certain = true
	for _, group := range p.Config.AccessGroups {
		switch {
		case p.Config.AccessByVRF && vrf(group.VRF) != s.vrf:
			continue
		case group.Family == nil:
			g.certain = g.certain && family == show.IPv4
		case *group.Family != family:
			continue
		}
		g.lines = append(g.lines, configLine(group.Line))
		if group.Type == "peer" {
			g.peerLists = append(g.peerLists, group.ACL)
		}
	}
	return g, true
}

// permits reports whether an access list lets an address in. It is not known where the configuration does not hold the list:
// what is permitted then is a matter of release.
func permits(p *check.Pass, name string, address netip.Addr) (yes, known bool) {
	for i := range p.Config.AccessLists {
		l := &p.Config.AccessLists[i]
		if l.Name == name && (l.Family == "" || l.Family == familyOf(address.Unmap())) {
			return l.Permits(address)
		}
	}
	return false, false
}

// listNamed is an access list as the configuration has it.
func listNamed(p *check.Pass, name string) (l show.AccessListRead, defined bool) {
	for _, l := range p.Config.AccessLists {
		if l.Name == name {
			return l, true
		}
	}
	return l, false
}

// anybody reports whether an access list lets in everybody, or may: an entry of it was not understood.
func anybody(l show.AccessListRead) bool {
	for _, e := range l.Entries {
		if e.Any {
			return e.Permit
		}
	}
	return l.Unclear
}

// anotherAnswers reports whether a source that the same access-groups decide over does answer.
func anotherAnswers(p *check.Pass, s silentSource) bool {
	own, err := netip.ParseAddr(s.address)
	if err != nil {
		return false
	}
	for _, a := range realSources(p) {
		other, err := netip.ParseAddr(a.Address)
		elsewhere := p.Config.AccessByVRF && silentRow(p, a).vrf != s.vrf
		if a.Reach != 0 && err == nil && familyOf(other) == familyOf(own) && !elsewhere {
			return true
		}
	}
	return false
}
