package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var clockStep = check.Check{
	ID: "clock-step",
	Doc: check.Doc{
		Title: "The clock runs steadily while it is read",
		Text: `NTP slews a clock that is a little off, and steps one that is far off. A step
makes log lines jump and intervals negative; a device that is stepped again
and again has a bad source, two that disagree, or a failing oscillator.

Several readings of one clock must agree with each other, the time between
them allowed for. Passes if they do. Fails if they can only be explained by a
step, or by more than one: the clock is then called erratic and no offset is
trusted. A step smaller than the uncertainty of a reading cannot be seen. A
device that is settling may step.`,
		Remedy: `See what the device follows and whether that changes: "show ntp associations",
on NX-OS "show ntp peer-status". Look for a person or a script that sets the
clock. On IOS: "ntp logging" keeps a record; look also for an "ntp
clock-period" line copied from another device.`,
	},
	Needs: []facts.Kind{facts.KindClock},
	Wants: []facts.Kind{facts.KindStatus, facts.KindVersion},
	Applies: func(p *check.Pass) (reason string, applies bool) {
		if c := p.Clock; c != nil && c.Samples < 2 && c.Step == nil && !c.Erratic {
			return "one reading; a step would not show", false
		}
		return "", true
	},
	Run: runClockStep,
}

func runClockStep(p *check.Pass, _ check.Subject) {
	p.Cite(p.Clock.Evidence...)
	p.Expectf("readings that agree")
	reason, fresh := young(p)
	switch {
	case p.Clock.Step == nil && !p.Clock.Erratic:
		p.Actualf("%s agree", check.Count(p.Clock.Samples, "reading"))
	case fresh:
		p.Settlingf("%s; the clock was stepped", reason)
	case p.Clock.Erratic:
		p.Failf("clock stepped while it was read; readings disagree")
	default:
		p.Measure(*p.Clock.Step)
		p.Actualf("a step %s", p.Clock.Step.Between(0))
		p.Failf("stepped by %s while it was read", p.Clock.Step.Text(0))
	}
}
