package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

var doc = check.Doc{Title: "title", Text: "text", Remedy: "remedy"}

// fleet holds devices of which only the name and the version are known.
func fleet(names ...string) *facts.Fleet {
	fl := &facts.Fleet{Started: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	for _, n := range names {
		fl.Devices = append(fl.Devices, facts.Device{Device: inventory.Device{Name: n}, Version: &facts.Version{Model: "M"}})
	}
	return fl
}

func levels(ids ...string) *policy.Policy {
	p := &policy.Policy{}
	for _, id := range ids {
		p.Checks = append(p.Checks, policy.CheckLevel{ID: id, Severity: policy.Medium})
	}
	return p
}

// one runs a single check on a single device and returns what it found.
func one(t *testing.T, c check.Check, fl *facts.Fleet) []check.Finding {
	t.Helper()
	c.ID, c.Doc = "x", doc
	return check.Run([]check.Check{c}, fl, levels("x")).Devices[0]
}

// A device that is not supported is not judged by what others would have printed: nothing fails, and nothing passes.
func TestUnsupportedIsNotAsked(t *testing.T) {
	fl := fleet("r1")
	fl.Devices[0].Outcome = facts.Unsupported
	asked := check.Check{
		Applies: func(*check.Pass) (string, bool) { return "asked", false },
		Run:     func(p *check.Pass, _ check.Subject) { p.Failf("asked") },
	}
	if f := one(t, asked, fl)[0]; f.Status != check.StatusNotMeasured || f.Message != "the device is not supported" {
		t.Errorf("%+v", f)
	}
	fl.Devices[0].Error = &snapshot.Error{Message: "platform juniper_junos cannot be audited yet"}
	if f := one(t, asked, fl)[0]; f.Status != check.StatusNotMeasured || f.Message != "platform juniper_junos cannot be audited yet" {
		t.Errorf("%+v", f)
	}
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		name    string
		run     func(*check.Pass)
		status  check.Status
		message string
	}{
		{"silence", func(*check.Pass) {}, check.StatusPass, ""},
		{"fail", func(p *check.Pass) { p.Failf("off by %d", 3) }, check.StatusFail, "off by 3"},
		{"inconclusive", func(p *check.Pass) { p.Inconclusivef("who knows") }, check.StatusInconclusive, "who knows"},
		{"not measured", func(p *check.Pass) { p.NotMeasuredf("cut") }, check.StatusNotMeasured, "cut"},
		{"manual", func(p *check.Pass) { p.Manualf("look") }, check.StatusManual, "look"},
		{"not applicable", func(p *check.Pass) { p.NotApplicablef("settling") }, check.StatusNotApplicable, "settling"},
		{"twice", func(p *check.Pass) { p.Failf("a"); p.Failf("b") }, check.StatusFail, "a; b"},
		{"the same twice", func(p *check.Pass) { p.Failf("a"); p.Failf("b"); p.Failf("a") }, check.StatusFail, "a; b"},
		{"worse later", func(p *check.Pass) { p.Manualf("a"); p.Failf("b") }, check.StatusFail, "b"},
		{"milder later", func(p *check.Pass) { p.Failf("a"); p.Inconclusivef("b") }, check.StatusFail, "a"},
		{"panic", func(p *check.Pass) { p.Failf("a"); panic("boom") }, check.StatusNotMeasured, "check x broke down; please report this: boom"},
	}
	for _, test := range tests {
		got := one(t, check.Check{Run: func(p *check.Pass, _ check.Subject) { test.run(p) }}, fleet("r1"))
		if len(got) != 1 || got[0].Status != test.status || got[0].Message != test.message || got[0].Device != "r1" {
			t.Errorf("%s: %+v, want %s %q", test.name, got, test.status, test.message)
		}
	}
}

func TestEverythingThatAnAnswerCarries(t *testing.T) {
	got := one(t, check.Check{
		Run: func(p *check.Pass, _ check.Subject) {
			p.Expectf("at most %d", 1)
			p.Actualf("%d", 2)
			p.Cite(facts.Evidence{Command: "show x", Line: "y"}, facts.Evidence{Command: "show nothing"})
			p.Propose(show.Change{Verb: show.Authenticate})
			p.Grade(policy.Off)
			p.Grade(policy.High)
			p.GradeAtMost(policy.Low)
			p.Failf("two")
		},
	}, fleet("r1"))
	want := []check.Finding{{
		Check: "x", Device: "r1", Status: check.StatusFail, Severity: policy.Low, Message: "two", Expected: "at most 1", Actual: "2",
		Evidence: []facts.Evidence{{Command: "show x", Line: "y"}}, Changes: []show.Change{{Verb: show.Authenticate}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

func TestPassNeedsNoRemedy(t *testing.T) {
	got := one(t, check.Check{Run: func(p *check.Pass, _ check.Subject) { p.Propose(show.Change{Verb: show.Authenticate}) }}, fleet("r1"))
	if len(got[0].Changes) != 0 {
		t.Errorf("changes of a pass = %v", got[0].Changes)
	}
}

func TestHostileOutputStaysShort(t *testing.T) {
	mad := strings.Repeat("é", 1<<20)
	got := one(t, check.Check{Run: func(p *check.Pass, _ check.Subject) {
		p.Cite(facts.Evidence{Command: "show x", Line: mad})
		p.Actualf("%s", mad)
		p.Failf("%s", mad)
		p.Failf("%s", mad)
	}}, fleet("r1"))[0]
	for _, text := range []string{got.Message, got.Actual, got.Evidence[0].Line} {
		if len(text) > 600 || !strings.HasSuffix(text, "é…") {
			t.Errorf("%d bytes of device output in a finding", len(text))
		}
	}
}

func TestBeforeACheckRuns(t *testing.T) {
	never := func(*check.Pass, check.Subject) { t.Error("Run was called") }
	gap := fleet("r1")
	gap.Devices[0].Gaps = []facts.Gap{{Kind: facts.KindConfig, Reason: "privilege 1: no configuration"}}
	tests := []struct {
		name    string
		check   check.Check
		fleet   *facts.Fleet
		status  check.Status
		message string
	}{
		{"a gap", check.Check{Needs: []facts.Kind{facts.KindVersion, facts.KindConfig}}, gap, check.StatusNotMeasured, "privilege 1: no configuration"},
		{"nothing there and no gap", check.Check{Needs: []facts.Kind{facts.KindClock}}, fleet("r1"), check.StatusNotMeasured, "clock: not answered"},
		{"not applicable before a gap", check.Check{
			Needs:   []facts.Kind{facts.KindConfig},
			Applies: func(*check.Pass) (string, bool) { return "NTP is off", false },
		}, gap, check.StatusNotApplicable, "NTP is off"},
		{"no subjects", check.Check{Subjects: func(*check.Pass) []check.Subject { return nil }}, fleet("r1"),
			check.StatusNotApplicable, "there is nothing to ask about"},
		{"subjects panic", check.Check{Subjects: func(*check.Pass) []check.Subject { panic("boom") }}, fleet("r1"),
			check.StatusNotMeasured, "check x broke down; please report this: boom"},
	}
	for _, test := range tests {
		test.check.Run = never
		got := one(t, test.check, test.fleet)
		if len(got) != 1 || got[0].Status != test.status || got[0].Message != test.message {
			t.Errorf("%s: %+v, want %s %q", test.name, got, test.status, test.message)
		}
	}
}

func TestSubjectsStayApart(t *testing.T) {
	got := one(t, check.Check{
		Subjects: func(*check.Pass) []check.Subject { return []check.Subject{{Name: "a"}, {Name: "b"}, {Name: "a"}} },
		Run: func(p *check.Pass, s check.Subject) {
			if s.Name == "b" {
				panic("boom")
			}
			p.Failf("%s", s.Name)
		},
	}, fleet("r1"))
	var names []string
	for _, f := range got {
		names = append(names, f.Subject+" "+string(f.Status))
	}
	if d := cmp.Diff([]string{"a fail", "b not_measured", "a #2 fail"}, names); d != "" {
		t.Errorf("subjects (-want +got):\n%s", d)
	}
}

func TestPolicyChoosesChecks(t *testing.T) {
	run := func(p *check.Pass, _ check.Subject) { p.Failf("x") }
	checks := []check.Check{{ID: "b", Doc: doc, Run: run}, {ID: "off", Doc: doc, Run: run}, {ID: "a", Doc: doc, Run: run}}
	got := check.Run(checks, fleet("r1", "r2"), levels("a", "b"))
	for i, findings := range got.Devices {
		if len(findings) != 2 || findings[0].Check != "b" || findings[1].Check != "a" {
			t.Errorf("device %d: %+v, want b and a, in the order of the checks", i, findings)
		}
	}
	if len(got.Fleet) != 0 {
		t.Errorf("fleet: %+v", got.Fleet)
	}
}

func TestFleetChecks(t *testing.T) {
	tests := []struct {
		name  string
		check check.Check
		want  []string
	}{
		{"silence", check.Check{RunFleet: func(*check.FleetPass) {}}, []string{" pass [] "}},
		{"two findings", check.Check{RunFleet: func(p *check.FleetPass) {
			p.About("loop 1", "r1", "r2").Failf("circle")
			p.About("loop 2")
		}}, []string{"loop 1 fail [r1 r2] circle", "loop 2 pass [] "}},
		{"panic keeps what was found", check.Check{RunFleet: func(p *check.FleetPass) {
			p.About("loop 1", "r1").Failf("circle")
			panic("boom")
		}}, []string{"loop 1 fail [r1] circle", " not_measured [] check x broke down; please report this: boom"}},
		{"nobody answered", check.Check{Needs: []facts.Kind{facts.KindAssociations}, RunFleet: func(*check.FleetPass) {}},
			[]string{" not_measured [r1 r2] no device answered what this needs"}},
	}
	for _, test := range tests {
		test.check.ID, test.check.Doc = "x", doc
		var got []string
		for _, f := range check.Run([]check.Check{test.check}, fleet("r1", "r2"), levels("x")).Fleet {
			got = append(got, f.Subject+" "+string(f.Status)+" ["+strings.Join(f.Devices, " ")+"] "+f.Message)
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: fleet findings (-want +got):\n%s", test.name, d)
		}
	}
}
