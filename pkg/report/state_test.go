package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// TestOneVerdictEverywhere holds what each format says of a random report against a judge that is
// written down once more below, from the text of the rules. What makes up a format's words is called for every report;
// the formats themselves, which take a thousand times as long, for one in rendered.
func TestOneVerdictEverywhere(t *testing.T) {
	reports, rendered := 300_000, 600
	if testing.Short() { // as under the race detector
		reports = 20_000
	}
	rng := rand.New(rand.NewPCG(3, 4))
	seen := map[string]int{}
	for i := range reports {
		r := randomReport(rng)
		want := expect(r)
		for _, said := range want.compare(r) {
			t.Fatalf("report %d: %s\n%s", i, said, describe(r))
		}
		if i%rendered == 0 {
			for _, said := range want.compareFormats(t, r) {
				t.Fatalf("report %d: %s\n%s", i, said, describe(r))
			}
		}
		seen[fmt.Sprint(want.state, want.code)]++
	}
	if len(seen) != 4 {
		t.Errorf("verdicts that came up: %v", seen)
	}
}

// expected is the verdict by the rules.
type expected struct {
	state   string
	code    int
	devices []string
	signs   []string
	waived  []string
	fleet   []string // the effect of each finding about the fleet
}

// expect is the oracle: slow, plain, and without a line of the product.
func expect(r *Report) expected {
	e := expected{state: "pass"}
	effect := func(f *Finding) string {
		switch {
		case f.Severity < r.FailOn:
			return "pass"
		case f.Status == "fail":
			return "fail"
		case f.Status == "inconclusive" || f.Status == "not_measured":
			return "unknown"
		case f.Status == "not_applicable" && f.Settling:
			return "settling"
		}
		return "pass"
	}
	worst := func(a, b string) string {
		order := []string{"pass", "settling", "unknown", "fail"}
		return order[max(slices.Index(order, a), slices.Index(order, b))]
	}
	uncovered := map[string]bool{}
	total := len(r.Devices)
	for i := range r.Devices {
		d := &r.Devices[i]
		state, missing, known := "pass", false, false
		for j := range d.Findings {
			f := &d.Findings[j]
			state = worst(state, effect(f))
			if effect(f) == "unknown" {
				uncovered[d.Name] = true
			}
			missing = missing || f.Status == "not_measured"
			known = known || f.Status != "not_measured" && (f.Status != "not_applicable" || f.Settling)
		}
		dead := d.Outcome != "audited" && d.Outcome != "partial"
		waived := dead && excused(d)
		if dead || missing && !known {
			state = worst(state, "unknown")
			if !waived {
				uncovered[d.Name] = true
			}
		}
		e.devices = append(e.devices, state)
		e.signs = append(e.signs, map[string]string{"pass": "✓", "settling": "…", "unknown": "?", "fail": "✗"}[state])
		if waived && state == "unknown" {
			e.signs[i], e.waived, state = "~", append(e.waived, d.Name), "pass"
		}
		e.state = worst(e.state, strings.Replace(state, "settling", "pass", 1))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		state := effect(&f.Finding)
		e.fleet = append(e.fleet, state)
		e.state = worst(e.state, strings.Replace(state, "settling", "pass", 1))
		if state == "unknown" && len(f.Devices) == 0 {
			uncovered[fmt.Sprint("fleet ", i)], total = true, total+1
		}
		for _, name := range f.Devices {
			if state == "unknown" {
				uncovered[name] = true
			}
		}
	}
	if !r.Complete || total == 0 {
		e.state = worst(e.state, "unknown")
	}
	switch {
	case e.state == "fail":
		e.code = 1
	case !r.Complete, total == 0 && r.MinCoverage > 0, float64(total-len(uncovered)) < r.MinCoverage*float64(total)-1e-9:
		e.code = 3
	}
	return e
}

// excused: the device is waived or a finding of it, and everything else was answered or does not apply.
func excused(d *Device) bool {
	waived := d.Waiver != nil
	for _, f := range d.Findings {
		if f.Status == "not_measured" || f.Status == "inconclusive" {
			return false
		}
		waived = waived || f.Status == "waived"
	}
	return waived
}

// compare lists what the words that formats are made of say otherwise.
func (e expected) compare(r *Report) (wrong []string) {
	say := func(what string, got, want any) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s: got %v, want %v", what, got, want))
		}
	}
	say("the state", string(r.Verdict().State), e.state)
	say("the exit code", r.ExitCode(), e.code)
	say("exit 0 without a pass, and untold", e.code == 0 && e.state != "pass", strings.Contains(r.countsText(), "enough by --min-coverage"))
	counts := check.StateCounts{}
	o := Options{counts: r.FailOn}
	for i := range r.Devices {
		d := &r.Devices[i]
		want := e.devices[i]
		counts.Add(check.State(want))
		say("state of "+d.Name, string(d.State), want)
		reason, _ := d.FirstProblem(r.FailOn)
		say("a reason for "+want+" of "+d.Name, reason != "" || want == "pass", true)
		suite := deviceSuite(d, make(uniqueNames), o)
		say("JUnit failures of "+d.Name, suite.Failures > 0, want == "fail")
		say("JUnit errors of "+d.Name, suite.Errors > 0, want == "unknown" && !slices.Contains(e.waived, d.Name) || want == "fail" && suite.Errors > 0)
	}
	say("the counts", r.Summary.States, counts)
	suite := r.fleetSuite(make(uniqueNames), o)
	say("JUnit failures of the fleet", suite.Failures > 0, slices.Contains(e.fleet, "fail"))
	say("JUnit errors of the fleet", suite.Errors > 0, slices.Contains(e.fleet, "unknown") || !r.Complete || len(r.Devices) == 0)
	return wrong
}

// compareFormats lists what the formats, read as their readers do, say otherwise.
func (e expected) compareFormats(t *testing.T, r *Report) (wrong []string) {
	t.Helper()
	say := func(format, got, want string) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s: got %q, want %q", format, got, want))
		}
	}
	texts := map[string]string{}
	for _, f := range Formats() {
		var out bytes.Buffer
		if err := f.Write(&out, r, Options{InventoryOrder: true, All: true}); err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = out.String()
	}
	states, word := strings.Join(e.devices, " "), strings.ToUpper(e.state)
	say("table, headline", strings.Fields(texts["table"])[0], word)
	say("table, rows", found(texts["table"], `(?m)^(\S) r\d `), strings.Join(e.signs, " "))
	say("markdown, headline", found(texts["markdown"], `^## (.*)`), map[string]string{"pass": "✓", "unknown": "?", "fail": "✗"}[e.state]+" ntpaudit: "+word)
	devices, _, _ := strings.Cut(texts["markdown"], "<details>")
	say("markdown, rows", found(devices, `(?m)^\| \\?(\S) \| r\d \|`), strings.Join(e.signs, " "))
	say("page, headline", found(texts["html"], `<span class="pill \S+">(\w+)</span>`), word)
	say("page, rows", found(texts["html"], `<td class="mark \S+" title="(\w+)">\S</td><td class="name">`), states)
	say("csv", csvColumn(t, texts["csv"], "state"), states)
	say("annotation", found(texts["github"], `^::(\w+) `), map[string]string{"pass": "notice", "unknown": "warning", "fail": "error"}[e.state])
	say("prometheus", found(texts["prometheus"], `ntpaudit_device_state\{device="r\d",state="(\w+)"\} 1`), states)
	say("json", jsonStates(t, texts["json"]), states)
	var suites junitSuites
	if err := xml.Unmarshal([]byte(texts["junit"]), &suites); err != nil {
		t.Fatal(err)
	}
	say("junit", map[bool]string{true: "fail", false: map[bool]string{true: "unknown", false: "pass"}[suites.Errors > 0]}[suites.Failures > 0], e.state)
	again, err := Decode(strings.NewReader(texts["json"]))
	if err != nil {
		t.Fatal(err)
	}
	return append(wrong, e.compare(again)...)
}

// found joins the first group of every match.
func found(text, pattern string) string {
	var all []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return strings.Join(all, " ")
}

func csvColumn(t *testing.T, text, name string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows[1:] {
		all = append(all, row[slices.Index(rows[0], name)])
	}
	return strings.Join(all, " ")
}

func jsonStates(t *testing.T, text string) string {
	t.Helper()
	var r struct{ Devices []struct{ State string } }
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, d := range r.Devices {
		all = append(all, d.State)
	}
	return strings.Join(all, " ")
}

func describe(r *Report) string {
	var out strings.Builder
	fmt.Fprintf(&out, "fail on %s, coverage %v, complete %v\n", r.FailOn, r.MinCoverage, r.Complete)
	for _, d := range r.Devices {
		fmt.Fprintf(&out, "%s %s %s:", d.Name, d.Outcome, d.State)
		for _, f := range d.Findings {
			fmt.Fprintf(&out, " %s/%s/%v", f.Status, f.Severity, f.Settling)
		}
		out.WriteByte('\n')
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&out, "fleet %v: %s/%s\n", f.Devices, f.Status, f.Severity)
	}
	return out.String()
}

// randomReport fails and breaks off seldom, so that every verdict comes up.
func randomReport(rng *rand.Rand) *Report {
	outcomes := []Outcome{Audited, Audited, Audited, Audited, Audited, Partial, Unreachable, "unsupported", "timeout", ""}
	r := &Report{Schema: SchemaVersion, Complete: rng.IntN(8) > 0, Devices: []Device{}, Reference: &Reference{Tier: "none"}}
	for i := range rng.IntN(4) {
		d := Device{Name: fmt.Sprintf("r%d", i), Outcome: outcomes[rng.IntN(len(outcomes))]}
		if d.Outcome != Audited {
			d.Error = &Error{Message: "why"}
		}
		if rng.IntN(9) == 0 {
			d.Waiver = &Waiver{Check: "*", Devices: []string{}, Reason: "flooded", Owner: "neteng", Expires: "2027-01-31"}
		}
		for range rng.IntN(4) {
			d.Findings = append(d.Findings, randomFinding(rng))
		}
		r.Devices = append(r.Devices, d)
	}
	for range rng.IntN(4) / 2 {
		f := FleetFinding{Finding: randomFinding(rng)}
		for i := range r.Devices {
			if rng.IntN(2) == 0 {
				f.Devices = append(f.Devices, r.Devices[i].Name)
			}
		}
		r.Findings = append(r.Findings, f)
	}
	r.Judge(check.Terms{FailOn: policy.Info + policy.Severity(rng.IntN(5)), MinCoverage: float64(rng.IntN(11)) / 10})
	return r
}

func randomFinding(rng *rand.Rand) Finding {
	statuses := check.Statuses()
	f := Finding{Check: fmt.Sprint("check", rng.IntN(5)), Status: statuses[rng.IntN(len(statuses))], Severity: policy.Info + policy.Severity(rng.IntN(5))}
	if f.Status == check.StatusFail && rng.IntN(3) > 0 {
		f.Status = check.StatusPass
	}
	f.Settling = f.Status == check.StatusNotApplicable && rng.IntN(2) == 0
	if f.Settling {
		f.Message = "settling: NTP started 3 min ago"
	}
	return f
}

// A receiver that a device follows is told by its kind, and not by the address of its driver.
func TestSourceTextOfAReceiver(t *testing.T) {
	for want, n := range map[string]NTP{
		"GPS":         {Reference: "127.127.20.0", Associations: []show.Association{{Address: "127.127.20.0", RefClock: ptr(".GPS.")}}},
		"receiver":    {Reference: "127.127.20.0", Associations: []show.Association{{Address: "127.127.20.0"}}},
		"127.127.1.1": {Reference: "127.127.1.1", Associations: []show.Association{{Address: "127.127.1.1", RefClock: ptr(".LOCL.")}}},
		"192.0.2.1":   {Reference: "192.0.2.1", Associations: []show.Association{{Address: "192.0.2.1", RefClock: ptr(".GPS.")}}},
		"core1":       {Reference: "127.127.20.0", ReferenceIs: "core1"},
	} {
		if got := n.SourceText(); got != want {
			t.Errorf("%s of %s: %q", want, n.Reference, got)
		}
	}
}
