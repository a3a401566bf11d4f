package facts

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestAsksFrom(t *testing.T) {
	lo, vlan := "loopback 0", "Vlan10"
	red := "RED"
	d := Device{
		KnownBy: []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.1.1"), netip.MustParseAddr("10.0.2.1")},
		Config: &Config{Config: show.Config{
			NTPSource: &lo, NTPSourceVRF: []show.VRFSource{{VRF: "RED", Interface: "Vlan20"}},
			Addresses: []show.InterfaceAddress{{Interface: "Loopback0", Address: "10.0.0.1"}, {Interface: "Vlan10", Address: "10.0.1.1"}, {Interface: "Vlan20", Address: "10.0.2.1", VRF: "RED"}},
		}},
	}
	gone := "Loopback9"
	for name, test := range map[string]struct {
		source ConfigServer
		want   []netip.Addr
	}{
		"by ntp source":                   {ConfigServer{}, d.KnownBy[:1]},
		"by its line":                     {ConfigServer{Source: &vlan}, d.KnownBy[1:2]},
		"by the interface of its VRF":     {ConfigServer{VRF: &red}, d.KnownBy[2:]},
		"an interface without an address": {ConfigServer{Source: &gone}, d.KnownBy},
	} {
		same := cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
		if diff := cmp.Diff(test.want, d.AsksFrom(test.source), same); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
