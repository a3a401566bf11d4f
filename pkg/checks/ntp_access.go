package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpAccess = check.Check{
	ID: "ntp-access",
	Doc: check.Doc{
		Title: "NTP answers only those whom it should",
		Text: `As soon as NTP runs, a device answers everybody: it gives the time, tells what
it follows, and on many releases answers control queries.

"ntp access-group" binds each kind of request to an access list, and as soon
as one such line exists everything else is refused. Passes if there is one
that lets the device's own sources in ("peer"). Fails if there is none; if
none is "peer" on a device that does not synchronize; if the list of the
sources does not permit one that is silent; if a list permits everyone; and if
the groups hold for one family of addresses on a device that speaks NTP over
the other. A list that the configuration does not hold is no protection that
is known. Control queries are asked about by ntp-control.`,
		Remedy: `Permit the sources with "ntp access-group peer", and the clients, where there
are any, with "ntp access-group serve-only".`,
		Causes: []check.Advice{
			{Cause: causeOpen, Text: "Find out who takes time from the device. Then permit the sources with an access-group of type peer and the clients with one of type serve-only in one go."},
			{Cause: causeAccessGroup, Text: "Add an access-group of type peer with a list that permits the sources. Leave the lines for clients as they are."},
			{Cause: causeAccessList, Text: "Permit the sources in the list of the access-group of type peer."},
			{Cause: causeOpenList, Text: "Name hosts in the access list in place of \"any\"."},
			{Cause: causeFamily, Text: "Add access-groups for the other family of addresses, with the sources and the clients."},
		},
	},
	Needs:   []facts.Kind{facts.KindConfig},
	Wants:   []facts.Kind{facts.KindStatus, facts.KindAssociations},
	Applies: ntpRuns,
	Run:     runNTPAccess,
}

func runNTPAccess(p *check.Pass, _ check.Subject) {
	p.Cite(configLines(p, "ntp access-group")...)
	p.Expectf("ntp access-group, with peer for the sources")
	if idleWhenOff(p) {
		return
	}
	reason, odd := notUnderstood(p, "ntp", "access-group")
	types := accessTypes(p)
	p.Actualf("%s", list(types))
	switch {
	case odd:
		p.NotMeasuredf("%s", reason)
	case len(types) == 0 && mayBeOff(p):
		p.Actualf("no access-group")
		p.NotMeasuredf("whether NTP runs is not known; no line starts it%s", unread(p))
	case len(types) == 0:
		p.Actualf("no access-group")
		p.Failf("no ntp access-group; answers everyone")
		p.Because(causeOpen)
		mend(p, restrictAccess(p, show.IPv4, show.IPv6))
	default:
		judgeGroups(p)
	}
}

// judgeGroups judges what the access-groups let in: the sources, in every VRF and family, and not everyone.
func judgeGroups(p *check.Pass) {
	for _, s := range accessScopes(p) {
		judgeScope(p, s)
	}
	for _, g := range p.Config.AccessGroups {
		judgeList(p, g)
	}
	if open := judgeFamilies(p); open != "" {
		mend(p, restrictAccess(p, open))
	}
	judgeListed(p)
}

// judgeListed looks whether the list of the sources names those that are silent: one that answers was let in.
func judgeListed(p *check.Pass) {
	var missing []string
	for _, a := range realSources(p) {
		if _, found := notInTheList(p, silentRow(p, a)); found && a.Reach == 0 {
			missing = append(missing, a.Address)
			p.Cite(row(a))
		}
	}
	if len(missing) > 0 {
		p.Failf("no list of type peer permits %s", list(missing))
		p.Because(causeAccessList)
	}
}

func judgeScope(p *check.Pass, s accessScope) {
	switch {
	case len(s.types) == 0:
		p.Failf("no ntp access-group%s; answers everyone", s.where())
		p.Because(causeOpen)
		mend(p, restrictAccess(p, show.IPv4, show.IPv6))
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
		p.Failf("blocks its own sources%s; no access-group there is of type peer", s.where())
		p.Because(causeAccessGroup)
		mend(p, byHand("Permit the sources"+s.where()+" with an access-group of type peer for that VRF and family."))
	default:
		p.Failf("access-group blocks its own sources; none is of type peer")
		p.Because(causeAccessGroup)
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
