package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// addressed is a device without sources whose addresses are in these VRFs.
func addressed(vrfs ...string) func(*scene) {
	return func(s *scene) {
		nothingSteers(s)
		for _, vrf := range vrfs {
			s.Config.Addresses = append(s.Config.Addresses, show.InterfaceAddress{Interface: "Ethernet" + vrf, VRF: vrf, Address: "192.0.2.1"})
		}
	}
}

// A new source is asked in the VRF in which it can be reached, and that is not guessed.
func TestVRFOfNewSources(t *testing.T) {
	const message = "NTP is off"
	global := []string{"ntp server 198.51.100.1", "ntp server 198.51.100.2"}
	open := []string{"ntp server vrf <vrf> 198.51.100.1", "ntp server vrf <vrf> 198.51.100.2"}
	tell(t, "ntp-enabled", []story{
		{"no address is known", addressed(), check.StatusFail, message, 0, global, ""},
		{"all in the global table", addressed("", ""), check.StatusFail, message, 0, global, ""},
		{"all in one VRF", addressed("MGMT", "MGMT"), check.StatusFail, message, 0,
			[]string{"ntp server vrf MGMT 198.51.100.1", "ntp server vrf MGMT 198.51.100.2"}, ""},
		{"in two", addressed("MGMT", "BLUE"), check.StatusFail, message, 0, open, ""},
		{"in one and in the global table", addressed("", "MGMT"), check.StatusFail, message, 0, open, ""},
	})
	tell(t, "ntp-sources", []story{
		{"like the one that there is", func(s *scene) {
			s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:1], s.Config.Servers[:1]
			s.Config.Servers[0].VRF = ptr("MGMT")
			s.Config.Addresses = []show.InterfaceAddress{{VRF: "MGMT"}, {}}
		}, check.StatusFail, "1 source", 0, []string{"ntp server vrf MGMT 198.51.100.2"}, ""},
		{"those that there are differ", func(s *scene) {
			s.policy.Sources.Min = 3
			s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:2], s.Config.Servers[:2]
			s.Config.Servers[0].VRF = ptr("MGMT")
		}, check.StatusFail, "2 sources", 0, []string{"ntp server vrf <vrf> 198.51.100.3"}, ""},
	})
}
