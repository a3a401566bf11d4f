package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

func TestValidate(t *testing.T) {
	run := func(*check.Pass, check.Subject) {}
	good := check.Check{ID: "ntp-reach", Doc: doc, Run: run}
	with := func(change func(*check.Check)) []check.Check {
		c := good
		change(&c)
		return []check.Check{c}
	}
	tests := []struct {
		name   string
		checks []check.Check
		want   string // empty: valid
	}{
		{"good", []check.Check{good}, ""},
		{"twice", []check.Check{good, good}, "check ntp-reach: the id is used twice"},
		{"bad id", with(func(c *check.Check) { c.ID = "NTP reach" }), "check NTP reach: the id is not made of lower-case words and hyphens"},
		{"no remedy", with(func(c *check.Check) { c.Doc.Remedy = "" }), "check ntp-reach: title, text and remedy are all needed"},
		{"a cause twice", with(func(c *check.Check) { c.Doc.Causes = []check.Advice{{"a", "Do."}, {"a", "Do."}} }), "check ntp-reach: a cause needs a name of its own, of lower-case words and hyphens, and a text"},
		{"a cause without advice", with(func(c *check.Check) { c.Doc.Causes = []check.Advice{{Cause: "a"}} }), "check ntp-reach: a cause needs a name of its own, of lower-case words and hyphens, and a text"},
		{"no run", with(func(c *check.Check) { c.Run = nil }), "check ntp-reach: one of Run and RunFleet is needed"},
		{"both", with(func(c *check.Check) { c.RunFleet = func(*check.FleetPass) {} }), ""},
		{"subjects of the fleet", with(func(c *check.Check) {
			c.Run, c.RunFleet = nil, func(*check.FleetPass) {}
			c.Subjects = func(*check.Pass) []check.Subject { return nil }
		}), "check ntp-reach: a check of the fleet has no use for Applies and Subjects"},
	}
	for _, test := range tests {
		err := check.Validate(test.checks)
		if got := text(err); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestKinds(t *testing.T) {
	got := check.Kinds([]check.Check{
		{Needs: []facts.Kind{facts.KindStatus}, Wants: []facts.Kind{facts.KindConfig}},
		{Needs: []facts.Kind{facts.KindClock, facts.KindStatus}},
	})
	if d := cmp.Diff([]facts.Kind{facts.KindStatus, facts.KindConfig, facts.KindClock}, got); d != "" {
		t.Errorf("kinds (-want +got):\n%s", d)
	}
}
