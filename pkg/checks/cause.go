package checks

import (
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Why a clock is outside a limit.
const (
	causeNeverSet      check.Cause = "never-set"
	causeSteered       check.Cause = "steered"
	causeTAI           check.Cause = "tai"
	causeLostSync      check.Cause = "not-synchronized"
	causeFalseticker   check.Cause = "falseticker"
	causeZone          check.Cause = "zone"
	causeStale         check.Cause = "stale"
	causePath          check.Cause = "path"
	causeBroughtIn     check.Cause = "brought-in"
	causeNotExplained  check.Cause = "not-explained"
	causeUnprovenFrom  check.Cause = "source-not-proven"
	causeUnmeasured    check.Cause = "source-not-measured"
	causeContradiction check.Cause = "contradiction"
	causeUnknown       check.Cause = "unknown"
)

// offsetAdvice is what to do about each cause.
var offsetAdvice = []check.Advice{
	{Cause: causeNeverSet, Text: "Set the clock once with \"clock set\" (exec mode), and give the device sources that can hold it."},
	{Cause: causeSteered, Text: "Look at what steers the clock in place of NTP."},
	{Cause: causeTAI, Text: "Let the grandmaster announce the offset of UTC from TAI, and the device apply it."},
	{Cause: causeLostSync, Text: "Give the device sources that answer. A clock that is far off is set at once with \"clock set\" (exec mode); NTP holds it from there."},
	{Cause: causeFalseticker, Text: "Remove the wrong source, and see that at least three right ones remain."},
	{Cause: causeZone, Text: "Compare the time zone and the rule of summer time of the device with those of its place."},
	{Cause: causeStale, Text: "Restore the reachability of its source: the last answer is old."},
	{Cause: causePath, Text: "Prefer a source on a nearer path, or one that is as fast in both directions."},
	{Cause: check.NotSteered, Text: "Look for known defects of the release, and for a second supervisor whose clock you see. Taking the sources out and in restarts NTP; until one answers, device and clients have none."},
	{Cause: causeBroughtIn, Text: "Audit again in 15 minutes: NTP brings the clock in."},
	{Cause: causeNotExplained, Text: "Look at how the device follows its source: ntp-peer-offset, ntp-reach and the drift in \"show ntp status\"."},
	{Cause: causeUnprovenFrom, Text: "Measure the source from nearer, or name more references."},
	{Cause: causeUnmeasured, Text: "Let this machine query the source over NTP, or compare the source with another one."},
	{Cause: causeContradiction, Text: "Look at \"show ntp status\" and \"show ntp associations\" on the device: they contradict each other."},
	{Cause: causeUnknown, Text: "Permit the account the commands that were refused, and audit again."},
}

// cause says why a clock is outside a limit, as far as what was measured tells; empty where
// the other findings say it already.
func cause(p *check.Pass, limit time.Duration) (c check.Cause, text string) {
	switch {
	case p.Clock.NeverSet && p.LeftTo("clock-set"):
		return "", ""
	case p.Clock.NeverSet:
		return causeNeverSet, "the clock was never set"
	case p.GivesTAI():
		return causeTAI, "the grandmaster gives TAI; its UTC offset is not applied"
	}
	d := p.Fleet.Diagnose(p.Device, limit)
	switch d.Rule {
	case facts.LostSync:
		return lostSync(p, d)
	case facts.FollowsFalseticker:
		return causeFalseticker, "it follows a wrong source"
	case facts.ZoneSuspected:
		return causeZone, fmt.Sprintf("that is %s to within the measurement: suspect the time zone", interval.Shift(time.Duration(d.QuarterHours)*quarter))
	case facts.StaleAssociation:
		return causeStale, "what it says of its source is out of date"
	case facts.PathAsymmetry:
		return causePath, "its path to the source could explain that"
	case facts.SelfReportWrong:
		return check.NotSteered, "it believes itself right: NTP does not steer this clock"
	case facts.ReportsItself:
		return causeBroughtIn, "it says so itself, and is still being brought in"
	case facts.NotExplained:
		return causeNotExplained, "the source that it follows does not explain it"
	case facts.SourceUnproven:
		return causeUnprovenFrom, "its source was not measured closely enough to say why"
	case facts.CauseUnknown:
		return unknownCause(p)
	}
	return "", ""
}

// unknownCause says what is missing. What was not read is no source that was not measured.
func unknownCause(p *check.Pass) (c check.Cause, text string) {
	_, known := p.Synchronized()
	_, follows := p.NTP.Selected()
	switch {
	case !known:
		return causeUnknown, "why is not known" + unread(p)
	case p.SourceInDoubt():
		return causeContradiction, "its status and its table contradict each other"
	case follows:
		return causeUnmeasured, "its source could not be measured from here"
	case !p.NTP.Known:
		return causeUnknown, "why is not known: " + tableUnread(p)
	}
	return causeContradiction, "it says that it is synchronized, and its table marks no source as followed"
}

// lostSync says what steers a clock that NTP does not hold.
func lostSync(p *check.Pass, d facts.Diagnosis) (c check.Cause, text string) {
	name := steeredBy(p)
	usable, known := p.SteeredBySNTP()
	switch {
	case name != "":
		return causeSteered, name + " steers it"
	case !ntpOff(p):
		return causeLostSync, "nothing steers it" + drift(d)
	case usable:
		return causeSteered, "SNTP steers it"
	case !known && (sntpClient(p) != "" || sntpUnknown(p)):
		return causeUnknown, "why is not known: its time source is not shown"
	}
	return causeLostSync, "nothing steers it" + drift(d)
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
