package checks

import (
	"net/netip"
	"slices"
	"strings"

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
	of := scopeOf(p, s, address)
	return check.Once(p, of, func() accessGroups { return groupsOf(p, of) }), true
}

// decidingScope is the packets that one set of access-groups decides over: a family and, on some platforms, a VRF.
type decidingScope struct{ vrf, family string }

func scopeOf(p *check.Pass, s silentSource, address netip.Addr) decidingScope {
	of := decidingScope{family: familyOf(address)}
	if p.Config.AccessByVRF {
		of.vrf = s.vrf
	}
	return of
}

func groupsOf(p *check.Pass, of decidingScope) (g accessGroups) {
	family := of.family
	g.certain = true
	for _, group := range p.Config.AccessGroups {
		switch {
		case p.Config.AccessByVRF && vrf(group.VRF) != of.vrf:
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
	return g
}

// permits reports whether an access list lets an address in. It is not known where the configuration does not hold the list:
// what is permitted then is a matter of release.
func permits(p *check.Pass, name string, address netip.Addr) (yes, known bool) {
	l, defined := listNamed(p, name)
	if !defined || l.Family != "" && l.Family != familyOf(address.Unmap()) {
		return false, false
	}
	return l.Permits(address)
}

// listsUnread reports whether the platform is not asked for its access lists, so that one that is not known may well be there.
func listsUnread(p *check.Pass) bool {
	return slices.ContainsFunc(p.Config.Unread, func(u show.Unread) bool { return strings.HasSuffix(u.Words, "access-list") })
}

// listNamed is an access list as the configuration has it.
func listNamed(p *check.Pass, name string) (l show.AccessListRead, defined bool) {
	type key struct{}
	places := check.Once(p, key{}, func() map[string]int {
		at := make(map[string]int, len(p.Config.AccessLists))
		for place := range p.Config.AccessLists {
			at[p.Config.AccessLists[place].Name] = place
		}
		return at
	})
	if place, defined := places[name]; defined {
		return p.Config.AccessLists[place], true
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
	type key struct{}
	answering := check.Once(p, key{}, func() map[decidingScope]bool {
		scopes := map[decidingScope]bool{}
		for _, a := range realSources(p) {
			if address, err := netip.ParseAddr(a.Address); err == nil && a.Reach != 0 {
				scopes[scopeOf(p, silentRow(p, a), address)] = true
			}
		}
		return scopes
	})
	address, err := netip.ParseAddr(s.address)
	return err == nil && answering[scopeOf(p, s, address)]
}
