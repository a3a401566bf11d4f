package check

import (
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Terms is by what a run is judged.
type Terms struct {
	FailOn      policy.Severity // the lowest severity that counts
	MinCoverage float64         // share of the devices, 0 to 1, that must be measured in full for exit code 0
}

// DefaultTerms are those that hold where nobody asks for others.
func DefaultTerms() Terms { return Terms{FailOn: policy.Medium, MinCoverage: 1} }

// Grade is a finding as far as a verdict depends on it.
type Grade struct {
	Status   Status
	Severity policy.Severity
	Settling bool // it does not apply yet, as the device came up a moment ago
	// Doubt is the severity of the gravest limit that may be exceeded and need not be. Where that counts, a
	// failure by a milder limit, which does not, is no pass.
	Doubt policy.Severity
}

// Doubt is the severity of the gravest of the limits of which a value is neither inside nor outside.
func Doubt(value interval.Interval, limits []policy.Limit) policy.Severity {
	gravest := policy.Off
	for _, l := range limits {
		if value.Within(l.Value) == interval.Unproven {
			gravest = max(gravest, l.Severity)
		}
	}
	return gravest
}

func (g Grade) settling() bool { return g.Settling && g.Status == StatusNotApplicable }

// Finding is what a finding does to the state of a device or a run: StateFail, StateUnknown,
// StateSettling, or nothing, which is StatePass. Below FailOn it does nothing, and so does
// what is waived, does not apply, or only a person can tell.
func (t Terms) Finding(g Grade) State {
	state := g.Status.State()
	switch {
	case g.Severity < t.FailOn && g.Status == StatusFail && g.Doubt >= t.FailOn:
		return StateUnknown
	case g.Severity < t.FailOn:
	case state == StateFail, state == StateUnknown:
		return state
	case g.settling():
		return StateSettling
	}
	return StatePass
}

// Case is a run as far as its verdict depends on it.
type Case struct {
	Complete bool // false: interrupted, or cut by the run's deadline
	Devices  []CaseDevice
	Fleet    []CaseFinding
}

// CaseDevice is a device as far as its state depends on it.
type CaseDevice struct {
	Name     string
	Outcome  facts.Outcome
	Waived   bool // the whole device is
	Findings []Grade
}

// CaseFinding is a finding about the fleet, and the devices that it names.
type CaseFinding struct {
	Grade
	Devices []string
}

// Excused reports whether the session brought nothing, and a waiver of the whole device, or
// waivers of all that was not measured, excuse that: a device that is known to be out of
// order counts against no coverage.
func (d *CaseDevice) Excused() bool {
	waived := d.Waived
	for _, g := range d.Findings {
		if g.Status.open() {
			return false
		}
		waived = waived || g.Status == StatusWaived
	}
	return waived && !d.Outcome.Answered()
}

// unmeasured reports whether nothing is known of the device: its session brought nothing,
// or nothing of what applies to it was measured, whatever the severities.
func (d *CaseDevice) unmeasured() bool {
	if !d.Outcome.Answered() {
		return true
	}
	missing := false
	for _, g := range d.Findings {
		switch {
		case g.Status == StatusNotMeasured:
			missing = true
		case g.Status != StatusNotApplicable || g.settling():
			return false
		}
	}
	return missing
}

// Device is the state of a device: that of its findings which a reader should see first.
// One of which nothing is known never passes.
func (t Terms) Device(d CaseDevice) State {
	state, _ := t.device(&d)
	return state
}

// device also tells whether the device was measured as far as it must be, which one that
// fails may not be, and one that is excused is.
func (t Terms) device(d *CaseDevice) (state State, measured bool) {
	state, measured = StatePass, true
	if d.unmeasured() {
		state, measured = StateUnknown, d.Excused()
	}
	for _, g := range d.Findings {
		found := t.Finding(g)
		measured = measured && found != StateUnknown
		if found.Rank() > state.Rank() {
			state = found
		}
	}
	return state, measured
}

// StateCounts is how many devices are in each state.
type StateCounts struct {
	Pass     int `json:"pass"`
	Fail     int `json:"fail"`
	Unknown  int `json:"unknown"`
	Settling int `json:"settling"`
}

// Add counts one more.
func (c *StateCounts) Add(s State) {
	switch s {
	case StatePass:
		c.Pass++
	case StateSettling:
		c.Settling++
	case StateFail:
		c.Fail++
	default:
		c.Unknown++
	}
}

// The exit codes that findings decide.
const (
	ExitPassed    = 0
	ExitFailed    = 1 // a check failed at or above the severity that counts
	ExitUncovered = 3 // nothing failed, but less was measured than is demanded
)

// Verdict is what a run comes to.
type Verdict struct {
	State        State   // StatePass, StateUnknown or StateFail
	Devices      []State // parallel to those of the Case
	Counts       StateCounts
	Excused      int     // unknown devices that count against no coverage
	FleetFail    int     // findings about the fleet that fail
	FleetUnknown int     // likewise, not known
	Coverage     float64 // share of the devices, 0 to 1, that were measured in full or are excused
	ExitCode     int
}

// Tolerated reports whether what is not known is within what MinCoverage allows.
func (v *Verdict) Tolerated() bool { return v.State == StateUnknown && v.ExitCode == ExitPassed }

// Judge is the one judge of a run: every format, the screen and the exit code say what it
// says. A run fails where a device or a finding about the fleet does. It is unknown where
// nothing failed and not everything was measured, as of an empty fleet; an incomplete run
// never passes. The exit code is ExitPassed on a pass and, of a run that is complete, where
// MinCoverage tolerates what is unknown. Settling and manual move nothing.
func (t Terms) Judge(c Case) Verdict {
	v := Verdict{State: StatePass, Devices: make([]State, len(c.Devices)), ExitCode: ExitPassed}
	whole := make([]bool, len(c.Devices))
	for i := range c.Devices {
		v.Devices[i], whole[i] = t.device(&c.Devices[i])
		v.Counts.Add(v.Devices[i])
		if v.Devices[i] == StateUnknown && c.Devices[i].Excused() {
			v.Excused++
		}
	}
	for i := range c.Fleet {
		switch t.Finding(c.Fleet[i].Grade) {
		case StateFail:
			v.FleetFail++
		case StateUnknown:
			v.FleetUnknown++
		}
	}
	v.Coverage = t.coverage(c, whole)
	switch {
	case v.Counts.Fail+v.FleetFail > 0:
		v.State, v.ExitCode = StateFail, ExitFailed
	case !c.Complete:
		v.State, v.ExitCode = StateUnknown, ExitUncovered
	case v.Coverage < 1:
		v.State = StateUnknown
		if v.Coverage < t.MinCoverage {
			v.ExitCode = ExitUncovered
		}
	}
	return v
}

// coverage is the share of the devices that were measured as far as they must be, 0 of none. A finding
// about the fleet that is not known counts against the devices that it names; one that
// names none counts as a device of its own, and so does a name that is no device of the run.
func (t Terms) coverage(c Case, whole []bool) float64 {
	named, nameless := make(map[string]bool), 0
	for _, f := range c.Fleet {
		if t.Finding(f.Grade) != StateUnknown {
			continue
		}
		if len(f.Devices) == 0 {
			nameless++
		}
		for _, name := range f.Devices {
			named[name] = true
		}
	}
	covered := 0
	for i := range c.Devices {
		if whole[i] && !named[c.Devices[i].Name] {
			covered++
		}
		delete(named, c.Devices[i].Name)
	}
	total := len(c.Devices) + nameless + len(named)
	if total == 0 {
		return 0
	}
	return float64(covered) / float64(total)
}
