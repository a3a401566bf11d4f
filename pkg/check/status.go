package check

import "slices"

// Status is the result of a check for one subject.
type Status string

// The statuses.
const (
	StatusPass          Status = "pass"
	StatusFail          Status = "fail"
	StatusInconclusive  Status = "inconclusive" // the evidence proves neither a pass nor a failure
	StatusNotMeasured   Status = "not_measured" // the evidence is missing
	StatusManual        Status = "manual"       // only a person can tell
	StatusWaived        Status = "waived"       // it would not pass, and the policy excuses that
	StatusNotApplicable Status = "not_applicable"
)

// Statuses lists them in rising order of what a reader should see first.
func Statuses() []Status {
	return []Status{
		StatusNotApplicable, StatusPass, StatusWaived, StatusManual, StatusNotMeasured, StatusInconclusive, StatusFail,
	}
}

// rank is the place of a status among Statuses; -1 before any was given.
func (s Status) rank() int { return slices.Index(Statuses(), s) }

// open reports whether the status leaves the question unanswered.
func (s Status) open() bool { return s == StatusInconclusive || s == StatusNotMeasured }
