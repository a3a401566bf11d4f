package checks

import (
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// interfacesKnown reports whether the interfaces of the device were read, so that one that is not among them is not there.
func interfacesKnown(p *check.Pass) bool {
	return p.Config != nil && len(p.Config.Interfaces) > 0 && !p.Config.Misread("interface")
}

// interfaceNamed finds an interface: "Loopback 0" is Loopback0.
func interfaceNamed(p *check.Pass, name string) (i show.Interface, there bool) {
	wanted := strings.ReplaceAll(name, " ", "")
	for _, i := range p.Config.Interfaces {
		if strings.EqualFold(strings.ReplaceAll(i.Name, " ", ""), wanted) {
			return i, true
		}
	}
	return i, false
}

// table names a VRF, or the table that is none.
func table(vrf string) string {
	if vrf == "" {
		return "the global table"
	}
	return "VRF " + vrf
}

// ownSourceOf reports whether a VRF has a source interface of its own.
func ownSourceOf(p *check.Pass, name string) bool {
	for _, own := range p.Config.NTPSourceVRF {
		if own.VRF == name {
			return true
		}
	}
	return false
}

// sourceLines are the lines that say from where packets to a source leave.
func sourceLines(p *check.Pass, s silentSource) []facts.Evidence {
	if s.line.Source != nil {
		return []facts.Evidence{configLine(s.line.Line)}
	}
	return append([]facts.Evidence{configLine(s.line.Line)}, configLines(p, "ntp source")...)
}

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
