package checks

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// judgeList judges the access list of a group: one that lets everybody in restricts nothing, and what one permits that the
// configuration does not hold is a matter of release.
func judgeList(p *check.Pass, g show.AccessGroup) {
	switch l, defined := listNamed(p, g.ACL); {
	case defined && l.Unclear:
		p.NotMeasuredf("an entry of access list %s was not understood", g.ACL)
	case defined && len(l.open) > 0:
		p.Cite(l.open...)
		p.Failf("access list %s permits everyone (%s)", g.ACL, g.Type)
		p.Because(causeOpenList)
	case defined && l.empty():
		doubtList(p, "access list %s has no entries; what the release permits then is not known", g.ACL)
	case !defined && !listsUnread(p):
		doubtList(p, "access list %s is not in the configuration; what the release permits then is not known", g.ACL)
	}
}

func doubtList(p *check.Pass, format, name string) {
	if !p.Failed() {
		p.GradeAtMost(policy.Low)
	}
	p.Inconclusivef(format, name)
}

// judgeFamilies judges access-groups that all hold for one family of addresses, on a device that speaks the other as well. Whether
// NTP is then open to anyone in the other, or closed even to its own sources, is a matter of release: either is wrong. It returns
// the family that fails; empty: neither.
func judgeFamilies(p *check.Pass) (open string) {
	if p.Config.AccessByVRF { // where each family is judged by itself
		return ""
	}
	for _, f := range []struct{ family, title, other string }{{show.IPv6, "IPv6", "IPv4"}, {show.IPv4, "IPv4", "IPv6"}} {
		covers := func(g show.AccessGroup) bool { return g.Family == nil || *g.Family == f.family }
		if slices.ContainsFunc(p.Config.AccessGroups, covers) {
			continue
		}
		switch why, used := usesFamily(p, f.family); {
		case used:
			p.Failf("the access-group covers %s only; %s", f.other, why)
			p.Because(causeFamily)
			open = f.family
		case why != "":
			if !p.Failed() {
				p.GradeAtMost(policy.Low)
			}
			p.Inconclusivef("the access-group covers %s only; %s", f.other, why)
		}
	}
	return open
}

// asked is the address at which the device is asked over NTP from here.
func asked(p *check.Pass) string {
	if at, err := netip.ParseAddrPort(p.Device.Device.NTP); err == nil {
		return at.Addr().String()
	}
	return p.Host
}

// usesFamily says by what the device speaks a family of addresses; empty: by nothing that is known. used: NTP itself does.
func usesFamily(p *check.Pass, family string) (why string, used bool) {
	is := func(address string) bool {
		a, err := netip.ParseAddr(address)
		return err == nil && familyOf(a.Unmap()) == family && !a.IsLoopback()
	}
	title := strings.Replace(family, "ipv", "IPv", 1)
	var sources []string
	for _, a := range realSources(p) {
		sources = append(sources, a.Address)
	}
	for _, s := range configured(p) {
		sources = append(sources, s.Address)
	}
	if i := slices.IndexFunc(sources, is); i >= 0 {
		return "its source " + sources[i] + " is of " + title, true
	}
	if p.AnswersNTP != nil && *p.AnswersNTP && is(asked(p)) {
		return "it answers NTP over " + title, true
	}
	for _, a := range p.Config.Addresses {
		if is(a.Address) {
			return "it has the address " + a.Address + ", and whether " + title + " is open is not known", false
		}
	}
	return "", false
}
