package checks_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// lone leaves the first router one source.
func lone(s *scene) {
	s.policy.Sources.Min = 2
	s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:1], s.Config.Servers[:1]
}

// Where a placeholder stands for a source, the rule is said that keeps each other clock out.
func TestWhyNoClockIsProposed(t *testing.T) {
	follow := func(s *scene, i int, server string) {
		s.fleet.Devices[i].NTP.Associations = []facts.Association{source(server, 2, show.RoleSysPeer)}
		s.fleet.Devices[i].Config.Servers = []show.ConfigServer{{Type: "server", Address: server, Line: "ntp server " + server}}
	}
	for _, test := range []struct {
		name  string
		spoil func(*scene)
		says  []string
	}{
		{"measured wrong", func(s *scene) {
			s.fleet.Servers[1] = measured("198.51.100.2", 5*sec)
			s.fleet.Servers[2] = measured("198.51.100.3", 5*sec)
		}, []string{"No further clock of the fleet fits this device.", "At a stratum that is no lower than its own: r2.", "Not measured right from here: 198.51.100.2, 198.51.100.3."}},
		{"its client", func(s *scene) {
			for i := 1; i < len(s.fleet.Devices); i++ {
				follow(s, i, "192.0.2.2")
			}
			follow(s, 1, "192.0.2.1")
		}, []string{"A client of this device: r2."}},
		{"nothing is in use", func(s *scene) {
			s.fleet.Devices = s.fleet.Devices[:1]
			s.Device = &s.fleet.Devices[0]
		}, []string{"No other clock is in use in the fleet"}},
		{"the policy approves no other", func(s *scene) {
			s.policy.Sources.Approved = []string{"198.51.100.1", "198.51.100.2"}
			s.fleet.Servers[1] = measured("198.51.100.2", 5*sec)
		}, []string{"approves no further source that fits this device. Measured wrong: 198.51.100.2."}},
	} {
		s := newScene(t, "ntp-sources")
		lone(s)
		test.spoil(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-sources", "")
		for _, want := range test.says {
			if got := strings.Join(f.ByHand, " "); !strings.Contains(got, want) {
				t.Errorf("%s: %q lacks %q", test.name, got, want)
			}
		}
	}
}

// A site that has one server takes a second source from above it, and that it goes past the first is said.
func TestSecondSourceOfASiteWithOneServer(t *testing.T) {
	s := newScene(t, "ntp-sources")
	s.fleet.Devices = s.fleet.Devices[:4]
	s.Device = &s.fleet.Devices[0]
	lone(s)
	for i := range 3 {
		s.fleet.Devices[i].Tags = []string{"site-a"}
	}
	s.NTP.Associations[0], s.NTP.Status.Stratum = source("192.0.2.2", 2, show.RoleSysPeer), ptr(3)
	s.Config.Servers[0] = show.ConfigServer{Type: "server", Address: "192.0.2.2", Line: "ntp server 192.0.2.2"}
	f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-sources", "")
	if len(f.Changes) != 1 || !strings.HasPrefix(f.Changes[0].Server.Address, "198.51.100.") || !strings.Contains(f.Changes[0].Why, "it goes past r2") {
		t.Errorf("%+v %q", f.Changes, f.ByHand)
	}
}
