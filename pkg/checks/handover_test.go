package checks_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Devices that nothing, or next to nothing, steers.

func nothingSteers(s *scene) {
	ntpOff(s)
	s.Config.Servers = nil
	s.Clock.Source = "hardware calendar"
}

func neverSet(s *scene) {
	s.Clock = clock(*s.Clock.Offset)
	s.Clock.NeverSet, s.Clock.Authoritative, s.Clock.Source = true, ptr(false), "none"
	s.Clock.Raw = "*00:12:45.017 UTC Mon Mar 1 1993"
	s.Clock.Offset.Lo, s.Clock.Offset.Hi = -33*365*24*time.Hour, -33*365*24*time.Hour+time.Second
}

func sntpOnly(servers ...string) func(*scene) {
	return func(s *scene) {
		nothingSteers(s)
		s.Clock.Source = "SNTP"
		for _, address := range servers {
			s.Config.SNTPServers = append(s.Config.SNTPServers, show.SNTPSource{Address: address})
		}
	}
}

func silent(s *scene) {
	unsynchronized(s)
	for i := range s.NTP.Associations {
		s.NTP.Associations[i].Reach, s.NTP.Associations[i].Stratum = 0, 16
	}
}

func unreachable(s *scene) {
	*s.Device = facts.Device{Device: s.Device.Device, Outcome: "unreachable"}
}

// TestHandOver: a check may leave a question to another only where that other answers for the
// device: not where it is off, nor where the device is excused from it.
func TestHandOver(t *testing.T) {
	approve := func(s *scene) { s.policy.Sources.Approved = []string{"198.51.100.1"} }
	ownClock := first(func(a *facts.Association) { a.Address, a.RefClock = "127.127.1.1", ptr(".LOCL.") })
	noSamples := all(offset(4*sec, 6*sec), first(func(a *facts.Association) { a.Dispersion, a.Reach = ptr(16*sec), 0o111 }))
	noOffset := func(s *scene) { s.Clock.Offset = nil }
	noMarks := each(func(a *facts.Association) { a.Role = show.RoleNone })
	for _, test := range []struct {
		check, other string
		spoil        func(*scene)
		alone        check.Status
		message      string
		subject      string
	}{
		{"ntp-synchronized", "ntp-enabled", nothingSteers, check.StatusFail, "NTP is off", ""},
		{"ntp-sources", "ntp-enabled", nothingSteers, check.StatusFail, "0 sources; 2 needed; NTP is off", ""},
		{"ntp-authentication", "ntp-enabled", all(required, nothingSteers), check.StatusFail, "nothing is authenticated; NTP is off", ""},
		{"ntp-approved", "ntp-enabled", all(approve, nothingSteers), check.StatusFail, "no approved source; NTP is off", ""},
		{"ntp-source-interface", "ntp-enabled", nothingSteers, check.StatusFail, "no source interface", ""},
		{"ntp-stratum", "ntp-enabled", nothingSteers, check.StatusFail, "NTP is off", ""},
		{"ntp-fresh", "ntp-enabled", nothingSteers, check.StatusFail, "NTP is off", ""},
		{"ntp-reach", "ntp-enabled", nothingSteers, check.StatusFail, "NTP is off", ""},
		{"ntp-peer-offset", "ntp-enabled", nothingSteers, check.StatusFail, "NTP is off", ""},
		{"ntp-self-report", "ntp-enabled", nothingSteers, check.StatusFail, "NTP is off", ""},
		{"ntp-falseticker", "ntp-enabled", nothingSteers, check.StatusPass, "", ""},
		{"ntp-master", "ntp-enabled", nothingSteers, check.StatusPass, "", ""},
		{"ntp-access", "ntp-enabled", nothingSteers, check.StatusPass, "", ""},
		{"ntp-served", "ntp-enabled", nothingSteers, check.StatusPass, "", ""},
		{"ntp-control", "ntp-enabled", nothingSteers, check.StatusPass, "", ""},
		{"ntp-stratum", "ntp-synchronized", unsynchronized, check.StatusFail, "not synchronized", ""},
		{"ntp-fresh", "ntp-synchronized", unsynchronized, check.StatusFail, "not synchronized", ""},
		{"ntp-reach", "ntp-synchronized", unsynchronized, check.StatusFail, "it follows no source", ""},
		{"ntp-peer-offset", "ntp-synchronized", unsynchronized, check.StatusFail, "it follows no source", ""},
		{"ntp-self-report", "ntp-synchronized", unsynchronized, check.StatusFail, "it follows no source", ""},
		{"ntp-reach", "ntp-consistent", noMarks, check.StatusNotMeasured, "the table marks no source, and the status says synchronized", ""},
		{"ntp-reach", "ntp-master", ownClock, check.StatusFail, "it follows its own clock", ""},
		{"ntp-peer-offset", "ntp-island", ownClock, check.StatusFail, "it follows its own clock", ""},
		{"ntp-self-report", "clock-offset", noOffset, check.StatusNotMeasured, "the clock's offset is not known", ""},
		{"ntp-self-report", "ntp-reach", noSamples, check.StatusFail, "198.51.100.1 has given no samples lately", ""},
		{"timestamps-zone", "timestamps-log", logs("uptime", ""), check.StatusFail, "no date that a zone could belong to", "log"},
	} {
		for _, other := range []struct {
			name  string
			turn  func(*scene)
			wants check.Status
		}{
			{"off", func(*scene) {}, test.alone},
			{"on", answered(test.other), check.StatusNotApplicable},
			{"waived", all(answered(test.other), waived(test.other, func(*scene) {})), test.alone},
		} {
			s := newScene(t, test.check)
			all(other.turn, test.spoil)(s)
			f, ok := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], test.check, test.subject)
			if !ok || f.Status != other.wants || f.Status == test.alone && f.Message != test.message {
				t.Errorf("%s, %s is %s: %s %q, want %s %q", test.check, test.other, other.name, f.Status, f.Message, other.wants, test.message)
			}
		}
	}
}

// TestClientsOfSNTP: what steers a clock in place of NTP is judged by what can be said of it.
func TestClientsOfSNTP(t *testing.T) {
	const server, another = "198.51.100.1", "198.51.100.2"
	unread := func(s *scene) { s.Config = nil; gap(facts.KindConfig)(s) }
	dead := all(answered("ntp-enabled"), sntpOnly(server), func(s *scene) { s.Clock.Source = "hardware calendar" })
	for _, test := range []struct {
		name, check, subject string
		spoil                func(*scene)
		status               check.Status
		message              string
	}{
		{"two that steer it", "ntp-sources", "", sntpOnly(server, another), check.StatusPass, ""},
		{"one", "ntp-sources", "", sntpOnly(server), check.StatusFail, "1 source; 2 needed; NTP is off"},
		{"two that do not", "ntp-sources", "", all(sntpOnly(server, another), neverSet), check.StatusFail, "0 of 2 sources usable; 2 needed; SNTP does not steer the clock"},
		{"the time source is not shown", "ntp-sources", "", all(sntpOnly(server, another), func(s *scene) { s.Clock.Source = "" }),
			check.StatusNotMeasured, "whether SNTP has set the clock is not shown"},
		{"lines that nobody may read", "ntp-sources", "", all(nothingSteers, unread), check.StatusNotMeasured, "NTP is off; whether it is a client of SNTP is not known"},
		{"and a clock that was never set", "ntp-sources", "", all(nothingSteers, neverSet, unread), check.StatusFail, "0 sources; 2 needed; NTP is off"},
		{"it does not authenticate", "ntp-authentication", "", all(required, sntpOnly(server)), check.StatusFail, "SNTP does not authenticate"},
		{"approved", "ntp-approved", server, all(sntpOnly(server, another), func(s *scene) { s.policy.Sources.Approved = []string{server} }), check.StatusPass, ""},
		{"not approved", "ntp-approved", another, all(sntpOnly(server, another), func(s *scene) { s.policy.Sources.Approved = []string{server} }),
			check.StatusFail, "198.51.100.2 is not approved"},
		{"broadcasts", "ntp-approved", "", all(sntpOnly(), func(s *scene) { s.Config.SNTPListens, s.policy.Sources.Approved = true, []string{server} }),
			check.StatusFail, "SNTP broadcasts are taken from any server"},
		{"broadcasts that steer it", "ntp-sources", "", all(sntpOnly(), func(s *scene) { s.Config.SNTPListens, s.policy.Sources.Min, s.policy.Sources.Usable = true, 1, 1 }), check.StatusPass, ""},
		{"its interface", "ntp-source-interface", "", all(sntpOnly(server), func(s *scene) { s.Config.SNTPInterface = ptr("Loopback0") }), check.StatusPass, ""},
		{"a falseticker", "ntp-falseticker", "", all(sntpOnly(server), func(s *scene) { s.fleet.Servers[0] = measured(server, 5*sec) }),
			check.StatusFail, "takes SNTP from 198.51.100.1, a falseticker"},
		{"a right one", "ntp-falseticker", "", sntpOnly(server), check.StatusPass, ""},
		{"one that was not measured", "ntp-falseticker", "", all(sntpOnly("203.0.113.9"), offset(4*sec, 6*sec)), check.StatusNotMeasured,
			"its SNTP servers were not measured from here"},
		{"enough for ntp-enabled", "ntp-enabled", "", sntpOnly(server), check.StatusPass, ""},
		{"dead, and the calendar steers nothing", "ntp-synchronized", "", dead, check.StatusFail, "SNTP does not steer the clock; time source is hardware calendar"},
		{"never set", "ntp-synchronized", "", all(sntpOnly(server), neverSet), check.StatusFail, "SNTP does not steer the clock; it was never set"},
		{"not authoritative", "ntp-synchronized", "", all(sntpOnly(server), func(s *scene) { s.Clock.Authoritative = ptr(false) }), check.StatusFail,
			"SNTP does not steer the clock; not authoritative (*), time source is SNTP"},
		{"no time source", "ntp-synchronized", "", all(sntpOnly(server), func(s *scene) { s.Clock.Source = "" }), check.StatusNotMeasured, "whether SNTP steers the clock is not shown"},
		{"just booted", "ntp-synchronized", "", all(dead, func(s *scene) { s.Version.Uptime = ptr(4 * time.Minute) }), check.StatusNotApplicable,
			"settling: the device started 4 min ago; SNTP does not steer the clock yet; look again in 11 min"},
		{"SNTP steers it", "ntp-synchronized", "", sntpOnly(server), check.StatusPass, ""},
		{"SNTP steers it, and NTP is not asked for", "ntp-synchronized", "", all(answered("ntp-enabled"), sntpOnly(server)), check.StatusNotApplicable, "NTP is off"},
		{"SNTP steers it", "ntp-reach", "", all(answered("ntp-enabled"), answered("ntp-synchronized"), sntpOnly(server)), check.StatusNotApplicable, "NTP is off"},
		{"SNTP does not, as ntp-synchronized says", "ntp-reach", "", all(answered("ntp-enabled"), answered("ntp-synchronized"), dead), check.StatusNotApplicable, "NTP is off"},
		{"SNTP does not, and nothing says so", "ntp-reach", "", all(answered("ntp-enabled"), dead), check.StatusFail, "NTP is off"},
		{"as the clock alone shows", "ntp-authentication", "", all(required, answered("ntp-enabled"), sntpOnly(), unread), check.StatusNotMeasured, "cut off"},
		{"its interface is not named", "ntp-source-interface", "", all(answered("ntp-enabled"), sntpOnly(server)), check.StatusFail, "no source interface"},
		{"not known to ntp-enabled", "ntp-enabled", "", all(nothingSteers, unread), check.StatusNotMeasured, "NTP is off; whether it is a client of SNTP is not known"},
		{"none, as the clock shows", "ntp-enabled", "", all(nothingSteers, neverSet, unread), check.StatusFail, "NTP is off"},
	} {
		s := newScene(t, test.check)
		test.spoil(s)
		f, ok := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], test.check, test.subject)
		if !ok || f.Status != test.status || f.Message != test.message {
			t.Errorf("%s: %s: %s %q, want %s %q", test.name, test.check, f.Status, f.Message, test.status, test.message)
		}
	}
}

func required(s *scene) { s.policy.Authentication.Required = true }

// Lines of NTP stop SNTP: where it steers the clock, more of them are no general advice.
func TestClientOfSNTPIsNotToldToAddNTPLines(t *testing.T) {
	const server, another = "198.51.100.1", "198.51.100.2"
	for name, spoil := range map[string]func(*scene){"one": sntpOnly(server), "none works": all(sntpOnly(server, another), neverSet)} {
		s := newScene(t, "ntp-sources")
		spoil(s)
		f, ok := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-sources", "")
		if !ok || !slices.ContainsFunc(f.ByHand, func(reason string) bool { return strings.Contains(reason, "the first ntp line stops SNTP") }) {
			t.Errorf("%s: %q, by hand %q", name, f.Message, f.ByHand)
		}
	}
}
