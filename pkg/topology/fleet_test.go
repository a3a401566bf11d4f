package topology_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// device is an audited device at an address, with one source a word: "*192.0.2.1@1" is
// followed, "+" and no sign are usable, "!" is silent; the stratum follows the @ and a
// reference identifier may follow a slash. Its status agrees with what it follows.
func device(name, address string, stratum int, sources ...string) facts.Device {
	d := facts.Device{
		Device:  inventory.Device{Name: name},
		KnownBy: []netip.Addr{netip.MustParseAddr(address)},
		NTP:     &facts.NTP{Known: true, Status: &show.Status{Enabled: true, Stratum: &stratum}},
	}
	for _, s := range sources {
		a := association(s)
		if a.Selected() {
			d.NTP.Status.RefID = &a.Address
		}
		d.NTP.Associations = append(d.NTP.Associations, a)
	}
	return d
}

func association(s string) facts.Association {
	role := show.RoleNone
	reach := 0o377
	switch s[0] {
	case '*':
		role, s = show.RoleSysPeer, s[1:]
	case '+':
		role, s = show.RoleCandidate, s[1:]
	case '!':
		reach, s = 0, s[1:]
	}
	address, rest, _ := strings.Cut(s, "@")
	stratum, refid, _ := strings.Cut(rest, "/")
	return facts.Association{Association: show.Association{
		Address: address, Stratum: int(stratum[0] - '0'), RefClock: &refid, Role: role, Reach: reach, Configured: true,
	}}
}

// withHSRP gives the devices one more address, which they share. Each has an address of its own beside it.
func withHSRP(address string, devices ...*facts.Device) {
	for i, d := range devices {
		if d.Config == nil {
			d.Config = &facts.Config{}
		}
		d.Config.Interfaces = append(d.Config.Interfaces, show.Interface{
			Name: "Vlan10", Addresses: []string{fmt.Sprintf("203.0.113.%d", 1+i)},
			Virtual: []show.VirtualAddress{{Protocol: "HSRP", Address: address}},
		})
	}
}

func fleet(devices ...facts.Device) *facts.Fleet { return &facts.Fleet{Devices: devices} }

func server(address string, stratum int, refid string) facts.Server {
	return facts.Server{Address: address, Stratum: &stratum, RefID: refid, Verdict: facts.Truechimer}
}
