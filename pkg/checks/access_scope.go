package checks

import (
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// accessScope is what access-groups hold for together: the whole device or, on platforms that tell them apart, one VRF and
// one family of addresses.
type accessScope struct {
	apart       bool
	vrf, family string
	types       []string // of its access-groups
	sources     bool     // the device has sources there
}

// where names the scope behind a word: " in VRF MGMT over ipv4". Empty: the whole device.
func (s *accessScope) where() string {
	switch {
	case !s.apart:
		return ""
	case s.vrf == "":
		return " over " + s.family
	}
	return " in VRF " + s.vrf + " over " + s.family
}

// accessScopes lists those that have sources or access-groups, in the order of the configuration.
func accessScopes(p *check.Pass) []accessScope {
	if !p.Config.AccessByVRF {
		return []accessScope{{types: accessTypes(p), sources: len(configured(p)) > 0}}
	}
	var scopes []accessScope
	places := map[scopeKey]int{}
	at := func(vrf, family string) *accessScope {
		i, known := places[scopeKey{vrf, family}]
		if !known {
			i = len(scopes)
			places[scopeKey{vrf, family}] = i
			scopes = append(scopes, accessScope{apart: true, vrf: vrf, family: family})
		}
		return &scopes[i]
	}
	for _, g := range p.Config.AccessGroups {
		family := show.IPv4
		if g.Family != nil {
			family = *g.Family
		}
		s := at(vrf(g.VRF), family)
		s.types = append(s.types, g.Type)
	}
	for _, s := range configured(p) {
		if a, err := netip.ParseAddr(s.Address); err == nil { // what a name stands for is not known
			at(vrf(s.VRF), familyOf(a)).sources = true
		}
	}
	return scopes
}

func familyOf(a netip.Addr) string {
	if a.Is4() {
		return show.IPv4
	}
	return show.IPv6
}

// mayBeOff reports whether NTP may be off as far as anything shows: the state is not known, and no source, no "ntp master" and no
// answer is there that NTP would run for.
func mayBeOff(p *check.Pass) bool {
	switch {
	case p.NTP != nil && (p.NTP.Enabled != nil || len(p.NTP.Associations) > 0):
		return false
	case p.AnswersNTP != nil && *p.AnswersNTP:
		return false
	case p.Config == nil:
		return true
	}
	return len(configured(p)) == 0 && p.Config.NTPMaster == nil && len(listens(p)) == 0
}
