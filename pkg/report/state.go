package report

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Terms are those that the report is judged by.
func (r *Report) Terms() check.Terms {
	return check.Terms{FailOn: r.FailOn, MinCoverage: r.MinCoverage}
}

// Judge sets the states of the report, of its devices and its findings by terms, and counts
// them. Every format shows what it sets; none judges.
func (r *Report) Judge(t check.Terms) {
	r.FailOn, r.MinCoverage = t.FailOn, t.MinCoverage
	c := check.Case{Complete: r.Complete, Devices: make([]check.CaseDevice, len(r.Devices))}
	for i := range r.Devices {
		c.Devices[i] = r.Devices[i].asCase(t.FailOn)
		r.Devices[i].excused = c.Devices[i].Excused()
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		c.Fleet = append(c.Fleet, check.CaseFinding{Grade: f.judged(t.FailOn), Devices: f.Devices})
	}
	r.verdict = t.Judge(c)
	for i := range r.Devices {
		r.Devices[i].State = r.verdict.Devices[i]
	}
	r.summarize()
}

// asCase is the device as far as its state depends on it.
func (d *Device) asCase(failOn policy.Severity) check.CaseDevice {
	out := check.CaseDevice{Name: d.Name, Outcome: facts.Outcome(d.Outcome), Waived: d.Waiver != nil, Findings: make([]check.Grade, len(d.Findings))}
	for i := range d.Findings {
		out.Findings[i] = d.Findings[i].judged(failOn)
	}
	return out
}

// judged sets what of the finding depends on what counts.
func (f *Finding) judged(failOn policy.Severity) check.Grade {
	f.State = f.Status.State()
	if len(f.Limits) > 0 {
		f.Limit = nil
	}
	for i := range f.Limits {
		if l := &f.Limits[i]; l.Severity >= failOn && (f.Limit == nil || l.Seconds < *f.Limit) {
			f.Limit = &l.Seconds
		}
	}
	return f.grade()
}

// grade is the finding as far as a verdict depends on it.
func (f *Finding) grade() check.Grade {
	return check.Grade{Status: f.Status, Severity: f.Severity, Settling: f.Settling, Doubt: f.doubt()}
}

func (f *Finding) doubt() policy.Severity {
	if f.Value == nil {
		return policy.Off
	}
	limits := make([]policy.Limit, len(f.Limits))
	for i, l := range f.Limits {
		limits[i] = policy.Limit{Severity: l.Severity, Value: l.Seconds.Duration()}
	}
	return check.Doubt(f.Value.interval(), limits)
}

// Verdict is what the report comes to, as of the last Judge.
func (r *Report) Verdict() check.Verdict { return r.verdict }

// ExitCode is how an audit with this report ends.
func (r *Report) ExitCode() int { return r.verdict.ExitCode }

// effect is what the finding does to the state of what it is about: nothing, which is a
// pass, where it is below failOn.
func (f *Finding) effect(failOn policy.Severity) check.State {
	return check.Terms{FailOn: failOn}.Finding(f.grade())
}

// raw is the effect that the finding would have at any severity.
func (f *Finding) raw() check.State { return f.effect(policy.Off) }

// mark is the sign of a state that people read.
func mark(s check.State) string {
	switch s {
	case check.StateFail:
		return "✗"
	case check.StateUnknown:
		return "?"
	case check.StateSettling:
		return "…"
	case check.StateWaived:
		return "~"
	}
	return "✓"
}

func colour(s check.State) string {
	switch s {
	case check.StateFail:
		return red
	case check.StateUnknown, check.StateSettling:
		return yellow
	case check.StateWaived:
		return magenta
	}
	return green
}

// sign of a device is that of its state; one that is excused is unknown, and nobody's task.
func (d *Device) sign() check.State {
	if d.State == check.StateUnknown && d.excused {
		return check.StateWaived
	}
	return d.State
}

// sign is the mark in its colour.
func (o Options) sign(s check.State) string { return o.paint(colour(s), mark(s)) }

// word is the state as the first word of a report.
func word(s check.State) string { return strings.ToUpper(string(s)) }

// word is the state of a finding, of a failure with its severity.
func (f *Finding) word() string {
	switch {
	case f.Status == check.StatusFail:
		return "fail (" + f.Severity.String() + ")"
	case f.Status == check.StatusManual:
		return "manual"
	case f.Settling:
		return string(check.StateSettling)
	}
	return strings.ReplaceAll(string(f.Status.State()), "_", " ")
}
