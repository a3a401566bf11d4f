package checks

import (
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// unknownClients says why there is no line: who else takes time from a device cannot be asked, and
// the first access-group refuses everybody that none names.
func unknownClients(p *check.Pass) remedy {
	clients := "no audited device does"
	if users := p.Graph.Users(p.Node); len(users) > 0 {
		clients = "of the audited devices, " + list(nodeNames(p.Graph, users))
	}
	return byHand("No access-group is written: the first one refuses all that none names, and who takes time from this device is not known (" + clients +
		"). Find out who sends it NTP, and permit its sources with ntp access-group peer and its clients with serve-only in one go.")
}

// admitSources lets the device's own sources in, where other access-groups stand already: whom those
// refuse they refuse with it and without it.
func admitSources(p *check.Pass) []show.Change {
	v4, v6 := sourceAddresses(p)
	if len(v4)+len(v6) == 0 {
		v4 = []string{show.Placeholder("addresses of the sources")}
	}
	return append(admit(show.IPv4, "NTP-SOURCES", v4), admit(show.IPv6, "NTP-SOURCES-V6", v6)...)
}

func admit(family, name string, members []string) []show.Change {
	if len(members) == 0 {
		return nil
	}
	return []show.Change{
		{Verb: show.SetAccessList, List: &show.AccessList{Name: name, Family: family, Members: members}},
		{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: family, List: name}},
	}
}

// sourceAddresses lists the addresses of the sources, from the table and the lines, as they
// are once other findings are mended.
func sourceAddresses(p *check.Pass) (v4, v6 []string) {
	var all []string
	if p.NTP != nil {
		for _, a := range p.NTP.Associations {
			all = append(all, a.Address) // its own clock too: older releases must let it in
		}
	}
	for _, s := range configured(p) {
		all = append(all, s.Address)
	}
	if missing := newSources(p); enabled(p, "ntp-sources") || p.CountSources(func(a string) bool { return doomed(p, a) }).Have() > 0 {
		all = append(all, missing...)
	}
	listed := map[netip.Addr]bool{}
	for _, address := range all {
		if doomed(p, address) {
			continue
		}
		addr, err := netip.ParseAddr(address)
		switch {
		case show.IsPlaceholder(address):
			v4 = append(v4, address)
		case err != nil || listed[addr]:
		case addr.Is4():
			v4 = append(v4, addr.String())
		default:
			v6 = append(v6, addr.String())
		}
		listed[addr] = true
	}
	return v4, v6
}
