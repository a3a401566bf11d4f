package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var clockSet = check.Check{
	ID: "clock-set",
	Doc: check.Doc{
		Title: "Somebody has set the clock",
		Text: `A device without a battery-backed clock starts in 1993 or 2002 and stays there
until NTP or a person sets it. Until then its log lines sort before all others
and every certificate looks not yet valid; if NTP itself must come through a
VPN that needs those certificates, it never recovers alone.

IOS marks a clock that is not authoritative with an asterisk, in "show clock"
and in front of every log line. NX-OS prints no mark, and IOS XR may print
none: there only the date tells.

Fails if the clock shows the date at which such devices start. Fails, at
medium at most, if it is marked with an asterisk although the date is
plausible: it then came from the hardware calendar. Passes without an
asterisk; whether the time is right is a matter of clock-offset.`,
		Remedy: `Give the device NTP sources that it can reach without a tunnel, and see that
it synchronizes. On IOS: "clock save interval 8" keeps the time over a restart
where there is no calendar, and "ntp update-calendar" keeps a calendar right.`,
	},
	Needs: []facts.Kind{facts.KindClock},
	Wants: []facts.Kind{facts.KindStatus, facts.KindVersion},
	Run:   runClockSet,
}

func runClockSet(p *check.Pass, _ check.Subject) {
	p.Cite(p.Clock.Evidence...)
	p.Expectf("a clock that was set")
	reason, young := settling(p)
	switch {
	case p.Clock.Authoritative == nil && !p.Clock.NeverSet:
		withoutFlag(p)
	case !p.Clock.NeverSet && *p.Clock.Authoritative:
		p.Actualf("%s", source(p.Clock))
	case young:
		p.Settlingf("%s; the clock is not set yet", reason)
	case p.Clock.NeverSet:
		p.Actualf("%s", p.Clock.Raw)
		p.Failf("clock never set: reads %s", shownYear(p.Clock.Raw))
	default:
		p.Actualf("%s", source(p.Clock))
		p.GradeAtMost(policy.Medium)
		p.Failf("not authoritative (*); %s", source(p.Clock))
	}
}

// withoutFlag answers for a clock that says nothing of its authority.
func withoutFlag(p *check.Pass) {
	if u, untold := p.Lacks(show.KindAuthority); untold && p.Clock.Raw != "" {
		p.NotApplicablef("%s", u.Reason)
		return
	}
	switch {
	case p.Clock.Raw != "":
		p.NotMeasuredf("whether the clock was set is not shown: %s", p.Clock.Raw)
	case p.Clock.Unread != "":
		p.NotMeasuredf("%s", p.Clock.Unread)
	default:
		p.NotMeasuredf("show clock: not answered")
	}
}

func source(c *facts.Clock) string {
	if c.Source == "" {
		return "its source is not shown"
	}
	return "time source is " + c.Source
}

// shownYear is the last word of a clock line: *00:12:45.017 UTC Mon Mar 1 1993.
func shownYear(raw string) string {
	fields := strings.Fields(raw)
	if len(fields) == 0 {
		return "a time before its own"
	}
	return fields[len(fields)-1]
}
