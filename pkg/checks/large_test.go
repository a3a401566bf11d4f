package checks_test

import (
	"fmt"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A device that has gone mad prints thousands of everything. What is derived of all lines for each row would take for ever:
// this ends, or runs into the deadline of the tests.
func TestADeviceThatPrintsThousands(t *testing.T) {
	const rows, lines = 1000, 5000
	for name, types := range map[string]string{"of sources": "peer", "of clients": "serve-only"} {
		s := newScene(t, "")
		p := strictPolicies(t)[1]
		s.policy = p
		unsynchronized(s)
		s.NTP.Associations, s.Config.Servers = nil, nil
		for i := range rows {
			a := source(fmt.Sprintf("198.51.%d.%d", 100+i/250, i%250+1), 16, show.RoleNone)
			a.Reach, a.Configured = 0, i%2 == 0
			s.NTP.Associations = append(s.NTP.Associations, a)
		}
		for i := range lines {
			vrf := fmt.Sprintf("V%d", i)
			s.Config.Interfaces = append(s.Config.Interfaces, show.Interface{Name: fmt.Sprintf("Vlan%d", i), VRF: vrf, Addresses: []string{"192.0.2.1"}})
			interfaceLine(fmt.Sprintf("Vlan%d", i), "ntp disable")(s)
			interfaceLine(fmt.Sprintf("Vlan%d", i), "ntp broadcast client")(s)
			s.Config.AccessGroups = append(s.Config.AccessGroups, show.AccessGroup{Type: types, ACL: fmt.Sprint(i), Line: "ntp access-group"})
			s.Config.AccessLists = append(s.Config.AccessLists, show.AccessListRead{Name: fmt.Sprint(i), Family: show.IPv4})
			if i < rows {
				address := s.NTP.Associations[i].Address
				s.Config.Servers = append(s.Config.Servers, facts.ConfigServer{Type: "server", Address: address, VRF: &vrf, Line: "ntp server " + address})
			}
		}
		f, _ := find(check.Run(checks.All(), s.fleet, p).Devices[0], "ntp-synchronized", "")
		if f.Status != check.StatusFail || len(f.Message) > 600 {
			t.Errorf("%s: %s %q", name, f.Status, f.Message)
		}
	}
}
