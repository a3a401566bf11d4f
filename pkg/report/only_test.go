package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func named(names ...string) func(*Device) bool {
	return func(d *Device) bool { return slices.Contains(names, d.Name) }
}

// What is shown and counted of a selection, and the exit code, are those of its devices; findings about the fleet that
// name none of them are left out.
func TestOnly(t *testing.T) {
	whole := campus()
	whole.Devices = append(whole.Devices, healthy("core2", "10.0.0.2", "10.9.0.1", 0, 6*ms))
	whole.Findings = []FleetFinding{
		{Finding{Check: "ntp-loop", Status: check.StatusFail, Severity: policy.High, Message: "core1 and dist2"}, []string{"core1", "dist2"}},
		{Finding{Check: "ntp-island", Status: check.StatusFail, Severity: policy.High, Message: "edge1 alone"}, []string{"edge1"}},
		{Finding{Check: "ntp-single-point", Status: check.StatusPass, Severity: policy.High}, []string{}},
	}
	whole.Judge(check.DefaultTerms())
	before := encode(t, whole)
	for _, x := range []struct {
		names  []string
		fleet  string
		exit   int
		counts check.StateCounts
	}{
		{[]string{"core2"}, "ntp-single-point", 0, check.StateCounts{Pass: 1}},
		{[]string{"core1"}, "ntp-loop ntp-single-point", 1, check.StateCounts{Pass: 1}},
		{[]string{"core2", "edge1"}, "ntp-island ntp-single-point", 1, check.StateCounts{Pass: 1, Fail: 1}},
		{[]string{"acc4"}, "ntp-single-point", 3, check.StateCounts{Unknown: 1}},
	} {
		only := whole.Only(named(x.names...))
		var fleet []string
		for _, f := range only.Findings {
			fleet = append(fleet, f.Check)
			for _, name := range f.Devices {
				if !slices.Contains(x.names, name) {
					t.Errorf("%v: %s names %s", x.names, f.Check, name)
				}
			}
		}
		if got := strings.Join(fleet, " "); got != x.fleet || only.ExitCode() != x.exit || only.Summary.States != x.counts {
			t.Errorf("%v: fleet findings %q, exit %d, %+v; want %q, %d, %+v", x.names, got, only.ExitCode(), only.Summary.States, x.fleet, x.exit, x.counts)
		}
		if note := only.Notes[len(only.Notes)-1]; !strings.Contains(note, "of 10 devices") {
			t.Errorf("%v: the notes do not say that it is a part: %q", x.names, only.Notes)
		}
	}
	if string(encode(t, whole)) != string(before) {
		t.Error("a selection changed the report that it was made from")
	}
	if all := whole.Only(func(*Device) bool { return true }); len(all.Notes) != len(whole.Notes) || len(all.Findings) != 3 {
		t.Errorf("all of the devices are no selection: %q, %d findings", all.Notes, len(all.Findings))
	}
}
