package checks

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpAccess = check.Check{
	ID: "ntp-access",
	Doc: check.Doc{
		Title: "NTP answers only those whom it should",
		Text: `As soon as NTP runs, a device answers everybody: it gives the time, tells what
it follows, and on many releases answers control queries, which can be abused
to flood others.

"ntp access-group" binds each kind of request to an access list, and as soon
as one such line exists everything else is refused. Passes if there is one
that lets the device's own sources in ("peer"). Fails if there is none, and if
there are some of which none is "peer" on a device that does not synchronize:
its own sources are then refused. The access lists themselves are not read.`,
		Remedy: `Permit the sources with "ntp access-group peer", and the clients, where there
are any, with "ntp access-group serve-only". On IOS: "no ntp allow mode
control" refuses control queries, where the release knows it.`,
	},
	Controls: []check.Control{{Framework: rfc8633, ID: "3.4"}, {Framework: pci, ID: "10.6.3"}},
	Needs:    []facts.Kind{facts.KindConfig},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindAssociations},
	Applies:  ntpRuns,
	Run:      runNTPAccess,
}

func runNTPAccess(p *check.Pass, _ check.Subject) {
	p.Cite(configLines(p, "ntp access-group")...)
	p.Expectf("ntp access-group, with peer for the sources")
	if idleWhenOff(p) {
		return
	}
	reason, odd := notUnderstood(p, "ntp", "access-group")
	types := accessTypes(p)
	p.Actualf("%s", strings.Join(types, ", "))
	switch {
	case odd:
		p.NotMeasuredf("%s", reason)
	case len(types) == 0:
		p.Actualf("no access-group")
		p.Failf("answers anybody; there is no access-group")
		mend(p, unknownClients(p))
	default:
		for _, s := range accessScopes(p) {
			judgeScope(p, s)
		}
	}
}

func judgeScope(p *check.Pass, s accessScope) {
	switch {
	case len(s.types) == 0:
		p.Failf("answers anybody%s; there is no access-group", s.where())
		mend(p, unknownClients(p))
	case slices.Contains(s.types, "peer") || !s.sources:
	default:
		judgeServeOnly(p, s)
	}
}

// judgeServeOnly judges a device whose access-groups do not let its own sources in: where it
// is synchronized all the same, they do.
func judgeServeOnly(p *check.Pass, s accessScope) {
	switch yes, known := p.Synchronized(); {
	case !known:
		p.NotMeasuredf("no access-group%s is of type peer; whether its sources get through is not known", s.where())
	case yes:
	case s.apart:
		p.Failf("refuses its own sources%s; no access-group is of type peer", s.where())
		mend(p, byHand("Permit the sources"+s.where()+" with an access-group of type peer for that VRF and family."))
	default:
		p.Failf("refuses its own sources; no access-group is of type peer")
		mend(p, changes(admitSources(p)...))
	}
}

func accessTypes(p *check.Pass) []string {
	var types []string
	for _, g := range p.Config.AccessGroups {
		types = append(types, g.Type)
	}
	return types
}

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
