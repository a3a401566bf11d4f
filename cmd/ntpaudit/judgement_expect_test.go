package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// expectation is expect.json. What it says nothing of may be as it is.
type expectation struct {
	Policy     string                               `json:"policy"`   // empty: baseline
	Policies   texts                                `json:"policies"` // each must hold
	Args       []string                             `json:"args"`
	Exit       codes                                `json:"exit"`
	Devices    map[string]byCheck[texts]            `json:"devices"`
	Fleet      byCheck[texts]                       `json:"fleet"`
	Severity   map[string]byCheck[[2]string]        `json:"severity"` // lowest and highest of what fails
	Says       map[string]byCheck[texts]            `json:"says"`
	NeverSays  map[string]byCheck[texts]            `json:"never_says"`
	Controls   map[string]byCheck[expectedControls] `json:"controls"`
	Table      texts                                `json:"table"`
	TableNever texts                                `json:"table_never"`
	CSV        map[string]map[string]texts          `json:"csv"`
	Fix        map[string]expectedFix               `json:"fix"`
}

// byCheck is what is expected of checks, by their names: check, check[subject], or several with | between.
type byCheck[T any] map[string]T

type expectedControls struct {
	Has   texts `json:"has"`
	Lacks texts `json:"lacks"`
}

// ofTheFleet stands for the fleet where a device is named.
const ofTheFleet = "fleet"

// texts is one text or a list of them.
type texts []string

func (t *texts) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// codes is one exit code or a list of them.
type codes []int

func (c *codes) UnmarshalJSON(data []byte) error {
	var one int
	if json.Unmarshal(data, &one) == nil {
		*c = codes{one}
		return nil
	}
	return json.Unmarshal(data, (*[]int)(c))
}

// exit is the exit codes that are as expected: where none is said, those of a run that came to an end.
func (e *expectation) exit() codes {
	if len(e.Exit) == 0 {
		return codes{0, 1, 3}
	}
	return e.Exit
}

func (e *expectation) policies() []string {
	switch {
	case len(e.Policies) > 0:
		return e.Policies
	case e.Policy != "":
		return []string{e.Policy}
	}
	return []string{"baseline"}
}

// judgement holds one run against an expectation.
type judgement struct {
	want        *expectation
	run         *caseRun
	report      *report.Report
	differences []string
}

func (j *judgement) differ(format string, args ...any) {
	j.differences = append(j.differences, fmt.Sprintf(format, args...))
}

// all holds everything that is expected against what was found.
func (j *judgement) all() {
	j.exitCode()
	j.statuses()
	j.severities()
	j.messages()
	j.controls()
	j.table()
	j.csv()
	j.fixes()
}

func (j *judgement) exitCode() {
	if !slices.Contains(j.want.exit(), j.run.Exit) {
		j.differ("exit code: want %v, found %d%s", j.want.exit(), j.run.Exit, firstLines(j.run.Errors))
	}
}

// of is the findings of a device, or of the fleet, that a name of checks stands for.
func (j *judgement) of(device, checks string) (found []report.Finding) {
	for _, f := range j.findings(device) {
		for name := range strings.SplitSeq(checks, "|") {
			if name == f.Check || name == f.Check+"["+f.Subject+"]" {
				found = append(found, f)
			}
		}
	}
	return found
}

func (j *judgement) findings(device string) (all []report.Finding) {
	if device == ofTheFleet {
		for _, f := range j.report.Findings {
			all = append(all, f.Finding)
		}
		return all
	}
	for i := range j.report.Devices {
		if j.report.Devices[i].Name == device {
			return j.report.Devices[i].Findings
		}
	}
	j.differ("%s: not in the report", device)
	return nil
}

func (j *judgement) statuses() {
	for device, checks := range sorted(j.want.Devices) {
		j.statusesOf(device, checks)
	}
	j.statusesOf(ofTheFleet, j.want.Fleet)
}

func (j *judgement) statusesOf(device string, checks byCheck[texts]) {
	for name, want := range sorted(checks) {
		if found := j.of(device, name); !slices.ContainsFunc(want, func(status string) bool { return holds(status, found) }) {
			j.differ("%s %s: want %s; found %s", device, name, strings.Join(want, " or "), inShort(found))
		}
	}
}

// nothingOpen is neither a failure nor an open question.
const nothingOpen = "silent"

// holds reports whether findings have a status. Any but a failure holds only where nothing fails.
func holds(status string, found []report.Finding) bool {
	has := func(status check.Status) bool {
		return slices.ContainsFunc(found, func(f report.Finding) bool { return f.Status == status })
	}
	switch status {
	case nothingOpen:
		return !has(check.StatusFail) && !has(check.StatusInconclusive)
	case string(check.StatusFail):
		return has(check.StatusFail)
	}
	return has(check.Status(status)) && !has(check.StatusFail)
}

// inShort is findings in short; of failures and open questions also what they say.
func inShort(found []report.Finding) string {
	if len(found) == 0 {
		return "none"
	}
	var list []string
	for _, f := range found {
		text := string(f.Status)
		if f.Status == check.StatusFail {
			text += " " + f.Severity.String()
		}
		if f.Subject != "" {
			text = f.Subject + " " + text
		}
		list = append(list, fmt.Sprintf("%s (%s)", text, short(f.Message)))
	}
	return strings.Join(list, "; ")
}

func (j *judgement) severities() {
	for device, checks := range sorted(j.want.Severity) {
		for name, want := range sorted(checks) {
			found := slices.DeleteFunc(j.of(device, name), func(f report.Finding) bool { return f.Status != check.StatusFail })
			low, errLow := policy.ParseSeverity(want[0])
			high, errHigh := policy.ParseSeverity(want[1])
			outside := func(f report.Finding) bool { return f.Severity < low || f.Severity > high }
			if errLow != nil || errHigh != nil || slices.ContainsFunc(found, outside) {
				j.differ("%s %s: want severity %s to %s; found %s", device, name, want[0], want[1], inShort(found))
			}
		}
	}
}

func (j *judgement) messages() {
	for device, checks := range sorted(j.want.Says) {
		for name, want := range sorted(checks) {
			found := j.of(device, name)
			j.mustMatch(device+" "+name+": says nothing of", "(?i)", want, messagesOf(found), inShort(found))
		}
	}
	for device, checks := range sorted(j.want.NeverSays) {
		for name, never := range sorted(checks) {
			j.mustNotMatch(device+" "+name+": says", "(?i)", never, messagesOf(j.of(device, name)))
		}
	}
}

func messagesOf(found []report.Finding) (messages []string) {
	for _, f := range found {
		messages = append(messages, f.Message)
	}
	return messages
}

func (j *judgement) controls() {
	for device, checks := range sorted(j.want.Controls) {
		for name, want := range sorted(checks) {
			var ids []string
			for _, f := range j.of(device, name) {
				for _, c := range f.Controls {
					ids = append(ids, c.Framework+" "+c.ID)
				}
			}
			j.mustMatch(device+" "+name+": no control", "", want.Has, ids, strings.Join(ids, ", "))
			j.mustNotMatch(device+" "+name+": a control is", "", want.Lacks, ids)
		}
	}
}

// sorted ranges over a map in the order of its keys, so that two runs say the same.
func sorted[T any](m map[string]T) func(yield func(string, T) bool) {
	return func(yield func(string, T) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
