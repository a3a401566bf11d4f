package checks_test

import (
	"slices"
	"testing"
	"time"

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

// A clock that PTP steers gets no source of NTP under any policy, and needs none where ntp-enabled answers for it.
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
				if f.Check == "ntp-sources" && f.Subject == "" {
					want := check.StatusNotApplicable
					if slices.Contains([]string{"cis", "stig", "rfc8633"}, built) { // they ask for lines, or for more than a pair
						want = check.StatusFail
					}
					if f.Status != want {
						t.Errorf("%s, %s: ntp-sources %s %q, want %s", name, built, f.Status, f.Message, want)
					}
				}
				switch f.Check {
				case "ntp-synchronized", "ntp-stratum", "ntp-reach", "ntp-peer-offset", "ntp-fresh", "ntp-self-report",
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

// What is configured beside PTP counts as lines, whether NTP uses it or not.
func TestNTPSourcesBesidePTP(t *testing.T) {
	demand := func(n int) func(*scene) { return func(s *scene) { s.policy.Sources.Min = n } }
	regions := func(s *scene) { s.policy.Sources.Regions = true }
	gps := func(s *scene) {
		s.NTP.Associations[0].Address, s.NTP.Associations[0].RefClock, s.NTP.Associations[0].Stratum = "127.127.20.0", ptr(".GPS."), 0
	}
	tell(t, "ntp-sources", []story{
		{"enough lines, all silent", all(silent, steeredByPTP), check.StatusPass, "", 0, nil, ""},
		{"too few", all(steeredByPTP, demand(4)), check.StatusFail, "3 NTP sources; 4 needed; PTP steers the clock", 0, byHand, ""},
		{"too few, and a table that was cut", all(steeredByPTP, demand(4), hiddenRow), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"none, and ntp-enabled is on", all(sourceless, steeredByPTP, answered("ntp-enabled")), check.StatusNotApplicable, "PTP steers the clock; no NTP source is behind it", 0, nil, ""},
		{"none, and ntp-enabled is off", all(sourceless, steeredByPTP), check.StatusFail, "0 NTP sources", 0, byHand, ""},
		{"a receiver of the platform", all(regions, func(s *scene) { s.Clock.Source = "GNSS" }), check.StatusManual,
			"look whether the sources stand in different regions, and whether GNSS is an approved source", 0, nil, "regions"},
		{"a receiver among the sources", all(regions, gps), check.StatusManual,
			"look whether the sources stand in different regions, and whether GPS is an approved source", 0, nil, "regions"},
	})
}

// TAI is 37 s ahead of UTC.
func TestClockOfAGrandmasterThatGivesTAI(t *testing.T) {
	const tai = "+37.000 ±0.010 s, limit ±1 s; the grandmaster gives TAI; its UTC offset is not applied"
	at := func(off time.Duration) func(*scene) { return offset(off-10*ms, off+10*ms) }
	tell(t, "clock-offset", []story{
		{"PTP", all(at(37*sec), steeredByPTP), check.StatusFail, tai, 0, nil, ""},
		{"PTP with NTP off", all(nothingSteers, at(37*sec), steeredByPTP), check.StatusFail, tai, 0, nil, ""},
		{"a leap second later", all(at(38*sec), steeredByPTP), check.StatusFail,
			"+38.000 ±0.010 s, limit ±1 s; the grandmaster gives TAI; its UTC offset is not applied", 0, nil, ""},
		{"as far behind", all(nothingSteers, at(-37*sec), steeredByPTP), check.StatusFail, "-37.000 ±0.010 s, limit ±1 s; PTP steers it", 0, nil, ""},
		{"as far, and NTP holds it", all(unsynchronized, at(37*sec)), check.StatusFail, "+37.000 ±0.010 s, limit ±1 s; nothing steers it", 0, nil, ""},
	})
}
