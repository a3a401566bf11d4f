package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Verdict is what a device, or a run, comes to.
type Verdict int

// The verdicts, in rising order of what a reader should see first.
const (
	Passed Verdict = iota
	Open           // nothing failed, and not everything could be measured
	Failed
)

// Mark is the sign that people read.
func (v Verdict) Mark() string { return [...]string{"✓", "?", "✗"}[v] }

// String is the word for the first line of a report.
func (v Verdict) String() string { return [...]string{"PASS", "OPEN", "FAIL"}[v] }

// Verdict judges a finding. Below failOn it passes whatever it says; a failure that is
// waived, and what only a person can tell, pass too.
func (f *Finding) Verdict(failOn policy.Severity) Verdict {
	if f.Severity < failOn {
		return Passed
	}
	switch f.Status {
	case check.StatusFail:
		return Failed
	case check.StatusInconclusive, check.StatusNotMeasured:
		return Open
	}
	return Passed
}

// Verdict judges a device by its findings at or above failOn. One of which nothing is known
// does not pass, whatever the severities.
func (d *Device) Verdict(failOn policy.Severity) Verdict {
	worst := Open
	if d.known() {
		worst = Passed
	}
	for i := range d.Findings {
		worst = max(worst, d.Findings[i].Verdict(failOn))
	}
	return worst
}

// known reports whether any question about the device was answered, or excused.
func (d *Device) known() bool {
	missing := false
	for i := range d.Findings {
		switch d.Findings[i].Status {
		case check.StatusPass, check.StatusFail, check.StatusManual, check.StatusWaived:
			return true
		case check.StatusNotMeasured:
			missing = true
		}
	}
	return !missing && (d.Outcome == Audited || d.Outcome == Partial)
}

// Tally is how many devices, and how many findings about the fleet, have each verdict.
type Tally struct {
	Devices, Failed, Open, Passed int
	FleetFailed, FleetOpen        int
}

// Tally counts verdicts; a severity below failOn does not count.
func (r *Report) Tally(failOn policy.Severity) Tally {
	t := Tally{Devices: len(r.Devices)}
	for i := range r.Devices {
		switch r.Devices[i].Verdict(failOn) {
		case Failed:
			t.Failed++
		case Open:
			t.Open++
		default:
			t.Passed++
		}
	}
	for i := range r.Findings {
		switch r.Findings[i].Verdict(failOn) {
		case Failed:
			t.FleetFailed++
		case Open:
			t.FleetOpen++
		}
	}
	return t
}

// Verdict is the worst of all. An interrupted run never passes.
func (r *Report) Verdict(failOn policy.Severity) Verdict {
	switch t := r.Tally(failOn); {
	case t.Failed+t.FleetFailed > 0:
		return Failed
	case t.Open+t.FleetOpen > 0 || !r.Complete || t.Devices == 0:
		return Open
	}
	return Passed
}

// Finding returns the finding of a check about the device itself; nil where there is none.
func (d *Device) Finding(id string) *Finding {
	for i := range d.Findings {
		if d.Findings[i].Check == id && d.Findings[i].Subject == "" {
			return &d.Findings[i]
		}
	}
	return nil
}

// Problems lists what is wrong or not known about the device, what to read first first:
// what counts, failures before what was not measured, then by severity. The clock's offset
// comes last of its severity: it is the symptom, and the others are what can be mended.
func (d *Device) Problems(failOn policy.Severity) []*Finding {
	var list []*Finding
	for i := range d.Findings {
		switch d.Findings[i].Status {
		case check.StatusFail, check.StatusInconclusive, check.StatusNotMeasured:
			list = append(list, &d.Findings[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *Finding) int {
		return cmp.Or(
			cmp.Compare(b.Verdict(failOn), a.Verdict(failOn)),
			cmp.Compare(b.Verdict(policy.Off), a.Verdict(policy.Off)),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(symptom(a), symptom(b)),
		)
	})
	return list
}

// judged lists the problems that rest on something measured.
func (d *Device) judged(failOn policy.Severity) []*Finding {
	return slices.DeleteFunc(d.Problems(failOn), func(f *Finding) bool { return f.Status == check.StatusNotMeasured })
}

// unmeasured is a reason, and the checks that it kept from an answer.
type unmeasured struct {
	reason   string
	checks   []string
	severity policy.Severity // the gravest of them
}

// unmeasured tells each reason once: a device that was not reached has one for every check.
func (d *Device) unmeasured() []unmeasured {
	var list []unmeasured
	for i := range d.Findings {
		f := &d.Findings[i]
		if f.Status != check.StatusNotMeasured {
			continue
		}
		at := slices.IndexFunc(list, func(u unmeasured) bool { return u.reason == f.Message })
		if at < 0 {
			at = len(list)
			list = append(list, unmeasured{reason: f.Message})
		}
		u := &list[at]
		u.severity = max(u.severity, f.Severity)
		if !slices.Contains(u.checks, f.Check) {
			u.checks = append(u.checks, f.Check)
		}
	}
	return list
}

func symptom(f *Finding) int {
	if f.Check == "clock-offset" {
		return 1
	}
	return 0
}

// FirstProblem says what is wrong first, and how many other checks failed. The error of a
// device that was not audited comes before what could not be measured because of it.
func (d *Device) FirstProblem(failOn policy.Severity) (text string, more int) {
	problems := d.Problems(failOn)
	for _, f := range problems {
		if f.Status == check.StatusFail {
			more++
		}
	}
	switch {
	case d.Outcome != Audited && (d.Verdict(failOn) == Open || len(problems) == 0):
		return d.errorText(), more
	case len(problems) == 0:
		return "", 0
	}
	first := problems[0]
	text = first.Check + ": " + first.about()
	if first.Severity < failOn {
		text += " (" + first.Severity.String() + ")"
	}
	return text, max(more-1, 0)
}

// about is the message, with the subject where the message does not name it.
func (f *Finding) about() string {
	if f.Subject == "" || strings.Contains(f.Message, f.Subject) {
		return f.Message
	}
	return f.Subject + ": " + f.Message
}

func (d *Device) errorText() string {
	outcome := strings.ReplaceAll(string(d.Outcome), "_", " ")
	switch {
	case d.Error == nil:
		return outcome
	case d.Outcome == Partial:
		return d.Error.Message
	}
	return fmt.Sprintf("%s: %s", outcome, d.Error.Message)
}
