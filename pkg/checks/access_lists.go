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
	peerLists []string // of the type that lets sources in, each once
	lines     []facts.Evidence
	certain   bool // they hold for its family of addresses: whether one without a family holds for IPv6 is a matter of release
}

// scopeKey is what access-groups are told apart by: the family and, on some platforms, the VRF.
type scopeKey struct{ vrf, family string }

func scopeOf(p *check.Pass, vrf string, a netip.Addr) scopeKey {
	if !p.Config.AccessByVRF {
		vrf = ""
	}
	return scopeKey{vrf, familyOf(a)}
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
	key := scopeOf(p, s.vrf, address)
	return check.Once(p, key, func() accessGroups { return groupsIn(p.Config, key) }), true
}

func groupsIn(c *facts.Config, in scopeKey) accessGroups {
	g, named := accessGroups{certain: true}, map[string]bool{}
	for _, group := range c.AccessGroups {
		switch {
		case c.AccessByVRF && vrf(group.VRF) != in.vrf:
			continue
		case group.Family == nil:
			g.certain = g.certain && in.family == show.IPv4
		case *group.Family != in.family:
			continue
		}
		g.lines = append(g.lines, configLine(group.Line))
		if group.Type == "peer" && !named[group.ACL] {
			g.peerLists, named[group.ACL] = append(g.peerLists, group.ACL), true
		}
	}
	return g
}

// accessList is an access list as the configuration has it, and what says that it lets in everybody.
type accessList struct {
	*show.AccessListRead
	open []facts.Evidence // the entries that permit everybody together; none: not everybody is let in
}

// empty reports whether a list has no entries, as one of remarks alone: what is permitted then is a matter of release.
func (l accessList) empty() bool { return len(l.Entries) == 0 && !l.Unclear }

// listsNamed are the access lists of a name, one for each family, as the configuration has them.
func listsNamed(p *check.Pass, name string) []accessList {
	type key struct{}
	return check.Once(p, key{}, func() map[string][]accessList {
		byName := make(map[string][]accessList, len(p.Config.AccessLists))
		for i := range p.Config.AccessLists {
			l := &p.Config.AccessLists[i]
			byName[l.Name] = append(byName[l.Name], accessList{l, permitsEveryone(l.Entries)})
		}
		return byName
	})[name]
}

// permits reports whether an access list lets an address in. It is not known where the configuration does not hold the list, or no
// entry of it: what is permitted then is a matter of release.
func permits(p *check.Pass, name string, address netip.Addr) (yes, known bool) {
	for _, l := range listsNamed(p, name) {
		if l.Family == "" || l.Family == familyOf(address.Unmap()) {
			yes, known = l.Permits(address)
			return yes, known && !l.empty()
		}
	}
	return false, false
}

// listsUnread reports whether the platform is not asked for its access lists, so that one that is not known may well be there.
func listsUnread(p *check.Pass) bool {
	return slices.ContainsFunc(p.Config.Unread, func(u show.Unread) bool { return strings.HasSuffix(u.Words, "access-list") })
}

// listNamed is an access list as the configuration has it.
func listNamed(p *check.Pass, name string) (l accessList, defined bool) {
	if lists := listsNamed(p, name); len(lists) > 0 {
		return lists[0], true
	}
	return l, false
}

// restricts reports whether an access list is known to let in some, and not everybody.
func (l accessList) restricts() bool { return !l.Unclear && !l.empty() && len(l.open) == 0 }

// permitsEveryone are the entries by which a list lets in everybody: one of "any", or several that are all addresses together, as
// the two halves are. What single hosts are refused before does not matter.
func permitsEveryone(entries []show.AccessEntry) []facts.Evidence {
	var lines []facts.Evidence
	covered := make(map[netip.Prefix]bool)
	for _, e := range entries {
		switch {
		case e.Any && e.Permit:
			return []facts.Evidence{configLine(e.Line)}
		case e.Any:
			return nil
		case !e.Permit || !e.From.IsValid():
			continue
		}
		lines = append(lines, configLine(e.Line))
		if cover(covered, e.From.Masked()) {
			return lines
		}
	}
	return nil
}

// cover adds a prefix to others, joining halves, and reports whether all addresses are covered.
func cover(covered map[netip.Prefix]bool, p netip.Prefix) (all bool) {
	for p.Bits() > 0 {
		covered[p] = true
		if !covered[sibling(p)] {
			return false
		}
		p = netip.PrefixFrom(p.Addr(), p.Bits()-1).Masked()
	}
	return true
}

// sibling is the other half of what a prefix is one half of.
func sibling(p netip.Prefix) netip.Prefix {
	bytes, bit := p.Addr().AsSlice(), p.Bits()-1
	bytes[bit/8] ^= 0x80 >> (bit % 8)
	a, _ := netip.AddrFromSlice(bytes)
	return netip.PrefixFrom(a, p.Bits())
}

// anotherAnswers reports whether a source that the same access-groups decide over does answer.
func anotherAnswers(p *check.Pass, s silentSource) bool {
	own, err := netip.ParseAddr(s.address)
	if err != nil {
		return false
	}
	type key struct{}
	answering := check.Once(p, key{}, func() map[scopeKey]bool {
		found := make(map[scopeKey]bool)
		for _, a := range realSources(p) {
			if address, err := netip.ParseAddr(a.Address); err == nil && a.Reach != 0 {
				found[scopeOf(p, silentRow(p, a).vrf, address)] = true
			}
		}
		return found
	})
	return answering[scopeOf(p, s.vrf, own)]
}
