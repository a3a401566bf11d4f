package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpSelfReport = check.Check{
	ID: "ntp-self-report",
	Doc: check.Doc{
		Title: "What the device says of its offset is true",
		Text: `Most tools read the offset that a device prints and leave it at that. Here it
is held against the measurement: where the source was measured too, the
printed offset, with its delay and dispersion, says in which interval the
clock must lie. If the measured clock lies outside, the print is wrong: out of
date, or NTP does not steer the clock that "show clock" shows.

Passes if the two overlap. Fails if they do not. Where the source could not be
measured from here, a report that would be true of a right source passes;
another is not judged.`,
		Remedy: `If the last packet of the source is old, restore reachability. Otherwise
look for known defects of the release, and for a second supervisor or stack
member whose clock you see. NTP restarts when the "ntp server" lines go and
come back, in a window: until a source has answered again, for minutes, the
device and its clients have none.`,
		Causes: followedAdvice,
	},
	Needs:   []facts.Kind{facts.KindAssociations, facts.KindClock, show.KindSelfReport},
	Wants:   []facts.Kind{facts.KindStatus, facts.KindVersion},
	Applies: withoutPTP(ntpFollows),
	Run:     runNTPSelfReport,
}

func runNTPSelfReport(p *check.Pass, _ check.Subject) {
	a, ok := followed(p)
	if !ok {
		return
	}
	p.Cite(row(a))
	s, report := measuredSource(p, selectedIndex(p)), a.Report()
	switch {
	case p.Clock.Offset == nil && p.LeftTo("clock-offset"):
		p.NotApplicablef("the clock's offset is not known")
		return
	case p.Clock.Offset == nil:
		p.NotMeasuredf("the clock's offset is not known")
		return
	case report == nil && a.Measured():
		p.NotMeasuredf("what it reports of %s is not known", a.Address)
		return
	case report == nil:
		leaveTo(p, a.Address+" has given no samples lately", "ntp-reach")
		return
	case s.offset == nil:
		judgeUnmeasured(p, a, report.Claim)
		return
	}
	claim := s.offset.Add(report.Claim)
	p.Measure(*p.Clock.Offset)
	p.Expectf("%s, by what it reports", claim.Between(finest(p)))
	p.Actualf("%s", p.Clock.Offset.Between(finest(p)))
	if claim.Overlaps(*p.Clock.Offset) {
		return
	}
	p.Cite(p.Clock.Evidence...)
	p.Failf("reports %s, measured %s; both from its source", interval.Signed(*a.Offset), p.Clock.Offset.Sub(*s.offset).Text(finest(p)))
	if report.Stale {
		p.Failf("the report is out of date: last packet %s, reach %o", sinceLast(a), a.Reach)
	}
}

// judgeUnmeasured judges a report about a source that was not measured: it may be true of one that is within the lowest limit, else
// either the report or the source is wrong.
func judgeUnmeasured(p *check.Pass, a facts.Association, claim interval.Interval) {
	if claim.Widen(finest(p)).Overlaps(*p.Clock.Offset) {
		p.Actualf("as of a source that is right; %s was not measured from here", a.Address)
		return
	}
	p.NotMeasuredf("its source %s was not measured from here", a.Address)
}

func selectedIndex(p *check.Pass) int {
	for i, a := range p.NTP.Associations {
		if a.Selected() {
			return i
		}
	}
	return -1
}

func sinceLast(a facts.Association) string {
	if a.When == nil {
		return "never"
	}
	return interval.Age(seconds(*a.When)) + " ago"
}
