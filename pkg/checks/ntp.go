package checks

import (
	"fmt"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// ntpRuns is the Applies of most checks of NTP: a device on which it is off has one
// finding, that of ntp-enabled. Where ntp-enabled does not answer, each answers itself.
func ntpRuns(p *check.Pass) (reason string, applies bool) {
	if ntpOff(p) && (p.LeftTo("ntp-enabled") || p.Asked("ntp-enabled") && steeredOtherwise(p)) {
		return offBecause(p), false
	}
	return "", true
}

// ntpFollows is the Applies of a check of the source that is followed. A client of SNTP has none; ntp-synchronized tells where
// SNTP does not steer its clock either.
func ntpFollows(p *check.Pass) (reason string, applies bool) {
	if ntpOff(p) && p.Asked("ntp-enabled") && p.LeftTo("ntp-synchronized") {
		return offBecause(p), false
	}
	return ntpRuns(p)
}

// ntpOrSNTP is ntpRuns for what can be said of a client of SNTP as well.
func ntpOrSNTP(p *check.Pass) (reason string, applies bool) {
	if bySNTP, _ := p.SteeredBySNTP(); bySNTP || sntpClient(p) != "" {
		return "", true
	}
	return ntpRuns(p)
}

const off = "NTP is off"

// offBecause is why NTP is off, where nothing turned it off.
func offBecause(p *check.Pass) string {
	if p.NTP.Status != nil && p.NTP.Status.Off != "" {
		return p.NTP.Status.Off
	}
	return off
}

// failsWhenOff reports, and answers, that NTP is off: the policy wants to see proven what is then not so.
func failsWhenOff(p *check.Pass) bool {
	if !ntpOff(p) {
		return false
	}
	p.Cite(statusLine(p))
	p.Actualf("off")
	p.Failf("%s", offBecause(p))
	p.Because(causeOff)
	return true
}

// idleWhenOff reports that NTP is off, which passes where nothing is to follow, serve or answer.
func idleWhenOff(p *check.Pass) bool {
	if ntpOff(p) {
		p.Actualf("%s", off)
	}
	return ntpOff(p)
}

// leaveTo answers that a question does not apply, where one of the other checks answers it; else
// it fails.
func leaveTo(p *check.Pass, message string, others ...string) {
	if slices.ContainsFunc(others, p.LeftTo) {
		p.NotApplicablef("%s", message)
		return
	}
	p.Failf("%s", message)
}

func ntpOff(p *check.Pass) bool {
	return p.NTP != nil && p.NTP.Enabled != nil && !*p.NTP.Enabled
}

// started is what came up last that the clock depends on, and how long ago. NTP's own uptime
// counts before the device's: a switchover restarts NTP without a reload.
func started(p *check.Pass) (what string, ago time.Duration, known bool) {
	switch {
	case p.NTP != nil && p.NTP.Uptime != nil:
		return "NTP", *p.NTP.Uptime, true
	case p.Version != nil && p.Version.Uptime != nil:
		return "the device", *p.Version.Uptime, true
	}
	return "", 0, false
}

// young reports whether NTP came up so recently that it may not have settled.
func young(p *check.Pass) (reason string, young bool) {
	what, ago, known := started(p)
	if !known || ago >= p.Policy.Settle {
		return "", false
	}
	return fmt.Sprintf("settling: %s started %s ago", what, interval.Age(ago)), true
}

// lookAgain says when a young device will have settled, if it ever does.
func lookAgain(p *check.Pass) string {
	_, ago, _ := started(p)
	return "look again in " + interval.Age(p.Policy.Settle-ago)
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
	case failsWhenOff(p):
	case fresh:
		p.Settlingf("%s", reason)
	case !ok && !p.NTP.Known:
		p.NotMeasuredf("%s", tableUnread(p))
	case !ok && synchronized(p):
		p.Cite(statusLine(p))
		contradicted(p)
	case !ok:
		p.Cite(statusLine(p))
		p.Because(causeLostSync)
		leaveTo(p, "it follows no source", "ntp-synchronized")
	case a.OwnClock():
		p.Cite(row(a))
		p.Because(causeItself)
		leaveTo(p, "it follows its own clock", "ntp-master", "ntp-island")
	default:
		return a, true
	}
	return facts.Association{}, false
}

// contradicted answers for a device that says it is synchronized, and whose table marks no source: what it follows is not known.
func contradicted(p *check.Pass) {
	const message = "the table marks no source, and the status says synchronized"
	if p.LeftTo("ntp-consistent") {
		p.NotApplicablef("%s", message)
		return
	}
	p.NotMeasuredf("%s", message)
}

// causeItself: the device follows its own clock.
const causeItself check.Cause = "own-clock-followed"

// followedAdvice is what to do where there is no source to judge. A check of what is followed has its own advice besides.
var followedAdvice = []check.Advice{
	{Cause: causeOff, Text: "Configure NTP sources."},
	{Cause: causeLostSync, Text: "Bring its sources back: look whether the device reaches them, and whether they have the time."},
	{Cause: causeItself, Text: "Bring its real sources back: the device follows its own clock without them."},
}

// statusUnclear answers that the device's word on its own state was not understood, or contradicts itself.
func statusUnclear(p *check.Pass) {
	if doubt := p.NTP.Status.Doubt; doubt != "" {
		p.NotMeasuredf("%s: %s", p.NTP.Status.Command, doubt)
		return
	}
	p.NotMeasuredf("the answer to %s was not understood", p.NTP.Status.Command)
}

func statusLine(p *check.Pass) facts.Evidence {
	if p.NTP.Status == nil {
		return facts.Evidence{}
	}
	return facts.Evidence{Command: p.NTP.Status.Command, Line: p.NTP.StatusLine}
}

func row(a facts.Association) facts.Evidence {
	return facts.Evidence{Command: a.Command, Line: a.Line}
}
