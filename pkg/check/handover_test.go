package check_test

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// leaves fails unless another check answers.
func leaves(id, other string) check.Check {
	return check.Check{ID: id, Doc: doc, Run: func(p *check.Pass, _ check.Subject) {
		p.Actualf("asked once")
		if p.LeftTo(other) {
			p.NotApplicablef("left to %s", other)
			return
		}
		p.Failf("answered itself")
	}}
}

// says is a check with one answer.
func says(id string, run func(*check.Pass)) check.Check {
	return check.Check{ID: id, Doc: doc, Run: func(p *check.Pass, _ check.Subject) { run(p) }}
}

// A check leaves a question only to one that answers it for the very device.
func TestLeftTo(t *testing.T) {
	fails := says("other", func(p *check.Pass) { p.Failf("no") })
	lower := func(s policy.Severity) func(*policy.Policy) {
		return func(p *policy.Policy) { p.Checks[1].Severity = s }
	}
	for _, test := range []struct {
		name   string
		others []check.Check
		change func(*policy.Policy)
		left   bool
	}{
		{"it fails", []check.Check{fails}, nil, true},
		{"it passes", []check.Check{says("other", func(*check.Pass) {})}, nil, false},
		{"it cannot tell", []check.Check{says("other", func(p *check.Pass) { p.NotMeasuredf("cut") })}, nil, true},
		{"it breaks down", []check.Check{says("other", func(*check.Pass) { panic("boom") })}, nil, true},
		{"it is settling", []check.Check{says("other", func(p *check.Pass) { p.Settlingf("a moment ago") })}, nil, true},
		{"it does not apply", []check.Check{says("other", func(p *check.Pass) { p.NotApplicablef("no calendar") })}, nil, false},
		{"it does not apply to such a device", []check.Check{{ID: "other", Doc: doc, Run: fails.Run, Applies: func(*check.Pass) (string, bool) { return "a switch", false }}}, nil, false},
		{"it lacks what it needs", []check.Check{{ID: "other", Doc: doc, Run: fails.Run, Needs: []facts.Kind{facts.KindConfig}}}, nil, true},
		{"no such check", nil, nil, false},
		{"off", []check.Check{fails}, lower(policy.Off), false},
		{"lowered to information", []check.Check{fails}, lower(policy.Info), false},
		{"no more than information itself", []check.Check{fails}, func(p *policy.Policy) { p.Checks[0].Severity, p.Checks[1].Severity = policy.Info, policy.Info }, true},
		{"of a higher level of the benchmark", []check.Check{fails}, func(p *policy.Policy) {
			p.BenchmarkLevel, p.Levels = 1, []policy.LevelChecks{{Level: 2, Checks: []string{"other"}}}
		}, false},
		{"waived", []check.Check{fails}, func(p *policy.Policy) { p.Waivers = []policy.Waiver{waiver("other", "r1")} }, false},
		{"waived for another device", []check.Check{fails}, func(p *policy.Policy) { p.Waivers = []policy.Waiver{waiver("other", "r2")} }, true},
		{"it leaves to one that is off", []check.Check{leaves("other", "third")}, nil, true},
		{"it leaves to one that answers", []check.Check{leaves("other", "third"), says("third", func(p *check.Pass) { p.Failf("no") })}, nil, false},
	} {
		p := levels("x", "other", "third")
		if test.change != nil {
			test.change(p)
		}
		checks := append([]check.Check{leaves("x", "other")}, test.others...)
		f := check.Run(checks, fleet("r1"), p).Devices[0][0]
		if left := f.Status == check.StatusNotApplicable; left != test.left || f.Check != "x" || f.Actual != "asked once" {
			t.Errorf("%s: %+v, left to it: want %v", test.name, f, test.left)
		}
	}
}

// A question that a pass answers as well is one for Asked.
func TestAsked(t *testing.T) {
	asks := says("x", func(p *check.Pass) {
		if p.Asked("other") {
			p.NotApplicablef("asked")
		}
	})
	for _, test := range []struct {
		name string
		run  func(*check.Pass)
		want check.Status
	}{
		{"it passes", func(*check.Pass) {}, check.StatusNotApplicable},
		{"it fails", func(p *check.Pass) { p.Failf("no") }, check.StatusNotApplicable},
		{"it does not apply", func(p *check.Pass) { p.NotApplicablef("no calendar") }, check.StatusPass},
	} {
		f := check.Run([]check.Check{asks, says("other", test.run)}, fleet("r1"), levels("x", "other")).Devices[0][0]
		if f.Status != test.want {
			t.Errorf("%s: %s, want %s", test.name, f.Status, test.want)
		}
	}
}

// Of two checks that leave one question to each other, one answers, whichever is asked first.
func TestLeftToEachOther(t *testing.T) {
	findings := check.Run([]check.Check{leaves("a", "b"), leaves("b", "a")}, fleet("r1"), levels("a", "b")).Devices[0]
	if len(findings) != 2 || findings[0].Status == findings[1].Status {
		t.Errorf("%+v", findings)
	}
}

// A check is asked once, on its turn or earlier, and its findings keep their place.
func TestLeftToAsksOnce(t *testing.T) {
	asked := 0
	other := says("other", func(p *check.Pass) { asked++; p.Failf("no") })
	findings := check.Run([]check.Check{leaves("a", "other"), leaves("b", "other"), other}, fleet("r1", "r2"), levels("a", "b", "other")).Devices
	if asked != 2 {
		t.Errorf("asked %d times of two devices", asked)
	}
	for _, list := range findings {
		if len(list) != 3 || list[2].Check != "other" || list[2].Status != check.StatusFail {
			t.Errorf("%+v", list)
		}
	}
}

// A check of one device may leave its question to one of the fleet, and one of the fleet to one of a device.
func TestLeftToAcrossTheFleet(t *testing.T) {
	whole := check.Check{ID: "whole", Doc: doc, RunFleet: func(p *check.FleetPass) {
		for i := range p.Fleet.Devices {
			if name := p.Fleet.Devices[i].Name; !p.LeftTo(i, "own") {
				p.About(name, name).Failf("answered by the fleet")
			}
		}
	}}
	own := says("own", func(p *check.Pass) {
		if p.Name == "r2" {
			p.NotApplicablef("not here")
			return
		}
		p.Failf("no")
	})
	results := check.Run([]check.Check{leaves("x", "whole"), own, whole}, fleet("r1", "r2"), levels("x", "own", "whole"))
	if f := results.Devices[0][0]; f.Status != check.StatusFail {
		t.Errorf("a device that the fleet's answer does not concern: %+v", f)
	}
	if f := results.Devices[1][0]; f.Status != check.StatusNotApplicable {
		t.Errorf("the device that it concerns: %+v", f)
	}
	if len(results.Fleet) != 1 || results.Fleet[0].Subject != "r2" {
		t.Errorf("the fleet: %+v", results.Fleet)
	}
	if f := check.Run([]check.Check{leaves("x", "whole"), whole}, fleet("r1"), levels("x")).Devices[0][0]; f.Status != check.StatusFail {
		t.Errorf("the check of the fleet is off: %+v", f)
	}
}

func waiver(id, device string) policy.Waiver {
	return policy.Waiver{Check: id, Devices: []string{device}, Reason: "known", Owner: "neteng", Expires: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
}
