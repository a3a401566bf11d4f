package checks_test

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// sourceless is NTP that is on and has no source, as it may be on NX-OS.
func sourceless(s *scene) {
	unsynchronized(s)
	s.NTP.Associations, s.Config.Servers = nil, nil
}

func steeredByPTP(s *scene) { s.Clock.Source = "PTP" }

func protocolPTP(s *scene) {
	s.Clock.Source = ""
	s.Config.ClockProtocol = ptr("ptp vdc 1")
}

// A clock that PTP steers needs no source of NTP, under any policy, and gets none.
func TestPTPBesideNTP(t *testing.T) {
	for name, spoil := range map[string]func(*scene){
		"the clock says so": all(sourceless, steeredByPTP), "the configuration says so": all(sourceless, protocolPTP),
		"with NTP off": all(nothingSteers, steeredByPTP), "keys required": all(sourceless, steeredByPTP, required),
	} {
		for _, built := range policy.Names() {
			s := newScene(t, "")
			s.policy, _ = policy.Builtin(built)
			spoil(s)
			for _, f := range check.Run(checks.All(), s.fleet, s.policy).Devices[0] {
				if slices.ContainsFunc(f.Changes, func(c show.Change) bool { return c.Verb == show.AddServer || c.Verb == show.EnableNTP }) {
					t.Errorf("%s, %s: %s adds a source", name, built, f.Check)
				}
				if f.Check == "ntp-enabled" && (f.Status != check.StatusPass || f.Actual != "PTP") {
					t.Errorf("%s, %s: %+v", name, built, f)
				}
				switch f.Check {
				case "ntp-synchronized", "ntp-stratum", "ntp-sources", "ntp-reach", "ntp-peer-offset", "ntp-fresh", "ntp-self-report",
					"ntp-falseticker", "ntp-authentication", "ntp-source-interface":
					if f.Status != check.StatusNotApplicable {
						t.Errorf("%s, %s: %s %s %q", name, built, f.Check, f.Status, f.Message)
					}
				}
			}
		}
	}
}

// What is configured beside PTP is judged; a line about PTP does not speak for a clock that names NTP.
func TestSourcesBesidePTP(t *testing.T) {
	tell(t, "ntp-falseticker", []story{{"one is wrong", all(steeredByPTP, func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }),
		check.StatusFail, "follows 198.51.100.1, which is 5.00 s fast", 0, []string{"no ntp server 198.51.100.1"}, ""}})
	tell(t, "ntp-synchronized", []story{{"PTP is of another VDC", all(sourceless, protocolPTP, func(s *scene) { s.Clock.Source = "NTP" }),
		check.StatusFail, "no source", 0, nil, ""}})
	tell(t, "ntp-synchronized", []story{{"PTP, and NTP sources that are lost", all(silent, steeredByPTP, func(s *scene) {
		s.NTP.Associations = append([]facts.Association(nil), s.NTP.Associations...)
	}), check.StatusNotApplicable, "PTP steers the clock", 0, nil, ""}})
}
