package checks

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
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
	p.Actualf("%s", strings.Join(types, ", "))
	switch {
	case odd:
		p.NotMeasuredf("%s", reason)
	case len(types) == 0:
		p.Actualf("no access-group")
		p.Failf("answers anybody; there is no access-group")
		mend(p, restrictAccess(p))
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
		mend(p, restrictAccess(p))
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
