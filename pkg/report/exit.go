package report

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// ExitCode says how an audit with these findings ends; see [check.ExitCode]. An incomplete
// report without a failure is not covered, whatever minCoverage allows: what was not asked
// is not in it.
func (r *Report) ExitCode(failOn policy.Severity, minCoverage float64) int {
	code := check.ExitCode(r.results(), failOn, minCoverage)
	if code == check.ExitPassed && !r.Complete {
		return check.ExitUncovered
	}
	return code
}

// results are the findings as the checks gave them, as far as an exit code depends on them.
func (r *Report) results() check.Results {
	results := check.Results{Devices: make([][]check.Finding, len(r.Devices))}
	for i := range r.Devices {
		d := &r.Devices[i]
		for _, f := range d.Findings {
			results.Devices[i] = append(results.Devices[i], check.Finding{Device: d.Name, Status: f.Status, Severity: f.Severity})
		}
	}
	for _, f := range r.Findings {
		results.Fleet = append(results.Fleet, check.Finding{Devices: f.Devices, Status: f.Status, Severity: f.Severity})
	}
	return results
}
