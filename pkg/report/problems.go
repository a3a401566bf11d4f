package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Finding returns the finding of a check about the device itself; nil where there is none.
func (d *Device) Finding(id string) *Finding {
	for i := range d.Findings {
		if d.Findings[i].Check == id && d.Findings[i].Subject == "" {
			return &d.Findings[i]
		}
	}
	return nil
}

// Problems lists what is wrong, not known or settling about the device, what to read first
// first: what counts, failures before what is not known, then by severity. The clock's offset
// comes last of its severity: it is the symptom, and the others are what can be fixed.
func (d *Device) Problems(failOn policy.Severity) []*Finding {
	var list []*Finding
	for i := range d.Findings {
		if d.Findings[i].raw() != check.StatePass {
			list = append(list, &d.Findings[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *Finding) int {
		return cmp.Or(
			cmp.Compare(b.effect(failOn).Rank(), a.effect(failOn).Rank()),
			cmp.Compare(b.raw().Rank(), a.raw().Rank()),
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

// symptom orders the clock's offset among findings of one severity. While a device is
// settling it is what tells most.
func symptom(f *Finding) int {
	switch {
	case f.Check != "clock-offset":
		return 0
	case f.Settling:
		return -1
	}
	return 1
}

// FirstProblem says what is wrong first, and how many other checks failed. The error of a
// device that was not audited comes before what could not be measured because of it. Of one that passes, what was not
// measured is no problem: most of it is what its platform never tells.
func (d *Device) FirstProblem(failOn policy.Severity) (text string, more int) {
	problems := d.Problems(failOn)
	if d.sign() == check.StatePass {
		problems = d.judged(failOn)
	}
	for _, f := range problems {
		if f.Status == check.StatusFail {
			more++
		}
	}
	switch {
	case d.sign() == check.StateWaived:
		return d.excuse(), more
	case d.Outcome != Audited && (d.State == check.StateUnknown || len(problems) == 0):
		return d.errorText(), more
	case len(problems) == 0:
		return "", 0
	}
	first := problems[0]
	if first.Status == check.StatusFail {
		more--
	}
	return first.short(failOn), more
}

// excuse is why nothing has to be known of the device.
func (d *Device) excuse() string {
	if d.Waiver != nil {
		return "waived: " + d.Waiver.text()
	}
	for i := range d.Findings {
		if f := &d.Findings[i]; f.Status == check.StatusWaived {
			return "waived: " + f.Waiver.text()
		}
	}
	return ""
}

// waives reports whether the finding is excused with the whole device, which is said once.
func (d *Device) waives(f *Finding) bool {
	return d.Waiver != nil && f.Status == check.StatusWaived && f.Waiver != nil && f.Waiver.Check == d.Waiver.Check
}

// sessionRule names what is not known of a device as a whole, where no check says it.
const sessionRule = "session"

// unsaid is why the device is unknown where no finding that counts says so, as of a dead
// device under a policy of checks that do not apply to it. Empty: one says it, or it is known.
func (d *Device) unsaid(failOn policy.Severity) string {
	counts := func(f Finding) bool { return f.effect(failOn) == check.StateUnknown }
	if d.sign() != check.StateUnknown || slices.ContainsFunc(d.Findings, counts) {
		return ""
	}
	text, _ := d.FirstProblem(failOn)
	return text
}

// short is the finding in a cell of a table: what is settling begins with that word.
func (f *Finding) short(failOn policy.Severity) string {
	text := f.Check + ": " + f.about()
	if f.Settling {
		text = f.about()
	}
	if f.Severity < failOn {
		text += " (" + f.Severity.String() + ")"
	}
	return text
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
