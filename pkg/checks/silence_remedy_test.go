package checks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// What keeps the sources silent that there are is dealt with first: a further source behind it would be silent as well.
func TestTheObstacleGoesBeforeFurtherSources(t *testing.T) {
	lone := func(s *scene) {
		s.policy.Sources.Min = 2
		s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:1], s.Config.Servers[:1]
		unsynchronized(s)
		s.NTP.Associations[0].Reach, s.NTP.Associations[0].Role = 0, show.RoleNone
	}
	for _, test := range []struct {
		name  string
		spoil func(*scene)
		lines []string
		says  string
	}{
		{"ntp disable", interfaceLine("Vlan1", "ntp disable"), nil, "On Vlan1 `ntp disable` keeps replies out: enter `no ntp disable` there if NTP may use it."},
		{"an access-group", group("ntp access-group serve-only CLIENTS", nil),
			[]string{"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", "ntp access-group peer NTP-SOURCES"}, "No further source is proposed until 198.51.100.1 answers"},
		{"an access list", all(group("ntp access-group peer 10", nil), accessList("10", "203.0.113.1")), nil, "Permit the sources in the list of the access-group of type peer."},
		{"a VRF that is not there", all(inVRF("MGMT"), interfaces(port("Vlan1", ""))), nil, "Correct the VRF on the lines of the sources"},
		{"a source interface", all(sourcedFrom("Loopback9"), interfaces(port("Vlan1", ""))), nil, "Name an NTP source interface that is up"},
		{"nothing is known", nil, []string{"ntp server 198.51.100.2"}, ""},
		{"it is not approved", all(group("ntp access-group serve-only CLIENTS", nil), func(s *scene) {
			s.policy.Sources.Approved = []string{"198.51.100.2", "198.51.100.3"}
			s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: "ntp-approved", Severity: policy.Medium})
		}), []string{"ntp server 198.51.100.2", "ntp server 198.51.100.3"}, ""},
	} {
		s := newScene(t, "ntp-sources")
		lone(s)
		if test.spoil != nil {
			test.spoil(s)
		}
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-sources", "")
		if got := lines(t, s.Device, f.Changes); !slices.Equal(got, test.lines) || !strings.Contains(strings.Join(f.ByHand, " "), test.says) {
			t.Errorf("%s: %s %q: lines %q, by hand %q", test.name, f.Status, f.Message, got, f.ByHand)
		}
	}
}

// An access-group for clients alone gets one for the sources beside it.
func TestSourcesAreLetInBesideClients(t *testing.T) {
	s := newScene(t, "ntp-synchronized")
	silent(s)
	group("ntp access-group serve-only CLIENTS", nil)(s)
	f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-synchronized", "")
	want := []string{"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", " permit 198.51.100.2", " permit 198.51.100.3", "ntp access-group peer NTP-SOURCES"}
	if got := lines(t, s.Device, f.Changes); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
