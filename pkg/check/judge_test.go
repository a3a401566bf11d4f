package check_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func terms(failOn policy.Severity, coverage float64) check.Terms {
	return check.Terms{FailOn: failOn, MinCoverage: coverage}
}

// TestVerdictOfEveryCombination holds each status at each severity against each --fail-on.
func TestVerdictOfEveryCombination(t *testing.T) {
	for _, status := range check.Statuses() {
		for severity := policy.Info; severity <= policy.Critical; severity++ {
			for failOn := policy.Info; failOn <= policy.Critical; failOn++ {
				state, code := check.StatePass, check.ExitPassed
				switch {
				case severity < failOn:
				case status == check.StatusFail:
					state, code = check.StateFail, check.ExitFailed
				case status == check.StatusInconclusive || status == check.StatusNotMeasured:
					state, code = check.StateUnknown, check.ExitUncovered
				}
				found := check.Grade{Status: status, Severity: severity}
				passed := check.Grade{Status: check.StatusPass, Severity: policy.High}
				device := check.CaseDevice{Name: "r1", Outcome: "audited", Findings: []check.Grade{passed}}
				onFleet := check.Case{Complete: true, Devices: []check.CaseDevice{device}, Fleet: []check.CaseFinding{{Grade: found}}}
				device.Findings = append([]check.Grade{found}, device.Findings...)
				onDevice := check.Case{Complete: true, Devices: []check.CaseDevice{device}}
				for place, c := range map[string]check.Case{"device": onDevice, "fleet": onFleet} {
					if got := terms(failOn, 1).Judge(c); got.State != state || got.ExitCode != code {
						t.Errorf("%s %s on the %s, --fail-on %s: %s, exit %d; want %s, %d", severity, status, place, failOn, got.State, got.ExitCode, state, code)
					}
				}
				if got := terms(failOn, 1).Device(device); got != state {
					t.Errorf("%s %s, --fail-on %s: device %s, want %s", severity, status, failOn, got, state)
				}
			}
		}
	}
}

// device has findings of high severity.
func device(name string, statuses ...check.Status) check.CaseDevice {
	d := check.CaseDevice{Name: name, Outcome: "audited"}
	for _, s := range statuses {
		d.Findings = append(d.Findings, check.Grade{Status: s, Severity: policy.High})
	}
	return d
}

func TestVerdictOfSeveral(t *testing.T) {
	const (
		pass, fail, open, lost = check.StatusPass, check.StatusFail, check.StatusInconclusive, check.StatusNotMeasured
		none                   = check.StatusNotApplicable
	)
	good, bad := device("good", pass, pass), device("bad", pass, open)
	with := func(d check.CaseDevice, change func(*check.CaseDevice)) check.CaseDevice {
		d.Findings = slices.Clone(d.Findings)
		change(&d)
		return d
	}
	low := func(d check.CaseDevice) check.CaseDevice {
		return with(d, func(d *check.CaseDevice) { d.Findings[0].Severity = policy.Low })
	}
	ends := func(outcome facts.Outcome, d check.CaseDevice) check.CaseDevice {
		return with(d, func(d *check.CaseDevice) { d.Outcome = outcome })
	}
	settles := func(d check.CaseDevice) check.CaseDevice {
		return with(d, func(d *check.CaseDevice) { d.Findings[0].Settling = true })
	}
	about := func(names ...string) []check.CaseFinding {
		return []check.CaseFinding{{Grade: check.Grade{Status: open, Severity: policy.High}, Devices: names}}
	}
	type devices = []check.CaseDevice
	for _, test := range []struct {
		name     string
		devices  devices
		fleet    []check.CaseFinding
		coverage float64 // demanded
		state    check.State
		states   string
		code     int
	}{
		{"a pass", devices{good}, nil, 1, check.StatePass, "[pass]", 0},
		{"a failure beats what is open", devices{device("r", open, fail), bad}, nil, 1, check.StateFail, "[fail unknown]", 1},
		{"coverage excuses no failure", devices{device("r", fail)}, nil, 0, check.StateFail, "[fail]", 1},
		{"half covered, half demanded", devices{good, bad}, nil, 0.5, check.StateUnknown, "[pass unknown]", 0},
		{"half covered, more demanded", devices{good, bad}, nil, 0.51, check.StateUnknown, "[pass unknown]", 3},

		{"a dead host under checks that do not apply to it", devices{ends("unreachable", device("r", none))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"a dead host under no check at all", devices{ends("timeout", device("r"))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"a dead host whose clock answered elsewhere", devices{ends("auth_failed", device("r", pass))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"a dead host whose clock is wrong", devices{ends("auth_failed", device("r", fail, lost))}, nil, 1, check.StateFail, "[fail]", 1},
		{"a dead host whose checks are low", devices{ends("unreachable", low(device("r", lost)))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"not supported", devices{ends("unsupported", device("r", pass))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"an outcome of a later version", devices{ends("abducted", device("r", pass))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"a part was answered", devices{ends("partial", device("r", pass))}, nil, 1, check.StatePass, "[pass]", 0},
		{"nothing that applies was answered", devices{low(device("r", lost, none))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"a low question on a device that answered", devices{low(device("r", lost, pass))}, nil, 1, check.StatePass, "[pass]", 0},
		{"nothing applies", devices{device("r", none)}, nil, 1, check.StatePass, "[pass]", 0},
		{"nothing was asked", devices{device("r")}, nil, 1, check.StatePass, "[pass]", 0},
		{"manual, waived", devices{device("r", none, check.StatusManual, check.StatusWaived)}, nil, 1, check.StatePass, "[pass]", 0},

		{"a dead host that is waived", devices{ends("unreachable", device("r", check.StatusWaived, none)), good}, nil, 1, check.StatePass, "[unknown pass]", 0},
		{"a dead host that is waived as a whole", devices{with(ends("unreachable", device("r", none)), func(d *check.CaseDevice) { d.Waived = true })}, nil, 1, check.StatePass, "[unknown]", 0},
		{"a wrong clock is not waived by that", devices{with(ends("unreachable", device("r", fail)), func(d *check.CaseDevice) { d.Waived = true })}, nil, 1, check.StateFail, "[fail]", 1},
		{"a dead host of which a part is waived", devices{ends("unreachable", low(device("r", lost, check.StatusWaived))), good}, nil, 0.51, check.StateUnknown, "[unknown pass]", 3},
		{"a waiver of what was answered", devices{ends("partial", device("r", check.StatusWaived))}, nil, 1, check.StatePass, "[pass]", 0},

		{"settling moves nothing", devices{settles(device("r", none, pass)), good}, nil, 1, check.StatePass, "[settling pass]", 0},
		{"settling below what counts", devices{settles(low(device("r", none, pass)))}, nil, 1, check.StatePass, "[pass]", 0},
		{"settling, and something failed", devices{settles(device("r", none, fail))}, nil, 1, check.StateFail, "[fail]", 1},
		{"settling, and something is missing", devices{settles(device("r", none, lost))}, nil, 1, check.StateUnknown, "[unknown]", 3},
		{"settling is something known", devices{settles(device("r", none)), low(settles(device("s", none)))}, nil, 1, check.StatePass, "[settling pass]", 0},
		{"a failure is not settling", devices{settles(device("r", fail))}, nil, 1, check.StateFail, "[fail]", 1},

		{"a question about the fleet counts for its devices", devices{good, device("r", pass)}, about("r"), 0.5, check.StateUnknown, "[pass pass]", 0},
		{"and once for a device that is open anyhow", devices{good, bad}, about("bad"), 0.5, check.StateUnknown, "[pass unknown]", 0},
		{"and for itself if it names none", devices{good}, about(), 0.51, check.StateUnknown, "[pass]", 3},
		{"and for a name that is not there", devices{good}, about("elsewhere"), 0.51, check.StateUnknown, "[pass]", 3},
		{"no device", nil, nil, 1, check.StateUnknown, "[]", 3},
		{"no device, and none demanded", nil, nil, 0, check.StateUnknown, "[]", 0},
		{"no device, and a failure", nil, []check.CaseFinding{{Grade: check.Grade{Status: fail, Severity: policy.High}}}, 1, check.StateFail, "[]", 1},
	} {
		got := terms(policy.Medium, test.coverage).Judge(check.Case{Complete: true, Devices: test.devices, Fleet: test.fleet})
		if states := fmt.Sprint(got.Devices); got.State != test.state || states != test.states || got.ExitCode != test.code {
			t.Errorf("%s: %s %s, exit %d; want %s %s, %d", test.name, got.State, states, got.ExitCode, test.state, test.states, test.code)
		}
		cut := terms(policy.Medium, 0).Judge(check.Case{Devices: test.devices, Fleet: test.fleet})
		if test.code != check.ExitFailed && (cut.State != check.StateUnknown || cut.ExitCode != check.ExitUncovered) {
			t.Errorf("%s, incomplete: %s, exit %d", test.name, cut.State, cut.ExitCode)
		}
	}
}

func TestCoverageSeesWhatIsOpenBesideAFailure(t *testing.T) {
	d := device("r", check.StatusFail, check.StatusNotMeasured)
	if got := check.DefaultTerms().Judge(check.Case{Complete: true, Devices: []check.CaseDevice{d}}); got.Coverage != 0 {
		t.Errorf("coverage = %v, want 0", got.Coverage)
	}
}

// TestVerdictsHoldTogether: whatever the findings, the words and the exit code say one thing.
func TestVerdictsHoldTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for range 300_000 {
		c, asked := randomCase(rng), randomTerms(rng)
		v := asked.Judge(c)
		strict := terms(asked.FailOn, 1).Judge(c)
		n := v.Counts
		switch {
		case (strict.ExitCode == check.ExitPassed) != (v.State == check.StatePass):
			t.Fatalf("exit %d and %s: %+v", strict.ExitCode, v.State, c)
		case (v.ExitCode == check.ExitFailed) != (v.State == check.StateFail):
			t.Fatalf("exit %d and %s: %+v", v.ExitCode, v.State, c)
		case v.State == check.StatePass && (n.Pass+n.Settling+v.Excused != len(c.Devices) || !c.Complete || len(c.Devices) == 0):
			t.Fatalf("a pass of %+v", c)
		case n.Pass+n.Fail+n.Unknown+n.Settling != len(c.Devices):
			t.Fatalf("%+v of %d devices", n, len(c.Devices))
		case v.Tolerated() && (!c.Complete || v.Coverage < asked.MinCoverage):
			t.Fatalf("tolerated: %+v of %+v", v, c)
		case strict.State != v.State:
			t.Fatalf("--min-coverage turns %s into %s", strict.State, v.State)
		}
		for i, d := range c.Devices {
			if !d.Outcome.Answered() && (v.Devices[i] == check.StatePass || v.Devices[i] == check.StateSettling) {
				t.Fatalf("%s: %s", d.Outcome, v.Devices[i])
			}
		}
		seen[fmt.Sprint(v.State, " ", v.ExitCode)]++
	}
	for _, all := range []string{"pass 0", "unknown 0", "unknown 3", "fail 1"} {
		if seen[all] < 1000 {
			t.Errorf("%s came up %d times only", all, seen[all])
		}
	}
	if len(seen) != 4 {
		t.Errorf("verdicts and exit codes: %v", seen)
	}
}

func randomTerms(rng *rand.Rand) check.Terms {
	return terms(policy.Info+policy.Severity(rng.IntN(5)), float64(rng.IntN(11))/10)
}

// randomCase fails and breaks off seldom, so that every verdict comes up.
func randomCase(rng *rand.Rand) check.Case {
	outcomes := []facts.Outcome{"audited", "audited", "audited", "audited", "audited", "partial", "unreachable", "unsupported"}
	c := check.Case{Complete: rng.IntN(10) > 0}
	for i := range rng.IntN(4) {
		d := check.CaseDevice{Name: fmt.Sprint(i), Outcome: outcomes[rng.IntN(len(outcomes))], Waived: rng.IntN(9) == 0}
		for range rng.IntN(4) {
			d.Findings = append(d.Findings, randomGrade(rng))
		}
		c.Devices = append(c.Devices, d)
	}
	for range rng.IntN(3) / 2 {
		f := check.CaseFinding{Grade: randomGrade(rng)}
		for i := range c.Devices {
			if rng.IntN(2) == 0 {
				f.Devices = append(f.Devices, fmt.Sprint(i))
			}
		}
		c.Fleet = append(c.Fleet, f)
	}
	return c
}

func randomGrade(rng *rand.Rand) check.Grade {
	statuses := check.Statuses()
	status := statuses[rng.IntN(len(statuses))]
	if status.State() != check.StatePass && rng.IntN(2) > 0 {
		status = check.StatusPass
	}
	return check.Grade{Status: status, Severity: policy.Info + policy.Severity(rng.IntN(5)), Settling: rng.IntN(4) == 0}
}

func TestStateOfEachStatus(t *testing.T) {
	want := map[check.Status]check.State{
		check.StatusPass: "pass", check.StatusFail: "fail", check.StatusInconclusive: "unknown", check.StatusNotMeasured: "unknown",
		check.StatusManual: "not_applicable", check.StatusWaived: "waived", check.StatusNotApplicable: "not_applicable", "fine": "unknown",
	}
	for status, state := range want {
		if got := status.State(); got != state {
			t.Errorf("%s is %s, want %s", status, got, state)
		}
	}
}

func TestCounts(t *testing.T) {
	var got check.Counts
	for i, s := range check.Statuses() {
		for range i + 1 {
			got.Add(s)
		}
	}
	want := check.Counts{NotApplicable: 1, Pass: 2, Waived: 3, Manual: 4, NotMeasured: 5, Inconclusive: 6, Fail: 7}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
}
