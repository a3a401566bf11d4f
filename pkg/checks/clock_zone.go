package checks

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

var clockZone = check.Check{
	ID: "clock-zone",
	Doc: check.Doc{
		Title: "The clock shows the zone that it should",
		Text: `NTP keeps UTC; the zone only changes what is shown. A wrong zone or a wrong
rule for summer time puts every local stamp, and every access rule that
depends on the hour, off by a round amount while the clock itself is right to
the millisecond.

What counts is the configured offset from UTC that is in force, never the
label: labels are free text. Fails if that offset differs from the zone that
the inventory, or else the policy, requires. Fails as well if the time shown
and the device's own NTP answer differ by a whole number of quarter hours:
what it shows is then not what it keeps. Where no zone is required and the
device was not asked over NTP, the check does not apply.`,
		Remedy: `Set "clock timezone" and "clock summer-time" for the place, or take both out
and show UTC. Summer time without dates means the rules of the United States,
on old releases of IOS those from before 2007. NTP is not disturbed by any of
this.`,
	},
	Needs: []facts.Kind{facts.KindClock},
	Wants: []facts.Kind{facts.KindConfig},
	Applies: func(p *check.Pass) (reason string, applies bool) {
		if requiredZone(p) == "" && (p.Clock == nil || p.Clock.DirectNTP == nil) {
			return "no zone is required", false
		}
		return "", true
	},
	Run: runClockZone,
}

// requiredZone is the zone that the device must show: the inventory's word before the policy's.
func requiredZone(p *check.Pass) string {
	if p.Timezone != "" {
		return p.Timezone
	}
	return p.Policy.Timezone
}

func runClockZone(p *check.Pass, _ check.Subject) {
	p.Cite(p.Clock.Evidence...)
	if d, ok := displayed(p); ok {
		p.Actualf("shows %s more than it keeps", interval.Shift(d))
		p.Failf("shows %s more than it keeps", interval.Shift(d))
	}
	name := requiredZone(p)
	if name == "" {
		return
	}
	zone, known := facts.Location(name)
	switch {
	case !known:
		p.NotMeasuredf("time zone %s is not known here", name)
	case p.Clock.UTCOffset == nil:
		p.NotMeasuredf("its offset from UTC is not known; read the configuration")
	case p.Clock.Offset != nil && !p.Clock.Offset.Bounded():
		p.NotMeasuredf("the clock is too far off to tell which summer time is in force")
	default:
		judgeRequiredZone(p, zone, *p.Clock.UTCOffset)
	}
	if p.Failed() {
		mend(p, withLabels(p, zoneRemedy(p, zone, shownTime(p))))
	}
}

// displayed returns by how many quarter hours the shown time differs from the time that
// the device keeps, as its own NTP answer tells.
func displayed(p *check.Pass) (time.Duration, bool) {
	c := p.Clock
	if c.ShowClock == nil || c.DirectNTP == nil || c.ShowClock.Overlaps(*c.DirectNTP) {
		return 0, false
	}
	d := p.Fleet.Diagnose(p.Device, 0)
	return time.Duration(d.QuarterHours) * quarter, d.Rule == facts.ZoneWrong
}

func judgeRequiredZone(p *check.Pass, zone *time.Location, configured time.Duration) {
	_, seconds := shownTime(p).In(zone).Zone()
	required := time.Duration(seconds) * time.Second
	p.Expectf("%s (%s)", interval.UTC(required), zone)
	if p.Failed() {
		return
	}
	p.Actualf("%s, label %q", interval.UTC(configured), p.Clock.Zone)
	if configured != required {
		p.Cite(append(configLines(p, "clock timezone"), configLines(p, "clock summer-time")...)...)
		p.Failf("shows %s, not %s", interval.UTC(configured), interval.UTC(required))
	}
}

// shownTime is the instant that the device believes it is, so that a clock in the wrong
// season is not blamed for its summer time.
func shownTime(p *check.Pass) time.Time {
	now := referenceTime(p)
	if p.Clock.Offset != nil {
		now = now.Add(p.Clock.Offset.Mid())
	}
	return now
}
