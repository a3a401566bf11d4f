package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// longest is how many bytes of what a device printed a finding repeats at most: a report
// must not grow with the answer of a device that has gone mad.
const longest = 500

// Answer is what a check finds out about one subject. Until one of Failf, Inconclusivef,
// NotMeasuredf, Manualf and NotApplicablef is called it is a pass.
//
// A message begins with a clause of at most 40 or so characters, which is what a table
// shows; more may follow after a semicolon.
type Answer struct {
	finding *Finding
}

// Failf says that the requirement is not met.
func (a Answer) Failf(format string, args ...any) {
	if f := a.finding; f.Beyond != policy.Off { // what is asked fails, so what is not asked does not matter
		f.Beyond, f.Severity, f.Status, f.Message = policy.Off, f.Beyond, "", ""
	}
	a.say(StatusFail, format, args)
}

// Beyondf says that what the text of a benchmark asks is met, and that something it does not ask is not. That weighs low at
// most, and is no failure of any of its items. It says nothing where the requirement itself is not met.
func (a Answer) Beyondf(format string, args ...any) {
	f := a.finding
	if a.Failed() && f.Beyond == policy.Off {
		return
	}
	if f.Beyond == policy.Off {
		f.Beyond = f.Severity
		a.GradeAtMost(policy.Low)
	}
	a.say(StatusFail, format, args)
}

// Under says which part of a check the finding is about, where that is not its subject: the editions of controls have
// items for single parts, such as ntp-authentication/peer.
func (a Answer) Under(part string) { a.finding.Part = part }

// Inconclusivef says that the evidence proves neither a pass nor a failure.
func (a Answer) Inconclusivef(format string, args ...any) { a.say(StatusInconclusive, format, args) }

// NotMeasuredf says why the answer is not known.
func (a Answer) NotMeasuredf(format string, args ...any) { a.say(StatusNotMeasured, format, args) }

// Manualf says what a person has to look at.
func (a Answer) Manualf(format string, args ...any) { a.say(StatusManual, format, args) }

// NotApplicablef says why there is nothing to judge.
func (a Answer) NotApplicablef(format string, args ...any) { a.say(StatusNotApplicable, format, args) }

// Settlingf says that there is nothing to judge yet, as the device came up a moment ago.
func (a Answer) Settlingf(format string, args ...any) {
	a.say(StatusNotApplicable, format, args)
	a.finding.Settling = a.finding.Status == StatusNotApplicable
}

// say records a status and its message. Several messages of one rank are joined, each once; what is
// said at a lower rank than before is dropped.
func (a Answer) say(s Status, format string, args []any) {
	f, message := a.finding, fmt.Sprintf(format, args...)
	switch {
	case s.rank() > f.Status.rank():
		f.Status, f.Settling, f.Message = s, false, clip(message)
	case s == f.Status && !strings.Contains("; "+f.Message+"; ", "; "+message+"; "):
		f.Message = clip(f.Message + "; " + message)
	}
}

// Expectf says what is required.
func (a Answer) Expectf(format string, args ...any) {
	a.finding.Expected = clip(fmt.Sprintf(format, args...))
}

// Actualf says what was found, on a pass as well.
func (a Answer) Actualf(format string, args ...any) {
	a.finding.Actual = clip(fmt.Sprintf(format, args...))
}

// Measure says which number is judged. A value of which nothing is known is left out.
func (a Answer) Measure(value interval.Interval) {
	if !value.Empty() {
		a.finding.Value = &value
	}
}

// Limit says by what the number is judged. A limit without a severity of its own has that of the check.
func (a Answer) Limit(limits ...policy.Limit) {
	a.finding.Limits = slices.Clone(limits)
	for i := range a.finding.Limits {
		if l := &a.finding.Limits[i]; l.Severity == policy.Off {
			l.Severity = a.finding.Severity
		}
	}
}

// Grade sets the severity where it is not that of the check, as for a limit with a
// severity of its own. Off leaves it as it is.
func (a Answer) Grade(s policy.Severity) {
	if s != policy.Off {
		a.finding.Severity = s
	}
}

// GradeAtMost lowers the severity to s.
func (a Answer) GradeAtMost(s policy.Severity) { a.finding.Severity = min(a.finding.Severity, s) }

// Raise makes the severity one step graver. What the policy has at info stays there: it keeps that out of the exit code.
func (a Answer) Raise() {
	if s := a.finding.Severity; s > policy.Info {
		a.finding.Severity = min(s+1, policy.Critical)
	}
}

// mostEvidence is how many lines a finding shows. Nobody reads more, and each of a thousand
// sources may have all lines about keys as its evidence.
const mostEvidence = 20

// Cite adds lines that the device printed. Empty lines are left out, and those beyond
// mostEvidence.
func (a Answer) Cite(lines ...facts.Evidence) {
	for _, e := range lines {
		if e.Line != "" && len(a.finding.Evidence) < mostEvidence {
			a.finding.Evidence = append(a.finding.Evidence, facts.Evidence{Command: e.Command, Line: clip(e.Line)})
		}
	}
}

// Propose adds changes that mend the failure. They are dropped where nothing is wrong.
func (a Answer) Propose(changes ...show.Change) {
	a.finding.Changes = append(a.finding.Changes, changes...)
}

// ByHand says, in a sentence, why a change that would mend the failure is not proposed, and what to do
// instead. What is said twice stands there once; it is dropped where nothing is wrong.
func (a Answer) ByHand(format string, args ...any) {
	if text := clip(fmt.Sprintf(format, args...)); !slices.Contains(a.finding.ByHand, text) {
		a.finding.ByHand = append(a.finding.ByHand, text)
	}
}

// Failed reports whether Failf was called.
func (a Answer) Failed() bool { return a.finding.Status == StatusFail }

func clip(text string) string { return Cut(text, longest) }
