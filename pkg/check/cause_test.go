package check_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// The advice is that of the cause that is named first, and of no cause where nothing is wrong.
func TestAdviceFollowsTheCause(t *testing.T) {
	advised := check.Doc{Title: "t", Text: "t", Remedy: "In general.", Causes: []check.Advice{{"key-not-trusted", "Trust it."}, {"silent", "Ask."}}}
	for _, test := range []struct {
		name   string
		run    func(*check.Pass)
		cause  check.Cause
		advice string
	}{
		{"one", func(p *check.Pass) { p.Failf("no"); p.Because("silent") }, "silent", "Ask."},
		{"two", func(p *check.Pass) { p.Because("key-not-trusted"); p.Because("silent"); p.Failf("no") }, "key-not-trusted", "Trust it."},
		{"none", func(p *check.Pass) { p.Failf("no") }, "", "In general."},
		{"one that has no advice of its own", func(p *check.Pass) { p.Failf("no"); p.Because("other") }, "other", "In general."},
		{"of a pass", func(p *check.Pass) { p.Because("silent") }, "", "In general."},
	} {
		f := one(t, check.Check{Run: func(p *check.Pass, _ check.Subject) { test.run(p) }}, fleet("r1"))[0]
		if f.Cause != test.cause || advised.For(f.Cause) != test.advice {
			t.Errorf("%s: cause %q, advice %q", test.name, f.Cause, advised.For(f.Cause))
		}
	}
	if got, want := advised.Remedies(), "In general.\n\nkey not trusted: Trust it.\n\nsilent: Ask."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
