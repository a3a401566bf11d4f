package fix

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A server that is configured twice, in a VRF and by its name, has two rows of one address. Which of them works is not known, so that
// neither line goes while nothing else works.
func TestRowsThatCannotBeToldApart(t *testing.T) {
	const address, name = "10.9.0.1", "ntp1.example.net"
	rows := func(more []source, reach ...int) *facts.Fleet {
		inVRF, byName := source{address: address, vrf: "MGMT"}, source{address: name}
		d := device(append([]source{inVRF, byName}, more...)...)
		d.NTP.Associations[1].Address = address
		for i, r := range reach {
			d.NTP.Associations[i].Reach = r
		}
		return fleet(d)
	}
	for _, test := range []struct {
		name          string
		fleet         *facts.Fleet
		remove        show.Change
		lines, byHand []string
	}{
		{"the name", rows(nil, 0, 0o377), do(show.RemoveServer, server(name)), nil, []string{"no ntp server ntp1.example.net"}},
		{"the name, the other row", rows(nil, 0o377, 0), do(show.RemoveServer, server(name)), nil, []string{"no ntp server ntp1.example.net"}},
		{"the line of the VRF", rows(nil, 0, 0o377), do(show.RemoveServer, server(address), vrf("MGMT")), nil, []string{"no ntp server vrf MGMT 10.9.0.1"}},
		{"both work", rows(nil, 0o377, 0o377), do(show.RemoveServer, server(name)), []string{"no ntp server ntp1.example.net"}, nil},
		{"none works", rows(nil, 0, 0), do(show.RemoveServer, server(name)), []string{"no ntp server ntp1.example.net"}, nil},
		{"another one works", rows([]source{works("10.9.0.2")}, 0, 0o377), do(show.RemoveServer, server(name)), []string{"no ntp server ntp1.example.net"}, nil},
	} {
		p := planOf(t, test.fleet, []show.Change{test.remove})
		if d := cmp.Diff(test.lines, p.Lines()); d != "" {
			t.Errorf("%s: lines (-want +got):\n%s", test.name, d)
		}
		if d := cmp.Diff(test.byHand, byHand(p)); d != "" {
			t.Errorf("%s: by hand (-want +got):\n%s", test.name, d)
		}
	}
}
