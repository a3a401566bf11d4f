package check_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// TestExitCodeOfEveryCombination holds each status at each severity against each --fail-on.
func TestExitCodeOfEveryCombination(t *testing.T) {
	for _, status := range check.Statuses() {
		for severity := policy.Info; severity <= policy.Critical; severity++ {
			for failOn := policy.Info; failOn <= policy.Critical; failOn++ {
				want := check.ExitPassed
				switch {
				case severity < failOn:
				case status == check.StatusFail:
					want = check.ExitFailed
				case status == check.StatusInconclusive || status == check.StatusNotMeasured:
					want = check.ExitUncovered
				}
				found := check.Finding{Check: "x", Device: "r1", Status: status, Severity: severity}
				passed := check.Finding{Check: "y", Device: "r1", Status: check.StatusPass, Severity: policy.High}
				onDevice := check.Results{Devices: [][]check.Finding{{passed, found}}}
				onFleet := check.Results{Devices: [][]check.Finding{{passed}}, Fleet: []check.Finding{found}}
				for place, r := range map[string]check.Results{"device": onDevice, "fleet": onFleet} {
					if got := check.ExitCode(r, failOn, 1); got != want {
						t.Errorf("%s %s on the %s, --fail-on %s: exit %d, want %d", severity, status, place, failOn, got, want)
					}
				}
			}
		}
	}
}

func TestExitCodeOfSeveralFindings(t *testing.T) {
	device := func(name string, statuses ...check.Status) []check.Finding {
		var list []check.Finding
		for i, s := range statuses {
			list = append(list, check.Finding{Check: fmt.Sprint(i), Device: name, Status: s, Severity: policy.High})
		}
		return list
	}
	const pass, fail, open, lost = check.StatusPass, check.StatusFail, check.StatusInconclusive, check.StatusNotMeasured
	good, bad := device("good", pass, pass), device("bad", pass, open)
	lowly := []check.Finding{{Check: "x", Device: "dead", Status: lost, Severity: policy.Low}}
	about := func(devices ...string) []check.Finding {
		return []check.Finding{{Check: "x", Status: open, Severity: policy.High, Devices: devices}}
	}
	tests := []struct {
		name     string
		results  check.Results
		coverage float64
		want     int
	}{
		{"no devices", check.Results{}, 1, check.ExitPassed},
		{"a failure beats what is open", check.Results{Devices: [][]check.Finding{device("r", open, fail), bad}}, 1, check.ExitFailed},
		{"a failure beats coverage that is enough", check.Results{Devices: [][]check.Finding{device("r", fail)}}, 0, check.ExitFailed},
		{"half covered, half demanded", check.Results{Devices: [][]check.Finding{good, bad}}, 0.5, check.ExitPassed},
		{"half covered, more demanded", check.Results{Devices: [][]check.Finding{good, bad}}, 0.51, check.ExitUncovered},
		{"a dead device counts even if its checks are low", check.Results{Devices: [][]check.Finding{lowly}}, 1, check.ExitUncovered},
		{"a low question on a device that answered does not", check.Results{Devices: [][]check.Finding{append(lowly, good...)}}, 1, check.ExitPassed},
		{"settling, manual, waived", check.Results{Devices: [][]check.Finding{
			device("r", check.StatusNotApplicable, check.StatusManual, check.StatusWaived)}}, 1, check.ExitPassed},
		{"a question about the fleet counts for its devices", check.Results{
			Devices: [][]check.Finding{good, device("r", pass)}, Fleet: about("r")}, 0.5, check.ExitPassed},
		{"and once for a device that is open anyhow", check.Results{Devices: [][]check.Finding{good, bad}, Fleet: about("bad")}, 0.5, check.ExitPassed},
		{"and for itself if it names none", check.Results{Devices: [][]check.Finding{good}, Fleet: about()}, 0.51, check.ExitUncovered},
		{"a policy that asks only about the fleet", check.Results{Devices: [][]check.Finding{nil, nil}, Fleet: about("a")}, 0.51, check.ExitUncovered},
		{"it names half of the devices", check.Results{Devices: [][]check.Finding{nil, nil}, Fleet: about("a")}, 0.5, check.ExitPassed},
		{"no findings at all", check.Results{Devices: [][]check.Finding{nil}}, 1, check.ExitPassed},
	}
	for _, test := range tests {
		if got := check.ExitCode(test.results, policy.Medium, test.coverage); got != test.want {
			t.Errorf("%s: exit %d, want %d", test.name, got, test.want)
		}
	}
}

func TestCoverageSeesWhatIsOpenBesideAFailure(t *testing.T) {
	r := check.Results{Devices: [][]check.Finding{{
		{Status: check.StatusFail, Severity: policy.High}, {Status: check.StatusNotMeasured, Severity: policy.High},
	}}}
	if got := r.Coverage(policy.Medium); got != 0 {
		t.Errorf("coverage = %v, want 0", got)
	}
}

func TestWorst(t *testing.T) {
	var all []check.Finding
	for _, s := range check.Statuses() { // rising
		all = append(all, check.Finding{Status: s, Severity: policy.Medium})
		if got := check.Worst(all, policy.Info); got != s {
			t.Errorf("worst up to %s = %s", s, got)
		}
	}
	if got := check.Worst(all, policy.High); got != check.StatusNotApplicable {
		t.Errorf("worst above every severity = %s, want not_applicable", got)
	}
}

func TestCount(t *testing.T) {
	var all []check.Finding
	for _, s := range check.Statuses() {
		all = append(all, check.Finding{Status: s})
	}
	got := check.Results{Devices: [][]check.Finding{all, all[:2]}, Fleet: all[6:]}.Count()
	want := check.Counts{Pass: 2, Fail: 2, Inconclusive: 1, NotMeasured: 1, Manual: 1, Waived: 1, NotApplicable: 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
}
