package check_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// A finding names the controls for what its devices were judged as, and those that are for any platform.
func TestControlsOfAFinding(t *testing.T) {
	fl := fleet("a", "b", "unknown")
	for i, name := range []string{"acme", "emca"} {
		fl.Devices[i].OS = &platform.Platform{Name: name}
	}
	controls := []check.Control{{Framework: "Any", ID: "1"}, {Framework: "Acme", ID: "2", Platform: "acme"}, {Framework: "Emca", ID: "3", Platform: "emca"}}
	list := []check.Check{
		{ID: "own", Controls: controls, Run: func(*check.Pass, check.Subject) {}},
		{ID: "broken", Controls: controls, Run: func(*check.Pass, check.Subject) { panic("boom") }},
		{ID: "shared", Controls: controls, RunFleet: func(p *check.FleetPass) {
			p.About("", "b").Failf("x")
			p.About("several", "a", "b").Failf("x")
		}},
		{ID: "whole", Controls: controls, RunFleet: func(*check.FleetPass) {}},
	}
	var levels []policy.CheckLevel
	for _, c := range list {
		levels = append(levels, policy.CheckLevel{ID: c.ID, Severity: policy.Medium})
	}
	results := check.Run(list, fl, &policy.Policy{Checks: levels})
	named := map[string]string{}
	for _, findings := range append(results.Devices, results.Fleet) {
		for _, f := range findings {
			for _, c := range f.Controls {
				named[strings.Join([]string{f.Device, f.Check, f.Subject}, " ")] += c.ID
			}
		}
	}
	for key, want := range map[string]string{
		"a own ": "12", "b own ": "13", "unknown own ": "1", "a broken ": "12", " shared ": "13", " shared several": "123", " whole ": "123",
	} {
		if named[key] != want {
			t.Errorf("%s: controls %q, want %q", key, named[key], want)
		}
	}
	if len(controls) != 3 || controls[2].ID != "3" {
		t.Errorf("the check's own controls became %v", controls)
	}
}
