package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpConsistent = check.Check{
	ID: "ntp-consistent",
	Doc: check.Doc{
		Title: "NTP status and table agree",
		Text: `A device that says it is synchronized to a source from which it has had no
answer for hours is not synchronized. Whatever reads the one line alone, such
as a monitoring system, sees nothing.

The source that "show ntp status" names is looked up in the table. Fails if
its row has reach 0 or no time, if it is in no row and no line, if the table
marks another row or none, or if the stratum is not one more than that of the
source. Fails too if the clock names NTP as its source, without the dot that
says "no longer", and the status is not synchronized.
The two answers are not of one instant. Where they disagree both are asked for
once more, and only what both pairs show fails; what one pair shows is told at
low, as not proven. NX-OS has no status of its own to compare.`,
		Remedy: `Look at both again on the device. Where they still disagree, look for known
defects of the release. NTP restarts when the lines of the sources go and come
back, in a window: until one has answered again, for minutes, the device and
its clients have no source.`,
	},
	Needs: []facts.Kind{facts.KindStatus, facts.KindAssociations},
	Wants: []facts.Kind{facts.KindConfig, facts.KindClock, facts.KindVersion},
	Applies: func(p *check.Pass) (reason string, applies bool) {
		if u, untold := p.Lacks(show.KindSync); untold {
			return u.Reason, false
		}
		return ntpRuns(p)
	},
	Run: runNTPConsistent,
}

func runNTPConsistent(p *check.Pass, _ check.Subject) {
	p.Expectf("a source, a stratum and a state that both show")
	if idleWhenOff(p) {
		return
	}
	citePair(p, p.NTP.Earlier)
	citePair(p, p.NTP)
	found := p.Consistency()
	reason, fresh := young(p)
	switch {
	case len(found.Certain)+len(found.Once) == 0 && found.Unknown != "":
		p.NotMeasuredf("%s", found.Unknown)
	case len(found.Certain)+len(found.Once) == 0:
		p.Actualf("%s", agreed(p))
	case fresh:
		p.Settlingf("%s; %s", reason, lookAgain(p))
	case len(found.Certain) > 0:
		accuseStatus(p, found.Certain)
		p.Failf("%s", found.Certain[0].Text)
	default:
		accuseStatus(p, found.Once)
		p.GradeAtMost(policy.Low)
		p.Inconclusivef("%s; seen once, which may be a race of the two answers", found.Once[0].Text)
	}
}

// accuseStatus tells all that disagrees; the message names the gravest.
func accuseStatus(p *check.Pass, all []facts.Mismatch) {
	var texts []string
	for _, m := range all {
		texts = append(texts, m.Text)
		if m.Question == facts.ClockSaysNTP {
			p.Cite(p.Clock.Evidence...)
		}
	}
	p.Actualf("%s", list(texts))
}

// citePair shows a status and the rows beside it. nil: it was not asked for.
func citePair(p *check.Pass, n *facts.NTP) {
	if n == nil || n.Status == nil {
		return
	}
	p.Cite(facts.Evidence{Command: n.Status.Command, Line: n.StatusLine})
	for _, a := range n.Associations {
		p.Cite(row(a))
	}
}

// agreed is what both show.
func agreed(p *check.Pass) string {
	a, follows := p.NTP.Selected()
	switch {
	case !synchronized(p):
		return "not synchronized"
	case !follows:
		return "synchronized"
	}
	return "both follow " + a.Address
}
