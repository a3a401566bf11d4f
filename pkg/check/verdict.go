package check

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Results holds every finding of a run.
type Results struct {
	Devices [][]Finding // parallel to the fleet's devices; each in catalogue order
	Fleet   []Finding
}

// Counts is how many findings have each status.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Inconclusive  int `json:"inconclusive"`
	NotMeasured   int `json:"not_measured"`
	Manual        int `json:"manual"`
	Waived        int `json:"waived"`
	NotApplicable int `json:"not_applicable"`
}

// Count counts the findings of the devices and of the fleet.
func (r Results) Count() Counts {
	var c Counts
	for _, findings := range r.Devices {
		c.add(findings)
	}
	c.add(r.Fleet)
	return c
}

func (c *Counts) add(findings []Finding) {
	for _, f := range findings {
		switch f.Status {
		case StatusPass:
			c.Pass++
		case StatusFail:
			c.Fail++
		case StatusInconclusive:
			c.Inconclusive++
		case StatusNotMeasured:
			c.NotMeasured++
		case StatusManual:
			c.Manual++
		case StatusWaived:
			c.Waived++
		case StatusNotApplicable:
			c.NotApplicable++
		}
	}
}

// Worst returns the status to be seen first among the findings of at least that severity,
// and not_applicable where there is none.
func Worst(findings []Finding, atLeast policy.Severity) Status {
	worst := StatusNotApplicable
	for _, f := range findings {
		if f.Severity >= atLeast && f.Status.rank() > worst.rank() {
			worst = f.Status
		}
	}
	return worst
}

// The exit codes that findings decide.
const (
	ExitPassed    = 0
	ExitFailed    = 1 // a check failed at or above the severity that counts
	ExitUncovered = 3 // nothing failed, but less was measured than is demanded
)

// ExitCode says how a run ends: ExitFailed where a finding at or above failOn failed; else
// ExitUncovered where Coverage is below minCoverage, 0 to 1.
func ExitCode(r Results, failOn policy.Severity, minCoverage float64) int {
	if r.failed(failOn) {
		return ExitFailed
	}
	if r.Coverage(failOn) < minCoverage {
		return ExitUncovered
	}
	return ExitPassed
}

func (r Results) failed(failOn policy.Severity) bool {
	fails := func(findings []Finding) bool { return Worst(findings, failOn) == StatusFail }
	return slices.ContainsFunc(r.Devices, fails) || fails(r.Fleet)
}

// Coverage is the share of devices that were measured in full, 0 to 1: every check at or
// above failOn got an answer. Waived, manual and not_applicable, which a settling device
// is, are answers. A finding about the fleet counts against the devices that it names;
// one that names none counts as a device of its own.
func (r Results) Coverage(failOn policy.Severity) float64 {
	named, nameless := r.openFleet(failOn)
	total, open, unasked := len(r.Devices)+nameless, nameless, 0
	for _, findings := range r.Devices {
		if len(findings) == 0 {
			unasked++ // whose name is not known here: it may be any that is left below
			continue
		}
		if !measured(findings, failOn) || named[findings[0].Device] {
			open++
		}
		delete(named, findings[0].Device)
	}
	open += len(named)
	total += max(0, len(named)-unasked)
	if total == 0 {
		return 1
	}
	return float64(total-open) / float64(total)
}

// openFleet returns the devices that open findings about the fleet name, and how many
// such findings name none.
func (r Results) openFleet(failOn policy.Severity) (named map[string]bool, nameless int) {
	named = make(map[string]bool)
	for _, f := range r.Fleet {
		if f.Severity < failOn || !f.Status.open() {
			continue
		}
		if len(f.Devices) == 0 {
			nameless++
		}
		for _, name := range f.Devices {
			named[name] = true
		}
	}
	return named, nameless
}

// measured reports whether nothing at or above failOn is open. A device of which nothing
// at all is known is not measured whatever the severities, as an unreachable one is.
func measured(findings []Finding, failOn policy.Severity) bool {
	known, missing := false, false
	for _, f := range findings {
		if f.Status.open() && f.Severity >= failOn {
			return false
		}
		known = known || !f.Status.open() && f.Status != StatusNotApplicable
		missing = missing || f.Status == StatusNotMeasured
	}
	return known || !missing
}
