package checks_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// follow makes a device of the scene follow an address, and nothing else.
func follow(s *scene, device int, address string, stratum int) {
	d := &s.fleet.Devices[device]
	d.NTP.Associations = []facts.Association{source(address, stratum, show.RoleSysPeer)}
	d.NTP.Status.RefID = &d.NTP.Associations[0].Address
	d.NTP.Status.Stratum = ptr(stratum + 1)
}

// freeRunning makes the first device follow its own clock.
func freeRunning(s *scene) {
	s.NTP.Associations, s.Config.Servers = nil, nil
	master(8, show.RoleSysPeer)(s)
	s.NTP.Status.RefID, s.NTP.Status.Stratum = ptr("127.127.1.1"), ptr(8)
}

func TestNTPServed(t *testing.T) {
	answers := func(yes bool) func(*scene) {
		return func(s *scene) {
			s.AnswersNTP = &yes
			s.KnownBy = []netip.Addr{netip.MustParseAddr("192.0.2.99")} // by which no device of the fleet uses it
		}
	}
	tell(t, "ntp-served", []story{
		{"serves the switches", func(s *scene) { s.AnswersNTP = ptr(true) }, check.StatusPass, "", 0, nil, ""},
		{"serves nobody and answers", answers(true), check.StatusFail, "answers NTP, though nobody uses it", 0, nil, ""},
		{"by an address that is not known", all(answers(true), func(s *scene) { s.KnownBy = nil }), check.StatusNotMeasured, "it answers", 0, nil, ""},
		{"beside a device that was not read", all(answers(true), func(s *scene) { s.fleet.Devices[1].NTP.Known = false }), check.StatusNotMeasured,
			"it answers; the sources of 1 device are not known, which may be its clients", 0, nil, ""},
		{"does not answer", answers(false), check.StatusPass, "", 0, nil, ""},
		{"on a part of the fleet", all(answers(true), func(s *scene) { s.fleet.Partial = true }), check.StatusNotApplicable,
			"it answers", 0, nil, ""},
		{"was not asked", func(s *scene) { s.KnownBy = nil }, check.StatusNotMeasured, "it was not asked over NTP", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"waived", waived("ntp-served", answers(true)), check.StatusWaived, "answers NTP, though nobody uses it", 0, nil, ""},
	})
}

func TestNTPLoop(t *testing.T) {
	circle := func(s *scene) {
		follow(s, 0, "192.0.2.2", 3)
		follow(s, 1, "192.0.2.1", 3)
	}
	seenOnce := func(s *scene) {
		circle(s)
		s.fleet.Devices[1].NTP.Status.RefID = nil
	}
	nobody := func(s *scene) {
		for i := range s.fleet.Devices {
			s.fleet.Devices[i].NTP = nil
		}
	}
	tell(t, "ntp-loop", []story{
		{"none", nil, check.StatusPass, "", 0, nil, ""},
		{"two routers", circle, check.StatusFail, "2 nodes follow each other in a circle; r1 → r2 → r1", policy.High, nil, "r1"},
		{"seen once", seenOnce, check.StatusInconclusive, "2 nodes follow each other in a circle, seen once", 0, nil, "r1"},
		{"itself", func(s *scene) { follow(s, 0, "192.0.2.1", 3) }, check.StatusFail, "follows itself", 0, nil, "r1"},
		{"one of them has come up a moment ago", all(circle, func(s *scene) { s.fleet.Devices[1].NTP.Uptime = ptr(4 * time.Minute) }), check.StatusNotApplicable,
			"r2 is settling", 0, nil, "r1"},
		{"nobody answered", nobody, check.StatusNotMeasured, "no device answered what this needs", 0, nil, ""},
		{"waived", waived("ntp-loop", circle), check.StatusWaived, "2 nodes follow each other in a circle", 0, nil, "r1"},
	})
}

func TestNTPIsland(t *testing.T) {
	lastSwitchOff := func(s *scene) {
		s.fleet.Devices[5].NTP = &facts.NTP{Enabled: ptr(false), Known: true, Status: &show.Status{}, StatusLine: "%NTP is not enabled."}
	}
	tell(t, "ntp-island", []story{
		{"none", nil, check.StatusPass, "", 0, nil, ""},
		{"switches behind a router that runs free", freeRunning, check.StatusFail,
			"r1 runs free on its own clock; behind it: s1, s2", policy.High, nil, "r1"},
		{"behind a router without NTP", ntpOff, check.StatusFail, "r1 has no time itself", 0, nil, "r1"},
		{"a switch without NTP, and nothing else asks", lastSwitchOff, check.StatusFail, "s2 has no time itself; behind it: no device", 0, nil, "s2"},
		{"a switch without NTP is another check's", all(answered("ntp-enabled"), lastSwitchOff), check.StatusPass, "", 0, nil, ""},
		{"a switch that PTP steers", all(lastSwitchOff, func(s *scene) { s.fleet.Devices[5].Clock.Source = "PTP" }), check.StatusPass, "", 0, nil, ""},
		{"a switch with a clock by SNTP", all(lastSwitchOff, func(s *scene) { s.fleet.Devices[5].Clock.Source = "SNTP" }), check.StatusPass, "", 0, nil, ""},
		{"behind a router that PTP steers", all(ntpOff, func(s *scene) { s.Clock.Source = "PTP" }), check.StatusPass, "", 0, nil, ""},
		{"behind a circle", func(s *scene) {
			follow(s, 0, "192.0.2.2", 3)
			follow(s, 1, "192.0.2.1", 3)
		}, check.StatusFail, "r1 is part of a circle; behind it: s1, s2", 0, nil, "r1"},
		{"the router is settling", all(unsynchronized, justBooted), check.StatusNotApplicable, "r1 is settling", 0, nil, "r1"},
		{"behind a server that runs free", func(s *scene) {
			for i := range s.fleet.Servers {
				s.fleet.Servers[i].RefID = "127.127.1.0"
			}
		}, check.StatusFail, "198.51.100.1 runs free on its own clock", 0, nil, "198.51.100.1"},
		{"waived", waived("ntp-island", freeRunning), check.StatusWaived, "r1 runs free on its own clock", 0, nil, "r1"},
	})
}

// oneAppliance puts all servers behind one clock.
func oneAppliance(s *scene) {
	for i := range s.fleet.Servers {
		s.fleet.Servers[i].RefID, s.fleet.Servers[i].Stratum = "203.0.113.1", ptr(2)
	}
}

func partial(s *scene) { s.fleet.Partial = true }

func TestNTPRedundancy(t *testing.T) {
	tell(t, "ntp-redundancy", []story{
		{"three clocks", nil, check.StatusPass, "", 0, nil, ""},
		{"one clock behind three servers", oneAppliance, check.StatusFail,
			"one clock behind all sources: 203.0.113.1; r1, r2, r3, r4, s1 and 1 more", policy.Medium, nil, "203.0.113.1"},
		{"a part of the fleet", all(oneAppliance, partial), check.StatusNotApplicable, "only a part of the fleet was audited", 0, nil, ""},
		{"one device", func(s *scene) {
			oneAppliance(s)
			s.fleet.Devices = s.fleet.Devices[:1]
		}, check.StatusNotApplicable, "one device is no fleet", 0, nil, ""},
		{"waived", waived("ntp-redundancy", oneAppliance), check.StatusWaived, "one clock behind all sources: 203.0.113.1", 0, nil, "203.0.113.1"},
	})
}

func TestNTPSinglePoint(t *testing.T) {
	oneRouter := func(s *scene) {
		follow(s, 4, "192.0.2.1", 2)
		follow(s, 5, "192.0.2.1", 2)
	}
	tell(t, "ntp-single-point", []story{
		{"two ways for everybody", nil, check.StatusPass, "", 0, nil, ""},
		{"switches behind one router", oneRouter, check.StatusFail, "r1 is the only way to the time; for s1, s2", policy.Medium, nil, "r1"},
		{"one switch is a matter of its sources", all(answered("ntp-sources"), func(s *scene) { follow(s, 4, "192.0.2.1", 2) }), check.StatusPass, "", 0, nil, ""},
		{"one switch, and nothing asks for its sources", func(s *scene) { follow(s, 4, "192.0.2.1", 2) }, check.StatusFail,
			"r1 is the only way to the time; for s1", 0, nil, "r1"},
		{"one clock behind several servers is another check's", all(answered("ntp-redundancy"), oneAppliance), check.StatusPass, "", 0, nil, ""},
		{"one clock behind several servers, and no other check", oneAppliance, check.StatusFail, "203.0.113.1 is the only way to the time", 0, nil, "203.0.113.1"},
		{"a router that was not read may have ways of its own", func(s *scene) {
			oneRouter(s)
			s.NTP = nil
		}, check.StatusPass, "", 0, nil, ""},
		{"a part of the fleet", all(oneRouter, partial), check.StatusNotApplicable, "only a part of the fleet was audited", 0, nil, ""},
		{"waived", waived("ntp-single-point", oneRouter), check.StatusWaived, "r1 is the only way to the time", 0, nil, "r1"},
	})
}

// TestOneSinglePointForOneCause: what stands above a single point is not told as well.
func TestOneSinglePointForOneCause(t *testing.T) {
	s := newScene(t, "ntp-single-point")
	oneAppliance(s)
	s.fleet.Devices = s.fleet.Devices[:2]
	follow(s, 0, "198.51.100.1", 2)
	follow(s, 1, "198.51.100.1", 2)
	if got := check.Run(checks.All(), s.fleet, s.policy).Fleet; len(got) != 1 || got[0].Subject != "198.51.100.1" {
		t.Errorf("findings %+v, want one about 198.51.100.1", got)
	}
}
