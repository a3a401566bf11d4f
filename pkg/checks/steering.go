package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// steeredBy names what steers the clock in place of NTP and SNTP: PTP or a receiver. NTP may be on beside it, as it always is
// on NX-OS. Empty: neither, or not known.
func steeredBy(p *check.Pass) string {
	if p.Clock != nil {
		if name := timeProtocol(p.Clock.Source); name != "" {
			return name
		}
	}
	if p.Config == nil || p.Config.ClockProtocol == nil || saysNTP(p) {
		return ""
	}
	return timeProtocol(*p.Config.ClockProtocol)
}

// saysNTP reports whether NTP runs and the clock names it as its source: a line about another protocol is then not meant for
// this clock, as one for another VDC.
func saysNTP(p *check.Pass) bool {
	return p.Clock != nil && strings.HasPrefix(strings.ToUpper(p.Clock.Source), "NTP") && !ntpOff(p)
}

// steeringLines is what steeredBy goes by.
func steeringLines(p *check.Pass) []facts.Evidence {
	if p.Clock != nil && timeProtocol(p.Clock.Source) != "" {
		return p.Clock.Evidence
	}
	return configLines(p, "clock protocol")
}

// timeProtocol is the one that a text begins with: "PTP", "ptp domain 0", "GNSS".
func timeProtocol(text string) string {
	word, _, _ := strings.Cut(text, " ")
	switch name := strings.ToUpper(word); name {
	case "PTP", "GNSS", "GPS":
		return name
	}
	return ""
}

// applies is the Applies of a check.
type applies = func(p *check.Pass) (reason string, applies bool)

// withoutPTP is the Applies of a check of the sources that steer a clock: where PTP or a receiver does, there are none to ask
// about, and others that may be configured steer nothing.
func withoutPTP(otherwise applies) applies {
	return func(p *check.Pass) (reason string, applies bool) {
		if name := steeredBy(p); name != "" {
			return name + " steers the clock", false
		}
		return otherwise(p)
	}
}

// withSources is the Applies of a check of what is configured: beside PTP or a receiver no source need be, and one that is
// has to be a good one.
func withSources(otherwise applies) applies {
	alone := withoutPTP(otherwise)
	return func(p *check.Pass) (reason string, applies bool) {
		if len(realSources(p))+len(configured(p))+len(sntpServers(p)) > 0 {
			return otherwise(p)
		}
		return alone(p)
	}
}
