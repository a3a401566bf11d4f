package checks

import (
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// ntpRuns is the Applies of most checks of NTP: a device on which it is off has one
// finding, that of ntp-enabled.
func ntpRuns(p *check.Pass) (reason string, applies bool) {
	if ntpOff(p) {
		return "NTP is off", false
	}
	return "", true
}

func ntpOff(p *check.Pass) bool {
	return p.NTP != nil && p.NTP.Enabled != nil && !*p.NTP.Enabled
}

// young reports whether NTP came up so recently that it may not have settled. Its own
// uptime counts before the device's: a switchover restarts NTP without a reload.
func young(p *check.Pass) (reason string, young bool) {
	if p.NTP != nil && p.NTP.Uptime != nil {
		return came("NTP", *p.NTP.Uptime, p.Policy.Settle)
	}
	if p.Version != nil && p.Version.Uptime != nil {
		return came("the device", *p.Version.Uptime, p.Policy.Settle)
	}
	return "", false
}

func came(what string, uptime, settle time.Duration) (reason string, young bool) {
	if uptime >= settle {
		return "", false
	}
	return fmt.Sprintf("settling: %s came up %s ago", what, interval.Age(uptime)), true
}

// settling reports whether a device that is not yet synchronized may still become so.
func settling(p *check.Pass) (reason string, yes bool) {
	if ntpOff(p) || synchronized(p) {
		return "", false
	}
	return young(p)
}

func synchronized(p *check.Pass) bool {
	return p.NTP != nil && p.NTP.Status != nil && p.NTP.Status.Synchronized != nil && *p.NTP.Status.Synchronized
}

// followed returns the source that a synchronized, settled device follows, or answers that
// there is nothing to judge.
func followed(p *check.Pass) (facts.Association, bool) {
	a, ok := p.NTP.Selected()
	reason, fresh := young(p)
	switch {
	case fresh:
		p.NotApplicablef("%s", reason)
	case !ok && !p.NTP.Known:
		p.NotMeasuredf("the association table was not read whole")
	case !ok:
		p.NotApplicablef("it follows no source")
	case a.OwnClock():
		p.NotApplicablef("it follows its own clock")
	default:
		return a, true
	}
	return facts.Association{}, false
}

func statusLine(p *check.Pass) facts.Evidence {
	return facts.Evidence{Command: "show ntp status", Line: p.NTP.StatusLine}
}

func row(a facts.Association) facts.Evidence {
	return facts.Evidence{Command: "show ntp associations", Line: a.Line}
}
