package checks

import (
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// cause says why a clock is outside a limit, as far as what was measured tells; empty where
// the other findings say it already.
func cause(p *check.Pass, limit time.Duration) string {
	if p.GivesTAI() {
		return "the grandmaster gives TAI; its UTC offset is not applied"
	}
	d := p.Fleet.Diagnose(p.Device, limit)
	switch d.Rule {
	case facts.LostSync:
		if name := steeredBy(p); name != "" && ntpOff(p) {
			return name + " steers it"
		}
		return "nothing steers it" + drift(d)
	case facts.FollowsFalseticker:
		return "it follows a wrong source"
	case facts.ZoneSuspected:
		return fmt.Sprintf("that is %s to within the measurement: suspect the time zone", interval.Shift(time.Duration(d.QuarterHours)*quarter))
	case facts.StaleAssociation:
		return "what it says of its source is out of date"
	case facts.PathAsymmetry:
		return "its path to the source could explain that"
	case facts.SelfReportWrong:
		return "it believes itself right: NTP does not steer this clock"
	case facts.ReportsItself:
		return "it says so itself, and is still being brought in"
	case facts.NotExplained:
		return "the source that it follows does not explain it"
	case facts.SourceUnproven:
		return "its source was not measured closely enough to say why"
	case facts.CauseUnknown:
		if _, known := p.Synchronized(); !known {
			return "why is not known" + unread(p)
		}
		return "its source could not be measured from here"
	}
	return ""
}

// unread is why the device does not say whether it is synchronized: ": show ntp status: not authorized".
func unread(p *check.Pass) string {
	if reason, missing := p.Gap(facts.KindStatus); missing {
		return ": " + reason
	}
	if p.NTP != nil && p.NTP.Status != nil && p.NTP.Status.Doubt != "" {
		return ": " + p.NTP.Status.Command + ": " + p.NTP.Status.Doubt
	}
	return ""
}

// quarter is the grain of all zones in use.
const quarter = 15 * time.Minute

// drift names the rate of a clock that runs free, where it is that of an oscillator:
// anything above is not drift.
func drift(d facts.Diagnosis) string {
	const oscillator = 1000 // ppm; crystals keep 100
	if d.DriftPPM == nil || *d.DriftPPM > oscillator || *d.DriftPPM < -oscillator {
		return ""
	}
	return fmt.Sprintf(", it drifts by %+.0f ppm", *d.DriftPPM)
}
