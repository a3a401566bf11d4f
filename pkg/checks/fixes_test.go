package checks_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// TestFixesOfSeveralFindings: all lines for one device are typed together, so those of one
// finding must not undo those of another, nor leave something to be found afterwards.
func TestFixesOfSeveralFindings(t *testing.T) {
	approve := func(addresses ...string) func(*scene) {
		return func(s *scene) { s.policy.Sources.Approved = addresses }
	}
	wrong := func(server int) func(*scene) {
		return func(s *scene) { s.fleet.Servers[server] = measured(s.fleet.Servers[server].Address, 5*sec) }
	}
	only := func(n int) func(*scene) {
		return func(s *scene) {
			s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:n], s.Config.Servers[:n]
		}
	}
	unconfigured := func(s *scene) {
		ntpOff(s)
		s.Config.Servers = nil
	}
	inVRF := func(s *scene) {
		s.policy.Interface.Allow = []string{"Loopback*"}
		for i := range s.Config.Servers {
			s.Config.Servers[i].VRF = ptr("RED")
		}
		s.Config.Servers[1].Source = ptr("Loopback7")
	}
	european, err := capture.Season("recurring", strings.Fields("last Sun Mar 2:00 last Sun Oct 3:00"))
	if err != nil {
		t.Fatal(err)
	}
	zone := func(name string, minutes int, summer string) func(*scene) {
		return func(s *scene) {
			s.Timezone = "Europe/Berlin"
			if name != "" {
				s.Config.Timezone = &show.Timezone{Name: name, OffsetMinutes: minutes, Line: "clock timezone " + name + " 1 0"}
				s.Config.SummerTime = &show.SummerTime{Name: summer, Kind: "recurring", Rule: ptr("last Sun Mar 2:00 last Sun Oct 3:00"), Season: &european}
				s.Clock.UTCOffset = ptr(time.Duration(minutes) * time.Minute)
			}
		}
	}
	agreed := func(line, owner string) []string {
		number := "<number agreed with the owner of " + owner + ">"
		return []string{"ntp authentication-key " + number + " hmac-sha2-256 <key>", "ntp trusted-key " + number, line + number}
	}
	first := func(address, algorithm string) []string {
		a := agreed("ntp server "+address+" key ", address)
		return []string{strings.Replace(a[0], "hmac-sha2-256", algorithm, 1), a[1], "ntp server " + address, a[2]}
	}
	deeper := func(own int) func(*scene) { // the source that is missing stands at stratum 2
		return func(s *scene) {
			only(1)(s)
			master(own, show.RoleCandidate)(s)
			s.fleet.Servers = s.fleet.Servers[:3]
			s.fleet.Servers[1].Verdict = facts.NoAnswer
			s.fleet.Servers[2].Stratum = ptr(2)
		}
	}
	second := agreed("ntp server vrf RED 198.51.100.2 key ", "198.51.100.2")
	set2, trust2, use2 := second[0], second[1], second[2]
	berlin := "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"
	for _, test := range []struct {
		name   string
		checks []string
		spoil  func(*scene)
		want   map[string][]string // "check" or "check subject"
	}{
		{"the time comes first, and the key is left to a person", []string{"ntp-enabled", "ntp-authentication"}, all(required, unconfigured), map[string][]string{
			"ntp-enabled": append(first("198.51.100.1", "hmac-sha2-256"), append(first("198.51.100.2", "hmac-sha2-256"), "ntp authenticate")...),
		}},
		{"an algorithm that is the best the platform has is better than none", []string{"ntp-enabled", "ntp-authentication"}, all(required, unconfigured, func(s *scene) {
			s.policy.Authentication.Algorithms, s.policy.Authentication.Permanent = []string{"hmac-sha2-256"}, []string{"md5"}
		}), map[string][]string{
			"ntp-enabled": append(first("198.51.100.1", "md5"), append(first("198.51.100.2", "md5"), "ntp authenticate")...),
		}},
		{"a policy that does not look at keys", []string{"ntp-enabled"}, all(required, unconfigured), map[string][]string{
			"ntp-enabled": {"ntp server 198.51.100.1", "ntp server 198.51.100.2"},
		}},
		{"a source that goes needs no key", []string{"ntp-falseticker", "ntp-authentication"}, all(authenticated, wrong(2), func(s *scene) {
			s.Config.Servers[2].Key = nil
		}), map[string][]string{
			"ntp-falseticker":                 {"no ntp server 198.51.100.3"},
			"ntp-authentication 198.51.100.3": {"no ntp server 198.51.100.3"},
		}},
		{"few, one wrong, one not approved", []string{"ntp-sources", "ntp-falseticker", "ntp-approved"},
			all(only(2), wrong(0), approve("198.51.100.1", "203.0.113.1", "198.51.100.3", "203.0.113.2"), func(s *scene) { s.policy.Sources.Min = 3 }),
			map[string][]string{
				"ntp-sources":               {"ntp server 203.0.113.1", "ntp server 198.51.100.3", "ntp server 203.0.113.2"},
				"ntp-falseticker":           {"ntp server 203.0.113.1", "ntp server 198.51.100.3", "ntp server 203.0.113.2", "no ntp server 198.51.100.1"},
				"ntp-approved 198.51.100.2": {"ntp server 203.0.113.1", "ntp server 198.51.100.3", "ntp server 203.0.113.2", "no ntp server 198.51.100.2"},
			}},
		{"an approved server that is known to be wrong is not added", []string{"ntp-enabled"},
			all(unconfigured, wrong(0), approve("198.51.100.1", "198.51.100.2")), map[string][]string{
				"ntp-enabled": {"ntp server 198.51.100.2", "ntp server <address 2>"},
			}},
		{"a server that nobody gets an answer from is not added", []string{"ntp-enabled"}, func(s *scene) {
			unconfigured(s)
			s.fleet.Servers = s.fleet.Servers[1:]
			for i := range s.fleet.Devices[1:] {
				for j := range s.fleet.Devices[i+1].NTP.Associations {
					if a := &s.fleet.Devices[i+1].NTP.Associations[j]; a.Address == "198.51.100.1" {
						a.Reach, a.Role = 0, show.RoleNone
					}
				}
			}
		}, map[string][]string{"ntp-enabled": {"ntp server 198.51.100.2", "ntp server 198.51.100.3"}}},
		{"sources with clocks of their own come first", []string{"ntp-enabled"}, func(s *scene) {
			unconfigured(s)
			s.fleet.Servers[0].Stratum, s.fleet.Servers[0].RefID = ptr(2), "203.0.113.1"
			s.fleet.Servers[1].Stratum, s.fleet.Servers[1].RefID = ptr(2), "203.0.113.1"
		}, map[string][]string{"ntp-enabled": {"ntp server 198.51.100.3", "ntp server 198.51.100.1"}}},
		{"and so do those that are not behind what stays", []string{"ntp-sources"}, func(s *scene) {
			only(1)(s)
			s.fleet.Servers[0].Stratum, s.fleet.Servers[0].RefID = ptr(2), "203.0.113.1"
			s.fleet.Servers[1].Stratum, s.fleet.Servers[1].RefID = ptr(2), "203.0.113.1"
		}, map[string][]string{"ntp-sources": {"ntp server 198.51.100.3"}}},
		{"an own clock makes room for a deeper source", []string{"ntp-sources", "ntp-master"}, deeper(3), map[string][]string{"ntp-sources": {"ntp server 198.51.100.3", "ntp master 10"}}},
		{"but not for one that it loses to", []string{"ntp-sources", "ntp-master"}, deeper(8), map[string][]string{"ntp-sources": {"ntp server 198.51.100.3"}}},
		{"an interface, and a key that nobody knows", []string{"ntp-authentication", "ntp-source-interface"}, all(only(2), required, inVRF), map[string][]string{
			"ntp-authentication 198.51.100.1 vrf RED":   append(agreed("ntp server vrf RED 198.51.100.1 key ", "198.51.100.1"), "ntp authenticate"),
			"ntp-authentication 198.51.100.2 vrf RED":   {set2, trust2, use2 + " source Loopback7", "ntp authenticate"},
			"ntp-source-interface 198.51.100.1 vrf RED": {"ntp server vrf RED 198.51.100.1 source Loopback7"},
		}},
		{"an interface of its own that is not allowed", []string{"ntp-source-interface"}, func(s *scene) {
			only(1)(s)
			s.policy.Interface.Allow, s.Config.Loopbacks = []string{"Loopback0"}, []string{"Loopback1", "Loopback0"}
			s.Config.Servers[0].Source, s.Config.Servers[0].Line = ptr("Vlan10"), "ntp server ip 198.51.100.1 source Vlan10 version 3"
			s.Config.Servers[0].Family = show.IPv4
			s.Config.Servers[0].Version = ptr(3)
		}, map[string][]string{"ntp-source-interface 198.51.100.1": {"ntp server 198.51.100.1 source Loopback0 version 3"}}},
		{"an access list whose clients nobody knows", []string{"ntp-access", "ntp-falseticker", "ntp-sources"}, func(s *scene) {
			*s.Device = device("x", "192.0.2.77", 2, source("198.51.100.1", 1, show.RoleSysPeer), source("198.51.100.2", 1, show.RoleCandidate))
			wrong(0)(s)
		}, map[string][]string{
			"ntp-falseticker": {"ntp server 198.51.100.3", "no ntp server 198.51.100.1"},
			"ntp-access": {"ip access-list standard NTP-CLIENTS", " permit <address from which ntpaudit asks over IPv4>",
				" permit <further IPv4 clients: who else takes time from here>",
				"ip access-list standard NTP-SOURCES", " permit 198.51.100.2", " permit 198.51.100.3",
				"ntp access-group peer NTP-SOURCES", "ntp access-group serve-only NTP-CLIENTS"},
		}},
		{"one name for summer and winter, and the zone is known", []string{"clock-zone", "timestamps-zone"},
			all(zone("CET", 60, "CET"), logs("datetime", "localtime")), map[string][]string{
				"timestamps-zone log": {"service timestamps log datetime localtime show-timezone", berlin},
			}},
		{"one name for summer and winter, and it is not", []string{"timestamps-zone"},
			all(zone("EST", -300, "EST"), logs("datetime", "localtime show-timezone"), func(s *scene) { s.Timezone = "" }), map[string][]string{
				"timestamps-zone log": {"clock summer-time EDT recurring last Sun Mar 02:00 last Sun Oct 03:00"},
			}},
		{"stamps that were UTC need a label once there is a zone", []string{"clock-zone", "timestamps-zone"},
			all(zone("", 0, ""), logs("datetime", "msec localtime")), map[string][]string{
				"clock-zone": {"clock timezone CET 1 0", berlin, "service timestamps log datetime msec localtime show-timezone"},
			}},
	} {
		s := newScene(t, "")
		s.policy.Checks = nil
		for _, id := range test.checks {
			s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: id, Severity: policy.Medium})
		}
		test.spoil(s)
		got := map[string][]string{}
		for _, f := range check.Run(checks.All(), s.fleet, s.policy).Devices[0] {
			if f.Status == check.StatusFail {
				got[join(f.Check, f.Subject)] = lines(t, s.Device, f.Changes)
				if len(f.Changes) == 0 && len(f.ByHand) > 0 {
					got[join(f.Check, f.Subject)] = byHand
				}
			}
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

func join(check, subject string) string {
	if subject == "" {
		return check
	}
	return check + " " + subject
}

// Where the first line about NTP would change more than this device, none is proposed, and those about the clock are.
func TestNoChangeOfNTPWhereItIsLocked(t *testing.T) {
	s := newScene(t, "ntp-sources")
	s.policy.Sources.Min = 5
	s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: "timestamps-log", Severity: policy.Medium})
	s.Config.TimestampsLog = show.Timestamps{Kind: show.StampUptime}
	s.Config.NTPLocked = "ntp distribute is on, so the first one locks the fabric"
	for _, f := range check.Run(checks.All(), s.fleet, s.policy).Devices[0] {
		switch ntp := f.Check == "ntp-sources"; {
		case f.Status != check.StatusFail:
		case ntp && (len(f.Changes) > 0 || !slices.Contains(f.ByHand, "No line about NTP is written: ntp distribute is on, so the first one locks the fabric.")):
			t.Errorf("%s: %+v, %q", f.Check, f.Changes, f.ByHand)
		case !ntp && len(f.Changes) == 0:
			t.Errorf("%s: no change, %q", f.Check, f.ByHand)
		}
	}
}

// A platform on which NTP has a switch of its own has to be told.
func TestSourcesOfADeviceWithoutNTPTurnItOn(t *testing.T) {
	s := newScene(t, "ntp-enabled")
	ntpOff(s)
	s.Config.Servers = nil
	f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-enabled", "")
	if len(f.Changes) < 2 || f.Changes[0].Verb != show.EnableNTP || f.Changes[1].Verb != show.AddServer {
		t.Errorf("changes %+v", f.Changes)
	}
}
