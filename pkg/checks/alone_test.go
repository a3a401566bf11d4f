package checks_test

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// cannotBePut are the reasons for which a question does not apply whatever other checks are on.
var cannotBePut = []string{
	"clock-step: one reading; a step would not show",
	"ntp-hierarchy: a fleet of fewer than 12 devices needs no hierarchy",
	"ntp-approved: there is nothing to ask about", // no source is one that is not approved
}

// TestAloneEachCheckAnswers walks every check on devices that are not as they should be, with no other check on: whatever it leaves
// to another where that one answers, it answers itself, or the question cannot be put at all.
func TestAloneEachCheckAnswers(t *testing.T) {
	for _, bad := range []fixture{
		{"NTP off", nothingSteers},
		{"never set, NTP off", all(nothingSteers, neverSet)},
		{"SNTP only", sntpOnly("198.51.100.1", "198.51.100.2")},
		{"SNTP only, never set", all(sntpOnly("198.51.100.1"), neverSet)},
		{"never set, no answer", all(silent, neverSet)},
		{"not synchronized", unsynchronized},
		{"its own clock", ownClockOnly},
		{"unreachable", unreachable},
	} {
		for _, c := range checks.All() {
			s := newScene(t, "")
			own := *strictPolicies(t)[1]
			own.Checks = []policy.CheckLevel{{ID: c.ID, Severity: policy.Medium}}
			s.policy = &own
			bad.spoil(s)
			results := check.Run(checks.All(), s.fleet, s.policy)
			for _, f := range append(results.Devices[0], results.Fleet...) {
				if f.Status == check.StatusNotApplicable && !slices.Contains(cannotBePut, f.Check+": "+f.Message) {
					t.Errorf("%s: %s: %q", bad.name, c.ID, f.Message)
				}
			}
		}
	}
}

func ownClockOnly(s *scene) {
	a := source("127.127.1.1", 7, "sys_peer")
	a.RefClock = ptr(".LOCL.")
	s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:0], nil
	s.NTP.Associations = append(s.NTP.Associations, a)
}
