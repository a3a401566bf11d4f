package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// steeredBy names what steers the clock in place of NTP and SNTP; see [facts.Device.SteeredBy].
func steeredBy(p *check.Pass) string { return p.SteeredBy() }

// steeredOtherwise reports whether the clock shows what steers it while NTP is off.
func steeredOtherwise(p *check.Pass) bool {
	bySNTP, _ := p.SteeredBySNTP()
	return bySNTP || steeredBy(p) != ""
}

// steeringLines is what steeredBy goes by.
func steeringLines(p *check.Pass) []facts.Evidence {
	if p.Clock != nil && facts.TimeProtocol(p.Clock.Source) != "" {
		return p.Clock.Evidence
	}
	return configLines(p, "clock protocol")
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
