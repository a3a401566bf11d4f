package checks_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A new source that the device's own access-group would keep silent is added all the same, and the list is named; one that it lets
// in needs no word.
func TestNewSourcesBehindAnAccessGroup(t *testing.T) {
	for permitted, want := range map[string]bool{"198.51.100.0/24": false, "198.51.100.1/32": true} {
		s := newScene(t, "ntp-sources")
		s.policy.Sources.Min = 3
		s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:1], s.Config.Servers[:1]
		s.Config.AccessGroups = []show.AccessGroup{{Type: "peer", ACL: "OURS", Line: "ntp access-group peer OURS"}}
		s.Config.AccessLists = []show.AccessListRead{{Name: "OURS", Family: show.IPv4, Entries: []show.AccessEntry{{Permit: true, From: netip.MustParsePrefix(permitted)}}}}
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-sources", "")
		if said := strings.Contains(strings.Join(f.ByHand, " "), "198.51.100.2, 198.51.100.3: permit it there as well"); said != want || len(f.Changes) != 2 {
			t.Errorf("permitted %s: %d changes, %q", permitted, len(f.Changes), f.ByHand)
		}
	}
}
