package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func master(stratum int, role show.Role) func(*scene) { return masterOn(0, stratum, role) }

// masterOn gives a device of the scene an own clock, as IOS shows it.
func masterOn(device, stratum int, role show.Role) func(*scene) {
	return func(s *scene) {
		d := &s.fleet.Devices[device]
		d.Config.NTPMaster = &show.Master{Stratum: stratum, Explicit: true}
		d.Config.Lines = append(d.Config.Lines, "ntp master")
		d.NTP.Associations = append(d.NTP.Associations, source("127.127.1.1", stratum-1, role))
	}
}

// outage makes the real sources of the first device stop answering.
func outage(s *scene) {
	for i := range s.NTP.Associations {
		if !s.NTP.Associations[i].OwnClock() {
			s.NTP.Associations[i].Reach, s.NTP.Associations[i].Role = 0, show.RoleNone
		}
	}
}

// followsOwn makes the first device follow its own clock.
func followsOwn(stratum int) func(*scene) {
	return func(s *scene) {
		for i := range s.NTP.Associations {
			s.NTP.Associations[i].Role = show.RoleCandidate
		}
		master(stratum, show.RoleSysPeer)(s)
		s.NTP.Status.RefID, s.NTP.Status.Stratum = ptr("127.127.1.1"), &stratum
	}
}

// worstAt puts the last source of the first device at a stratum.
func worstAt(stratum int) func(*scene) {
	return func(s *scene) { s.NTP.Associations[len(s.NTP.Associations)-1].Stratum = stratum }
}

// leaves takes the second source from both switches, so that they hang on the first router alone.
func leaves(s *scene) {
	for _, i := range []int{4, 5} {
		s.fleet.Devices[i].NTP.Associations = s.fleet.Devices[i].NTP.Associations[:1]
	}
}

func stratumLimit(highest int) func(*scene) {
	return func(s *scene) {
		s.policy.Stratum = highest
		s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: "ntp-stratum", Severity: policy.Medium})
	}
}

func TestNTPMaster(t *testing.T) {
	tell(t, "ntp-master", []story{
		{"none", nil, check.StatusPass, "", 0, nil, ""},
		{"none in the configuration, whatever the table hides", cutTable, check.StatusPass, "", 0, nil, ""},
		{"a last resort", master(8, show.RoleNone), check.StatusPass, "", 0, nil, ""},
		{"would win", master(2, show.RoleNone), check.StatusFail, "ntp master 2 would beat stratum 1", policy.Medium, []string{"ntp master 10"}, ""},
		{"would win when the better sources go", all(worstAt(6), master(5, show.RoleNone)), check.StatusFail,
			"ntp master 5 would beat stratum 6; its own clock stands at 4, 198.51.100.3 at 6", 0, []string{"ntp master 10"}, ""},
		{"a tie with the worst", all(worstAt(6), master(7, show.RoleNone)), check.StatusFail, "ntp master 7 would beat stratum 6", 0, nil, ""},
		{"below the worst", all(worstAt(6), master(8, show.RoleNone)), check.StatusPass, "", 0, nil, ""},
		{"the worst is silent", all(worstAt(6), func(s *scene) { s.NTP.Associations[2].Reach = 0 }, master(5, show.RoleNone)), check.StatusPass, "", 0, nil, ""},
		{"what hides others does not hide this", all(hiddenRow, worstAt(6), master(5, show.RoleNone)), check.StatusFail,
			"ntp master 5 would beat stratum 6", 0, nil, ""},
		{"a peer that has the time from here alone is no real source", func(s *scene) {
			follow(s, 1, "192.0.2.1", 2)
			s.NTP.Associations = append(s.NTP.Associations, source("192.0.2.2", 9, show.RoleCandidate))
			master(8, show.RoleNone)(s)
		}, check.StatusPass, "", 0, nil, ""},
		{"serves nobody", all(leaves, master(15, show.RoleNone)), check.StatusFail, "ntp master 15 serves nobody", 0, []string{"ntp master 10"}, ""},
		{"the table of NX-OS tells where its clock stands", func(s *scene) {
			s.OS = &platform.Platform{Title: "NX-OS"}
			worstAt(6)(s)
			master(7, show.RoleNone)(s)
			s.NTP.Associations[3].Stratum = 7
		}, check.StatusPass, "", 0, nil, ""},
		{"a receiver is no own clock", func(s *scene) {
			s.NTP.Associations = append(s.NTP.Associations, source("127.127.20.0", 0, show.RoleCandidate))
		}, check.StatusPass, "", 0, nil, ""},
		{"seen in the table only", func(s *scene) {
			master(2, show.RoleNone)(s)
			s.Config = nil
		}, check.StatusFail, "ntp master 2 would beat stratum 1", 0, nil, ""},
		{"its sources are not all known", all(hiddenRow, master(8, show.RoleNone)), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"the table is cut off", all(cutTable, func(s *scene) { s.Config = nil }), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindAssociations), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-master", freeRunning), check.StatusWaived, "follows its own clock", 0, nil, ""},
	})
}

func TestNTPMasterFollowed(t *testing.T) {
	alone := func(s *scene) { s.KnownBy = nil }
	unread := func(device int) func(*scene) { return func(s *scene) { s.fleet.Devices[device].Config = nil } }
	tell(t, "ntp-master", []story{
		{"with switches behind it", freeRunning, check.StatusFail, "follows its own clock", policy.High,
			[]string{"ntp server 198.51.100.1", "ntp server 198.51.100.2"}, ""},
		{"with nothing behind it", all(freeRunning, alone), check.StatusFail, "follows its own clock", policy.Medium, nil, ""},
		{"its number wins against its sources", followsOwn(2), check.StatusFail, "follows its own clock", 0, []string{"ntp master 10"}, ""},
		{"the same, in a part of the fleet", all(partial, followsOwn(2)), check.StatusFail, "follows its own clock", 0, []string{"ntp master 10"}, ""},
		{"its number is no reason, and two sources work", followsOwn(10), check.StatusFail, "follows its own clock", 0, []string{"no ntp master"}, ""},
		{"the same, and a switch was not read", all(unread(5), followsOwn(10)), check.StatusFail, "follows its own clock", 0, byHand, ""},
		{"the same, and the switches have nothing else", all(leaves, followsOwn(10)), check.StatusFail, "follows its own clock", 0, byHand, ""},
		{"the same, in a part of the fleet that needs no other number", all(partial, followsOwn(10)), check.StatusFail, "follows its own clock", 0, byHand, ""},
		{"its sources are silent", all(leaves, followsOwn(10), outage), check.StatusFail, "follows its own clock", policy.High, byHand, ""},
		{"it settles", all(followsOwn(10), outage, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"it has nothing to settle to", all(freeRunning, justBooted), check.StatusFail, "follows its own clock", 0, nil, ""},
	})
}

func TestNTPMasterAndItsClients(t *testing.T) {
	deep := func(s *scene) { s.fleet.Devices[4].NTP.Associations[1].Stratum = 5 }
	chain := func(s *scene) { // s2 hangs on s1, which hangs on r1
		leaves(s)
		follow(s, 5, "192.0.2.11", 3)
	}
	pair := func(first, second int) func(*scene) {
		return all(masterOn(1, first, show.RoleNone), master(second, show.RoleNone))
	}
	tell(t, "ntp-master", []story{
		{"a switch has a worse source", all(deep, master(5, show.RoleNone)), check.StatusFail,
			"ntp master 5 would win at s1; without real sources it serves stratum 5 there, and r2 is at 5", 0, []string{"ntp master 10"}, ""},
		{"not worse than that", all(deep, master(6, show.RoleNone)), check.StatusPass, "", 0, nil, ""},
		{"through an address that it shares", func(s *scene) {
			deep(s)
			shares(s, 0, 2)
			s.fleet.Devices[4].NTP.Associations[0].Address = vip
			master(5, show.RoleNone)(s)
		}, check.StatusFail, "ntp master 5 would win at s1", 0, nil, ""},
		{"a number within the limit of the clients", all(stratumLimit(10), chain, master(2, show.RoleNone)), check.StatusFail,
			"ntp master 2 would beat stratum 1", 0, []string{"ntp master 8"}, ""},
		{"no number is", all(stratumLimit(4), chain, master(2, show.RoleNone)), check.StatusFail,
			"ntp master 2 would beat stratum 1", 0, byHand, ""},
		{"two that share clients, far apart", pair(10, 8), check.StatusPass, "", 0, nil, ""},
		{"one below the other", pair(9, 10), check.StatusFail, "ntp master 10 is too near that of r2, 9", policy.Info, []string{"ntp master 11"}, ""},
		{"the same, with an earlier one", pair(10, 10), check.StatusPass, "", 0, nil, ""},
	})
}

// Two that both have to move do not come to stand at one number.
func TestMastersMoveApart(t *testing.T) {
	s := newScene(t, "ntp-master")
	masterOn(0, 2, show.RoleNone)(s)
	masterOn(1, 2, show.RoleNone)(s)
	results := check.Run(checks.All(), s.fleet, s.policy)
	for i, want := range []int{10, 8} {
		f, _ := find(results.Devices[i], "ntp-master", "")
		if len(f.Changes) != 1 || f.Changes[0].Stratum != want {
			t.Errorf("%s: %+v, want ntp master %d", s.fleet.Devices[i].Name, f.Changes, want)
		}
	}
	s = newScene(t, "ntp-master")
	masterOn(0, 10, show.RoleNone)(s)
	masterOn(1, 10, show.RoleNone)(s)
	f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[1], "ntp-master", "")
	if f.Status != check.StatusFail || f.Severity != policy.Info || len(f.Changes) != 1 || f.Changes[0].Stratum != 8 {
		t.Errorf("the second of two at 10: %s %s %+v, want a word at info, and 8", f.Status, f.Severity, f.Changes)
	}
}
