package check

import "slices"

// State is what a finding, a device or a run comes to: the word that every format shows.
type State string

// The states. A device is one of the first four, a run never settling.
const (
	StatePass          State = "pass"
	StateSettling      State = "settling" // it came up a moment ago: neither pass nor fail
	StateUnknown       State = "unknown"  // not measured, or too close to a limit to decide
	StateFail          State = "fail"
	StateWaived        State = "waived"         // of a finding
	StateNotApplicable State = "not_applicable" // of a finding
)

// States lists the states of a device in rising order of what a reader should see first.
func States() []State { return []State{StatePass, StateSettling, StateUnknown, StateFail} }

// Rank is the place of a device's state among States; -1 for any other.
func (s State) Rank() int { return slices.Index(States(), s) }

// State is the status in the words that people read, whatever the severity. What only a
// person can tell is none of the tool's business: not_applicable.
func (s Status) State() State {
	switch s {
	case StatusPass:
		return StatePass
	case StatusFail:
		return StateFail
	case StatusWaived:
		return StateWaived
	case StatusManual, StatusNotApplicable:
		return StateNotApplicable
	}
	return StateUnknown
}
