package checks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const (
	mayBeWhy   = "may be why"
	mostLikely = "most likely why"
)

// answersOtherwise reads the codes that stand in place of a reference (RFC 5905 §7.4): the server was reached.
func answersOtherwise(p *check.Pass, s silentSource) (why silence, found bool) {
	switch s.code {
	case "AUTH", "CRYP", "NKEY":
		why = silence{cause: causeAuthentication, text: "replies fail authentication"}
		if s.line != nil && s.line.Key != nil {
			why.more, why.lines = whyNotAuthentic(p, *s.line.Key), []facts.Evidence{configLine(s.line.Line)}
		}
	case "DENY", "RSTR":
		why = silence{cause: causeRefused, text: "a source refuses service"}
	case "RATE":
		why = silence{cause: causeRate, text: "a source complains of too many requests"}
	default:
		return why, false
	}
	return why, true
}

// notResolved explains a name that became no association.
func notResolved(p *check.Pass, s silentSource) (why silence, found bool) {
	if !s.unresolved {
		return why, false
	}
	why = silence{cause: causeName, text: "names did not resolve", names: true, lines: []facts.Evidence{configLine(s.line.Line)}}
	serves := func(n show.NameServer) bool { return n.VRF == s.vrf }
	switch servers := p.Config.NameServers; {
	case p.Config.NoLookup:
		why.more = "no ip domain lookup"
	case len(servers) > 0 && !slices.ContainsFunc(servers, serves):
		why.more = "no ip name-server in " + table(s.vrf)
	}
	return why, true
}

// nowhere: the source stands in a VRF that no interface is in.
func nowhere(p *check.Pass, s silentSource) (why silence, found bool) {
	if s.vrf == "" || s.line == nil || !interfacesKnown(p) {
		return why, false
	}
	others := interfaceVRFs(p)
	if slices.Contains(others, s.vrf) {
		return why, false
	}
	why = silence{cause: causeNoVRF, text: "no interface is in VRF " + s.vrf, lines: []facts.Evidence{configLine(s.line.Line)}}
	if len(others) > 0 {
		why.more = "there is " + list(others)
	}
	return why, true
}

// interfaceVRFs are the VRFs that interfaces are in, each once; no more than a platform knows.
func interfaceVRFs(p *check.Pass) []string {
	type key struct{}
	return check.Once(p, key{}, func() []string {
		seen := map[string]bool{"": true}
		var names []string
		for _, i := range p.Config.Interfaces {
			if !seen[i.VRF] {
				names = append(names, i.VRF)
			}
			seen[i.VRF] = true
		}
		return names
	})
}

// noPeerGroup: access-groups let clients in, and no source.
func noPeerGroup(p *check.Pass, s silentSource) (why silence, found bool) {
	g, known := groupsFor(p, s)
	if !known || len(g.lines) == 0 || len(g.peerLists) > 0 || anotherAnswers(p, s) {
		return why, false
	}
	why = silence{cause: causeAccessGroup, text: "access-group blocks its own sources; none is of type peer", more: strings.TrimSpace(g.lines[0].Line), lines: g.lines}
	if !g.certain {
		why.doubt = mayBeWhy
	}
	return why, true
}

// notInTheList: the access list of the sources does not name this one. A list that is not known, and one that the
// configuration does not hold, explain nothing.
func notInTheList(p *check.Pass, s silentSource) (why silence, found bool) {
	g, known := groupsFor(p, s)
	address, err := netip.ParseAddr(s.address)
	if !known || err != nil || len(g.peerLists) == 0 {
		return why, false
	}
	for _, name := range g.peerLists {
		if yes, known := permits(p, name, address); yes || !known {
			return why, false
		}
	}
	why = silence{cause: causeAccessList, text: fmt.Sprintf("access list %s does not permit its sources", list(g.peerLists)), lines: g.lines}
	if !g.certain {
		why.doubt = mayBeWhy
	}
	return why, true
}

// noSourceAddress: packets have no address to leave with. Whether IOS is silent then, or takes another address that the server
// may not know, is not verified.
func noSourceAddress(p *check.Pass, s silentSource) (why silence, found bool) {
	if s.line == nil || !interfacesKnown(p) {
		return why, false
	}
	name := sourceInterface(p, *s.line)
	if name == "" {
		return why, false
	}
	what := ""
	switch i, there := interfaceNamed(p, name); {
	case !there:
		what = "is not in the configuration"
	case i.Shutdown:
		what = "is shut down"
	case !speaks(i, s.address):
		what = "has no IPv4 address"
	default:
		return why, false
	}
	return silence{
		cause: causeSourceInterface, doubt: mostLikely, text: fmt.Sprintf("the NTP source %s %s", name, what), lines: sourceLines(p, s),
	}, true
}

// speaks reports whether an interface may have an address of the family of a source. That it has none is known of IPv4 alone, by "no
// ip address": else it may have one by DHCP, or borrow one.
func speaks(i show.Interface, source string) bool {
	address, err := netip.ParseAddr(source)
	if !i.Unaddressed || err == nil && address.Is6() {
		return true
	}
	return slices.ContainsFunc(i.Addresses, func(own string) bool {
		a, err := netip.ParseAddr(own)
		return err == nil && (isName(source) || a.Is4()) // what a name stands for may be of either family
	})
}

// fromAnotherTable: the source interface of all belongs to another table than the source.
func fromAnotherTable(p *check.Pass, s silentSource) (why silence, found bool) {
	if s.line == nil || s.line.Source != nil || p.Config.NTPSource == nil || !interfacesKnown(p) || ownSourceOf(p, s.vrf) {
		return why, false
	}
	i, there := interfaceNamed(p, *p.Config.NTPSource)
	if !there || i.VRF == s.vrf {
		return why, false
	}
	return silence{
		cause: causeOtherTable, doubt: mayBeWhy, text: fmt.Sprintf("the NTP source %s is in %s", i.Name, table(i.VRF)), more: "the sources are in " + table(s.vrf), lines: sourceLines(p, s),
	}, true
}

// switchedOff: "ntp disable" keeps replies off an interface. It is the way to the source where no other interface has an address.
func switchedOff(p *check.Pass, s silentSource) (why silence, found bool) {
	if p.Config == nil {
		return why, false
	}
	type key struct{ vrf string }
	why = check.Once(p, key{s.vrf}, func() silence { return switchedOffIn(p, s.vrf) })
	return why, why.cause != ""
}

func switchedOffIn(p *check.Pass, vrf string) (why silence) {
	for _, off := range p.Config.InterfaceNTP {
		if !off.Disabled() {
			continue
		}
		why = silence{cause: causeDisabled, doubt: mayBeWhy, text: "ntp disable", lines: []facts.Evidence{configLine(off.Line)}}
		if off.Interface == "" {
			return why
		}
		why.text += " on " + off.Interface
		why.todo = fmt.Sprintf("On %s `ntp disable` keeps replies out: enter `no ntp disable` there if NTP may use it.", off.Interface)
		i, there := interfaceNamed(p, off.Interface)
		switch {
		case there && i.VRF != vrf, there && i.Shutdown:
			continue
		case there && onlyAddress(p, i):
			why.doubt = ""
		}
		return why
	}
	return silence{}
}

// onlyAddress reports whether no other interface has an address.
func onlyAddress(p *check.Pass, i show.Interface) bool {
	other := func(o show.Interface) bool { return o.Name != i.Name && len(o.Addresses) > 0 && !o.Shutdown }
	return interfacesKnown(p) && len(i.Addresses) > 0 && !slices.ContainsFunc(p.Config.Interfaces, other)
}
