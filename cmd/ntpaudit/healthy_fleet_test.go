package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// TestHealthyFleetIsSilent: of 42 devices that are as they should be, special ones among them, nothing fails, nothing is left
// open that counts, and there is no line to enter.
func TestHealthyFleetIsSilent(t *testing.T) {
	needsOwnNetwork(t)
	needsPlatform(t, "cisco_nxos")
	needsPlatform(t, "cisco_iosxr")
	job := caseJob{Spec: filepath.Join("..", "..", "testdata", "fleets", "healthy.yaml"), Dir: t.TempDir(), Policies: []string{"baseline"}}
	runs, err := job.run(t)
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Decode(strings.NewReader(runs[0].Report))
	if err != nil {
		t.Fatal(err)
	}
	if runs[0].Exit != 0 || len(r.Devices) != 42 {
		t.Errorf("exit code %d, %d devices", runs[0].Exit, len(r.Devices))
	}
	for _, d := range r.Devices {
		for i := range d.Findings {
			spoken(t, d.Name, &d.Findings[i])
		}
	}
	for i := range r.Findings {
		spoken(t, strings.Join(r.Findings[i].Devices, " "), &r.Findings[i].Finding)
	}
	if !strings.Contains(runs[0].Fix, "Nothing to fix") {
		t.Errorf("ntpaudit fix:\n%s", runs[0].Fix)
	}
	if t.Failed() {
		t.Log(runs[0].Table)
	}
}

// spoken fails for what should not have been said. What a platform never tells is not measured at low, and no fault of a device.
func spoken(t *testing.T, device string, f *report.Finding) {
	t.Helper()
	open := f.Status == check.StatusInconclusive || f.Status == check.StatusNotMeasured && f.Severity > policy.Low
	if f.Status == check.StatusFail || open {
		t.Errorf("%s: %s %s %s (%s): %s", device, f.Check, f.Subject, f.Status, f.Severity, f.Message)
	}
}
