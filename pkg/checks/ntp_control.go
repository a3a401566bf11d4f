package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpControl = check.Check{
	ID: "ntp-control",
	Doc: check.Doc{
		Title: "NTP control queries are refused",
		Text: `A control query (mode 6) asks a device for its sources and variables. The
answer is longer than the question, so it can be used to flood others, and it
tells what to attack. A private request (mode 7) can change things.

Passes if control queries are refused, or if an access-group lets only listed
hosts ask; hosts of the types peer, serve and query-only may ask. Fails if
private requests are answered, or if anyone may ask. Where no line says so,
the release decides whether they are answered: that fails at low.

On IOS: "no ntp allow mode control" refuses them; a number behind it is a rate
and changes nothing. "show ntp packets mode control" counts them.`,
		Remedy: `Refuse control queries, or let an access-group name the hosts that may ask.`,
		Causes: []check.Advice{
			{Cause: causePrivate, Text: "Refuse private requests: nothing needs them."},
			{Cause: causeOpen, Text: "Refuse control queries, or let an access-group name the hosts that may ask."},
			{Cause: causeRelease, Text: "Refuse control queries by a line: whether they are answered without one depends on the release."},
			{Cause: causeOpenList, Text: "Name hosts in the access list in place of \"any\"."},
			{Cause: causeFamily, Text: "Add an access-group for the other family of addresses, with the sources and the clients."},
		},
	},
	Needs:   []facts.Kind{facts.KindConfig},
	Wants:   []facts.Kind{facts.KindStatus, facts.KindAssociations},
	Applies: ntpRuns,
	Run:     runNTPControl,
}

// Who may ask.
const (
	causePrivate  check.Cause = "private-requests"
	causeOpen     check.Cause = "open"
	causeRelease  check.Cause = "release"
	causeOpenList check.Cause = "open-list"
	causeFamily   check.Cause = "family"
)

func runNTPControl(p *check.Pass, _ check.Subject) {
	p.Expectf("control queries refused")
	if idleWhenOff(p) {
		return
	}
	said := p.Config.Control
	p.Cite(configLine(said.Line))
	allow, odd := notUnderstood(p, "ntp", "allow")
	switch {
	case said.Private:
		p.Actualf("%s", said.Line)
		p.Failf("answers private requests (mode 7)")
		p.Because(causePrivate)
		mend(p, changes(show.Change{Verb: show.RefuseControl}))
	case odd:
		p.NotMeasuredf("%s", allow)
	case said.Refused:
		p.Actualf("refused")
	case len(p.Config.AccessGroups) > 0:
		judgeAskers(p)
	default:
		judgeUnsaid(p)
	}
}

// judgeUnsaid judges a device on which nothing restricts control queries.
func judgeUnsaid(p *check.Pass) {
	if reason, odd := notUnderstood(p, "ntp", "access-group"); odd {
		p.NotMeasuredf("%s", reason)
		return
	}
	p.Actualf("no line, no access-group")
	refuse := show.Change{Verb: show.RefuseControl}
	switch {
	case p.Config.Control.Answered:
		p.Actualf("%s", p.Config.Control.Line)
		p.Failf("answers control queries from everyone")
		p.Because(causeOpen)
		mend(p, changes(refuse))
	case mayBeOff(p):
		p.NotMeasuredf("whether NTP runs is not known; no line starts it%s", unread(p))
	case p.OS != nil && p.OS.ShowControl != "":
		p.GradeAtMost(policy.Low)
		p.Failf("answers control queries unless told not to; %s counts them", p.OS.ShowControl)
		p.Because(causeRelease)
		mend(p, changes(refuse))
	default:
		p.GradeAtMost(policy.Low)
		p.NotMeasuredf("whether the release answers control queries without a line is not known")
	}
}

// judgeAskers judges the access-groups whose hosts may ask: those of the type serve-only may not.
func judgeAskers(p *check.Pass) {
	if reason, odd := notUnderstood(p, "ntp", "access-group"); odd {
		p.NotMeasuredf("%s", reason)
		return
	}
	p.Actualf("access-groups")
	for _, g := range p.Config.AccessGroups {
		p.Cite(configLine(g.Line))
		if slices.Contains([]string{"peer", "serve", "query-only"}, g.Type) {
			judgeList(p, g)
		}
	}
	judgeFamilies(p)
	if p.Failed() {
		mend(p, changes(show.Change{Verb: show.RefuseControl}))
	}
}
