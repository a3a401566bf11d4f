package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestMerge(t *testing.T) {
	north, south := campus(), fleet(3)
	south.RunID, south.Complete, south.Notes = "south", false, []string{"interrupted"}
	south.Policy, south.Tool.Version = Policy{Name: "strict", Digest: "fedcba987654"}, "1.1.0"
	south.Finished = north.Finished.Add(60e9)
	south.Reference.Tier, south.Reference.Voters = "device_sources", 2
	settled(south)
	north.FailOn, south.FailOn, south.MinCoverage = policy.High, policy.Low, 0.5
	m, err := Merge(north, south)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Devices) != 12 || m.Summary.Devices != 12 || m.Summary.States.Fail != north.Summary.States.Fail+1 || m.Complete {
		t.Errorf("%d devices, summary %+v, complete %v", len(m.Devices), m.Summary, m.Complete)
	}
	if !m.Finished.Equal(south.Finished) || m.Policy.Name != "baseline+strict" {
		t.Errorf("finished %v, policy %v", m.Finished, m.Policy)
	}
	if len(m.Collectors) != 2 || m.Reference != nil || m.referenceOf(&m.Devices[11]) != south.Reference {
		t.Errorf("%d collectors, reference %+v: each run keeps its own", len(m.Collectors), m.Reference)
	}
	if want := (check.Terms{FailOn: policy.Low, MinCoverage: 1}); m.Terms() != want {
		t.Errorf("judged by %+v, want the strictest of each: %+v", m.Terms(), want)
	}
	notes := strings.Join(m.Notes, "\n")
	for _, want := range []string{"merged from 2 runs", "south: incomplete", "south: interrupted", "different policies: baseline 0123456789ab, strict fedcba987654", "different versions: 1.0.0, 1.1.0", "different terms: --fail-on high --min-coverage 100%, --fail-on low --min-coverage 50%"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not say %q:\n%s", want, notes)
		}
	}
	if _, err := Decode(bytes.NewReader(encode(t, m))); err != nil {
		t.Errorf("a merged report cannot be read: %v", err)
	}
	if err := compileSchema(t, true).Validate(unmarshal(t, encode(t, m))); err != nil {
		t.Error(err)
	}
}

func TestMergeRefuses(t *testing.T) {
	other, version := campus(), fleet(1)
	other.RunID = "other"
	version.RunID, version.Schema = "version", "ntpaudit.report/v2"
	for want, list := range map[string][]*Report{
		"nothing to merge": nil,
		"is there twice":   {campus(), campus()},
		"core1: is in run 20261122T100000Z-5f3a and in run other": {campus(), other},
		"write both with one version":                             {campus(), version},
	} {
		if _, err := Merge(list...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want %q", err, want)
		}
	}
}

func TestDiff(t *testing.T) {
	before, after := campus(), campus()
	core, dist, edge := &after.Devices[0], &after.Devices[1], &after.Devices[2]
	core.answer("clock-offset", check.StatusFail, "off by +2s")            // worse
	dist.answer("ntp-falseticker", check.StatusPass, "")                   // better
	dist.answer("timestamps-debug", check.StatusFail, "no date")           // a waiver lapsed; low
	edge.answer("clock-set", check.StatusFail, "woke up in 2002")          // the same failure
	edge.answer("ntp-synchronized", check.StatusNotMeasured, "cut answer") // better than a failure, not good
	core.Findings = append(core.Findings, Finding{Check: "ntp-reach", Subject: "10.9.0.7", Status: check.StatusFail, Severity: policy.High, Message: "reach 1"})
	after.Devices = append(after.Devices[:8], healthy("new1", "192.0.2.200", "10.9.0.1", 0, 5*ms))
	after.Policy.Digest = "changed"
	c := Diff(before, after)
	texts := func(list []Change) string {
		var out []string
		for _, change := range list {
			out = append(out, change.text())
		}
		return strings.Join(out, "\n")
	}
	for _, x := range []struct{ name, got, want string }{
		{"worse", texts(c.Worse), "core1 clock-offset: pass → fail (high): off by +2s\ndist2 timestamps-debug: waived → fail (low): no date"},
		{"better", texts(c.Better), "dist2 ntp-falseticker: fail (high) → pass\nedge1 ntp-synchronized: fail (high) → unknown: cut answer"},
		{"appeared", texts(c.Appeared), "core1 ntp-reach 10.9.0.7: fail (high): reach 1"},
		{"vanished", texts(c.Vanished), "acc5 timestamps-log: was unknown\nacc5 timestamps-debug: was unknown"},
		{"added", strings.Join(c.Added, " "), "new1"},
		{"removed", strings.Join(c.Removed, " "), "acc5"},
		{"new failures", texts(c.NewFailures(policy.Medium)), "core1 clock-offset: pass → fail (high): off by +2s\ncore1 ntp-reach 10.9.0.7: fail (high): reach 1"},
		{"notes", strings.Join(c.Notes, "\n"), "the policies differ: baseline 0123456789ab, then baseline changed"},
	} {
		if x.got != x.want {
			t.Errorf("%s: got\n%s\nwant\n%s", x.name, x.got, x.want)
		}
	}
	var out bytes.Buffer
	if err := c.Write(&out, Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	compare(t, "diff.80.txt", out.Bytes())
}

func TestDiffOfEqualReports(t *testing.T) {
	merged := func() *Report {
		north, south := campus(), fleet(3) // the fleet of each has a finding of its own about core1
		south.RunID, south.Findings = "south", campus().Findings
		south.Findings[0].Status = check.StatusPass
		m, err := Merge(north, south)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, reports := range [][2]*Report{{hostile(), hostile()}, {merged(), merged()}} {
		c := Diff(reports[0], reports[1])
		for _, l := range c.lists() {
			if len(l.changes) > 0 {
				t.Errorf("%s: %d", l.title, len(l.changes))
			}
		}
		if len(c.Added)+len(c.Removed)+len(c.Notes) > 0 {
			t.Errorf("%v %v %v", c.Added, c.Removed, c.Notes)
		}
	}
}
