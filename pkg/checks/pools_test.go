package checks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// What a device with one source is proposed as the second: no address of a pool, a reference before what one device uses, asked
// from where the line beside it is.
func TestSecondSource(t *testing.T) {
	lineTo := func(address string) show.ConfigServer {
		return show.ConfigServer{Type: "server", Address: address, Line: "ntp server " + address}
	}
	const strange = "203.0.113.7"
	// stray makes the second router take its time from a server that no other device uses.
	stray := func(s *scene) {
		s.fleet.Servers = append(s.fleet.Servers, measured(strange, 0))
		for i := range s.fleet.Servers[:3] {
			s.fleet.Servers[i].Roles = append(s.fleet.Servers[i].Roles, "reference")
		}
		d := &s.fleet.Devices[1]
		d.NTP.Associations = []facts.Association{source(strange, 1, show.RoleSysPeer)}
		d.Config.Servers = []show.ConfigServer{lineTo(strange)}
	}
	for _, test := range []struct {
		name      string
		spoil     func(*scene)
		want, why string
	}{
		{"what one device uses", stray, "ntp server 198.51.100.2", "measured +0.0 ±2.0 ms here"},
		{"a pool", func(s *scene) {
			for i := range s.fleet.Devices {
				s.fleet.Devices[i].Config.Servers[0] = lineTo("0.pool.example.net")
				for j := range s.fleet.Devices[i].NTP.Associations {
					if c := s.fleet.Devices[i].Config; j > 0 && j < len(c.Servers) && strings.HasPrefix(c.Servers[j].Address, "198.51.100.2") {
						c.Servers[j] = lineTo("1.pool.example.net")
					}
				}
			}
		}, "ntp server 198.51.100.3", ""},
		{"an interface on the line", func(s *scene) { s.Config.Servers[0].Source = ptr("Loopback7") }, "ntp server 198.51.100.2 source Loopback7", ""},
		{"in a VRF", func(s *scene) {
			s.Config.Servers[0].VRF, s.Config.Servers[0].Source = ptr("MGMT"), ptr("Loopback7")
		}, "ntp server vrf MGMT 198.51.100.2 source Loopback7", "measured +0.0 ±2.0 ms from this machine"},
	} {
		s := newScene(t, "ntp-sources")
		lone(s)
		test.spoil(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-sources", "")
		if got := lines(t, s.Device, f.Changes); !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: %q %q", test.name, got, f.ByHand)
		} else if why := f.Changes[0].Why; !strings.Contains(why, test.why) {
			t.Errorf("%s: %q lacks %q", test.name, why, test.why)
		}
	}
}
