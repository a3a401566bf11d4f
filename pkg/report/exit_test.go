package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// TestExitCodeIsTheAudits: whatever the findings, the report that was written and read again ends as the
// audit did that wrote it.
func TestExitCodeIsTheAudits(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	codes := map[int]int{}
	for range 3000 {
		fleet, results := randomResults(rng)
		var file bytes.Buffer
		if err := New(fleet, results, &policy.Policy{}).Encode(&file); err != nil {
			t.Fatal(err)
		}
		r, err := Decode(&file)
		if err != nil {
			t.Fatal(err)
		}
		for failOn := policy.Info; failOn <= policy.Critical; failOn++ {
			coverage := float64(rng.IntN(11)) / 10
			want := check.ExitCode(results, failOn, coverage)
			if got := r.ExitCode(failOn, coverage); got != want {
				t.Fatalf("fail on %s, coverage %v: got %d, want %d for %+v", failOn, coverage, got, want, results)
			}
			codes[want]++
			if !saysTheSame(r, failOn) {
				t.Fatalf("fail on %s: the verdict is %s, and the exit code %d", failOn, r.Verdict(failOn), r.ExitCode(failOn, 1))
			}
		}
	}
	if len(codes) != 3 {
		t.Errorf("the random findings end in %v only", codes)
	}
}

// saysTheSame reports whether the first line of the report and the exit code agree.
func saysTheSame(r *Report, failOn policy.Severity) bool {
	switch r.Verdict(failOn) {
	case Passed:
		return r.ExitCode(failOn, 1) == check.ExitPassed
	case Failed:
		return r.ExitCode(failOn, 1) == check.ExitFailed
	}
	return r.ExitCode(failOn, 1) == check.ExitUncovered || len(r.Devices) == 0
}

func randomResults(rng *rand.Rand) (*facts.Fleet, check.Results) {
	fleet := &facts.Fleet{Complete: true, Started: started, Finished: started.Add(time.Second)}
	var results check.Results
	for i := range rng.IntN(4) {
		name := fmt.Sprintf("r%d", i)
		fleet.Devices = append(fleet.Devices, facts.Device{Device: inventory.Device{Name: name}, Outcome: "audited"})
		var findings []check.Finding
		for range rng.IntN(4) {
			f := randomFinding(rng)
			f.Device = name
			findings = append(findings, f)
		}
		results.Devices = append(results.Devices, findings)
	}
	for range rng.IntN(3) {
		f := randomFinding(rng)
		for i := range fleet.Devices {
			if rng.IntN(2) == 0 {
				f.Devices = append(f.Devices, fleet.Devices[i].Name)
			}
		}
		results.Fleet = append(results.Fleet, f)
	}
	return fleet, results
}

// randomFinding fails seldom, so that the other codes come up as well.
func randomFinding(rng *rand.Rand) check.Finding {
	statuses := check.Statuses()
	status := statuses[rng.IntN(len(statuses))]
	if status == check.StatusFail && rng.IntN(3) > 0 {
		status = check.StatusPass
	}
	return check.Finding{Check: "x", Status: status, Severity: policy.Info + policy.Severity(rng.IntN(5))}
}

func TestIncompleteReportIsNotCovered(t *testing.T) {
	r := fleet(1)
	r.Devices[0].Findings = catalogue()
	if got := r.ExitCode(policy.Medium, 1); got != check.ExitPassed {
		t.Fatalf("a healthy device: %d", got)
	}
	r.Complete = false
	if got := r.ExitCode(policy.Medium, 0); got != check.ExitUncovered {
		t.Errorf("an interrupted run: %d", got)
	}
	r.Devices[0].answer("clock-offset", check.StatusFail, "off")
	if got := r.ExitCode(policy.Medium, 0); got != check.ExitFailed {
		t.Errorf("an interrupted run that failed: %d", got)
	}
}
