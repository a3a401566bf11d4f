package checks_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// TestCauseOfAWrongClock: a cause is named only where it was seen, and what is missing is said where it was not.
func TestCauseOfAWrongClock(t *testing.T) {
	far := offset(4990*ms, 5010*ms)
	noSource := all(far, func(s *scene) { s.fleet.Servers = nil })
	noMark := each(func(a *facts.Association) { a.Role = show.RoleNone })
	says := func(source string) func(*scene) { return func(s *scene) { s.Clock.Source = source } }
	unreadConfig := func(s *scene) { s.Config = nil; gap(facts.KindConfig)(s) }
	for _, test := range []struct {
		name  string
		spoil func(*scene)
		cause check.Cause
		says  string // behind the offset; empty: nothing
	}{
		{"it follows a wrong source", all(far, func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }), "falseticker", "it follows a wrong source"},
		{"not synchronized", all(far, unsynchronized), "not-synchronized", "nothing steers it"},
		{"its source was not measured", noSource, "source-not-measured", "its source could not be measured from here"},
		{"the status was refused", all(far, refusedStatus), "unknown", "why is not known: show ntp status: not authorized"},
		{"a row was not understood", all(noSource, noMark, func(s *scene) {
			s.NTP.Known, s.NTP.Doubt = false, "a row was not understood: *~198.51.100.1 …"
		}), "unknown", "why is not known: the association table was not read whole; a row was not understood: *~198.51.100.1 …"},
		{"the table was refused", all(noSource, noMark, func(s *scene) {
			s.NTP.Known, s.NTP.Associations = false, nil
			s.Gaps = append(s.Gaps, facts.Gap{Kind: facts.KindAssociations, Reason: "show ntp associations: not authorized"})
		}), "unknown", "why is not known: the association table was not read whole; show ntp associations: not authorized"},
		{"synchronized to nothing", all(noSource, noMark), "contradiction", "its status and its table contradict each other"},
		{"never set", all(far, func(s *scene) { s.Clock.NeverSet = true }), "never-set", "the clock was never set"},
		{"never set, as clock-set says", all(far, answered("clock-set"), func(s *scene) { s.Clock.NeverSet = true }), "", ""},
		{"NTP off", all(nothingSteers, far, says("hardware calendar")), "not-synchronized", "nothing steers it"},
		{"SNTP", all(sntpOnly("198.51.100.1"), far, says("SNTP")), "steered", "SNTP steers it"},
		{"SNTP, and the time source is not shown", all(sntpOnly("198.51.100.1"), far, says("")), "unknown", "why is not known: its time source is not shown"},
		{"NTP off, and nothing else is known", all(nothingSteers, far, says(""), unreadConfig), "unknown", "why is not known: its time source is not shown"},
		{"PTP", all(nothingSteers, far, says("PTP")), "steered", "PTP steers it"},
		{"PTP that gives TAI", all(nothingSteers, offset(37*sec-5*ms, 37*sec+5*ms), says("PTP")), "tai", "the grandmaster gives TAI; its UTC offset is not applied"},
	} {
		s := newScene(t, "clock-offset")
		test.spoil(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "clock-offset", "")
		_, why, _ := strings.Cut(f.Message, "limit ±1 s")
		if f.Status != check.StatusFail || f.Cause != test.cause || strings.TrimPrefix(why, "; ") != test.says {
			t.Errorf("%s: %s %q, cause %q; want cause %q, %q", test.name, f.Status, f.Message, f.Cause, test.cause, test.says)
		}
	}
}

// TestEveryCauseHasAdvice: what a failure names, its check has advice for.
func TestEveryCauseHasAdvice(t *testing.T) {
	docs := map[string]check.Doc{}
	for _, c := range checks.All() {
		docs[c.ID] = c.Doc
	}
	for _, fx := range fixtures() {
		s := newScene(t, "")
		s.policy = everything(t)
		if fx.spoil != nil {
			fx.spoil(s)
		}
		for _, f := range check.Run(checks.All(), s.fleet, s.policy).Devices[0] {
			doc := docs[f.Check]
			if f.Cause != "" && doc.For(f.Cause) == doc.Remedy {
				t.Errorf("%s: %s: no advice for %q", fx.name, f.Check, f.Cause)
			}
		}
	}
}
