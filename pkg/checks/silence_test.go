package checks_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// interfaces gives the device interfaces, as its configuration shows them.
// overIPv6 gives the sources addresses of IPv6.
func overIPv6(s *scene) {
	for i := range s.NTP.Associations {
		address := fmt.Sprintf("2001:db8::%d", 1+i)
		s.NTP.Associations[i].Address, s.Config.Servers[i].Address, s.Config.Servers[i].Line = address, address, "ntp server "+address
	}
}

func interfaces(all ...show.Interface) func(*scene) {
	return func(s *scene) { s.Config.Interfaces = all }
}

func port(name, vrf string) show.Interface {
	return show.Interface{Name: name, VRF: vrf, Addresses: []string{"192.0.2.1"}}
}

func group(line string, family *string) func(*scene) {
	return func(s *scene) {
		words := strings.Fields(line)
		s.Config.AccessGroups = append(s.Config.AccessGroups, show.AccessGroup{Type: words[len(words)-2], ACL: words[len(words)-1], Family: family, Line: line})
	}
}

// accessList is a list of the configuration that lets these hosts in.
func accessList(name string, hosts ...string) func(*scene) {
	return func(s *scene) {
		l := show.AccessListRead{Name: name, Family: show.IPv4}
		for _, h := range hosts {
			l.Entries = append(l.Entries, show.AccessEntry{Permit: true, From: netip.PrefixFrom(netip.MustParseAddr(h), 32)})
		}
		s.Config.AccessLists = append(s.Config.AccessLists, l)
	}
}

func inVRF(name string) func(*scene) {
	return func(s *scene) {
		for i := range s.Config.Servers {
			s.Config.Servers[i].VRF = &name
		}
	}
}

func interfaceLine(name, line string) func(*scene) {
	return func(s *scene) {
		s.Config.InterfaceNTP = append(s.Config.InterfaceNTP, show.InterfaceNTP{Interface: name, Line: line})
	}
}

func sourcedFrom(name string) func(*scene) { return func(s *scene) { s.Config.NTPSource = &name } }

// byName puts a name in place of the line of a source, which has no row then.
func byName(at int, name string) func(*scene) {
	return func(s *scene) {
		s.Config.Servers[at].Address, s.Config.Servers[at].Line = name, "ntp server "+name
		s.NTP.Associations = slices.Delete(s.NTP.Associations, at, at+1)
	}
}

func noRows(s *scene) { s.NTP.Associations = nil }

func code(code string) func(*scene) {
	return each(func(a *facts.Association) { a.RefClock = &code })
}

// TestWhySourcesAreSilent: what the configuration shows of it is said, as the cause where it is certain.
func TestWhySourcesAreSilent(t *testing.T) {
	const unknown = "no source answers (reach 0)"
	two := interfaces(port("Vlan1", ""), port("GigabitEthernet0/0", "Mgmt-vrf"))
	keyed := all(silent, code(".AUTH."), authenticated)
	for _, test := range []struct {
		name    string
		spoil   func(*scene)
		message string
		cause   check.Cause
		cites   string // a line of the configuration
	}{
		{"nothing shows it", silent, unknown, "silence", ""},
		{"an access-group without peer", all(silent, group("ntp access-group serve-only CLIENTS", nil)),
			"access-group blocks its own sources; none is of type peer; ntp access-group serve-only CLIENTS; reach 0 on all sources", "access-group", "ntp access-group serve-only CLIENTS"},
		{"an access-group for IPv6", all(silent, group("ntp access-group ipv6 serve-only CLIENTS", ptr("ipv6"))), unknown, "silence", ""},
		{"an access-group beside a source that answers", all(silent, group("ntp access-group serve-only CLIENTS", nil), first(func(a *facts.Association) { a.Reach = 1 })),
			"no source that has the time; 1 source answers without it", "no-time", ""},
		{"an access-group that was not understood", all(silent, group("ntp access-group serve-only CLIENTS", nil), oddLine("ntp access-group ?? 5")), unknown, "silence", ""},
		{"no source is in the list", all(silent, group("ntp access-group peer 10", nil), accessList("10", "203.0.113.1")),
			"access list 10 does not permit its sources; reach 0 on all sources", "access-list", "ntp access-group peer 10"},
		{"one is in the list", all(silent, group("ntp access-group peer 10", nil), accessList("10", "198.51.100.2")),
			unknown + "; access list 10 does not permit its sources (198.51.100.1, 198.51.100.3)", "access-list", "ntp access-group peer 10"},
		{"all are in one of two lists", all(silent, group("ntp access-group peer 10", nil), accessList("10", "198.51.100.1", "198.51.100.2", "198.51.100.3")), unknown, "silence", ""},
		{"a list that is not there", all(silent, group("ntp access-group peer 10", nil)), unknown, "silence", ""},
		{"a list that is not clear", all(silent, group("ntp access-group peer 10", nil), accessList("10"), func(s *scene) { s.Config.AccessLists[0].Unclear = true }), unknown, "silence", ""},
		{"a VRF without interface", all(silent, inVRF("MGMT"), two), "no interface is in VRF MGMT; there is Mgmt-vrf; reach 0 on all sources", "vrf", "ntp server 198.51.100.1"},
		{"a VRF, and the interfaces were not read", all(silent, inVRF("MGMT")), unknown, "silence", ""},
		{"a VRF with an interface", all(silent, inVRF("Mgmt-vrf"), two), unknown, "silence", ""},
		{"a source interface without address", all(silent, sourcedFrom("Loopback9"), interfaces(port("Vlan1", ""), show.Interface{Name: "Loopback9", Unaddressed: true})),
			unknown + "; most likely why: the NTP source Loopback9 has no IPv4 address", "source-address", ""},
		{"a source interface with an IPv6 address alone, for IPv6 sources", all(silent, overIPv6, sourcedFrom("Loopback9"),
			interfaces(port("Vlan1", ""), show.Interface{Name: "Loopback9", Unaddressed: true, Addresses: []string{"2001:db8::9"}})), unknown, "silence", ""},
		{"a source interface with an IPv6 address alone, for IPv4 sources", all(silent, sourcedFrom("Loopback9"),
			interfaces(port("Vlan1", ""), show.Interface{Name: "Loopback9", Unaddressed: true, Addresses: []string{"2001:db8::9"}})),
			unknown + "; most likely why: the NTP source Loopback9 has no IPv4 address", "source-address", ""},
		{"a list of remarks alone", all(silent, group("ntp access-group peer 10", nil), accessList("10")), unknown, "silence", ""},
		{"a source interface that is down", all(silent, sourcedFrom("Loopback 9"), interfaces(show.Interface{Name: "Loopback9", Shutdown: true, Addresses: []string{"192.0.2.9"}})),
			unknown + "; most likely why: the NTP source Loopback 9 is shut down", "source-address", ""},
		{"a source interface that is not there", all(silent, sourcedFrom("Loopback9"), interfaces(port("Vlan1", ""))),
			unknown + "; most likely why: the NTP source Loopback9 is not in the configuration", "source-address", ""},
		{"a source interface in another table", all(silent, sourcedFrom("Vlan1"), inVRF("Mgmt-vrf"), two),
			unknown + "; may be why: the NTP source Vlan1 is in the global table; the sources are in VRF Mgmt-vrf", "other-table", ""},
		{"the VRF has a source of its own", all(silent, sourcedFrom("Vlan1"), inVRF("Mgmt-vrf"), two, func(s *scene) {
			s.Config.NTPSourceVRF = []show.VRFSource{{VRF: "Mgmt-vrf", Interface: "GigabitEthernet0/0"}}
		}), unknown, "silence", ""},
		{"ntp disable", all(silent, interfaceLine("Vlan1", "ntp disable")), unknown + "; may be why: ntp disable on Vlan1", "interface", "ntp disable"},
		{"ntp disable on the only way", all(silent, interfaceLine("Vlan1", "ntp disable"), interfaces(port("Vlan1", ""), show.Interface{Name: "Vlan2"})),
			"ntp disable on Vlan1; reach 0 on all sources", "interface", "ntp disable"},
		{"ntp disable in another table", all(silent, interfaceLine("GigabitEthernet0/0", "ntp disable"), two), unknown, "silence", ""},
		{"two that may be", all(silent, sourcedFrom("Loopback9"), interfaceLine("Vlan1", "ntp disable"), interfaces(port("Vlan1", ""), port("Vlan2", ""))),
			unknown + "; most likely why: the NTP source Loopback9 is not in the configuration", "source-address", ""},
		{"replies that fail", all(silent, code(".AUTH.")), "replies fail authentication; reach 0 on all sources", "authentication", ""},
		{"replies to a key that fail", keyed, "replies fail authentication; the key, its number or its type differs; reach 0 on all sources", "authentication", "ntp server 198.51.100.1 key 5"},
		{"replies to a key that is not trusted", all(keyed, func(s *scene) { s.Config.Trusted = nil }),
			"replies fail authentication; key 5 is not trusted; reach 0 on all sources", "authentication", ""},
		{"replies that fail behind an access-group", all(keyed, group("ntp access-group serve-only CLIENTS", nil)),
			"replies fail authentication; the key, its number or its type differs; reach 0 on all sources", "authentication", ""},
		{"a name", all(silent, byName(0, "ntp1.example.net")), unknown + "; names did not resolve (ntp1.example.net)", "name", "ntp server ntp1.example.net"},
		{"only names", all(unsynchronized, func(s *scene) { s.Config.Servers = s.Config.Servers[:1] }, byName(0, "ntp1.example.net"), noRows, func(s *scene) { s.Config.NoLookup = true }),
			"names did not resolve (ntp1.example.net); no ip domain lookup; reach 0 on all sources", "name", "ntp server ntp1.example.net"},
		{"no name server in its VRF", all(unsynchronized, func(s *scene) { s.Config.Servers = s.Config.Servers[:1] }, byName(0, "ntp1.example.net"), noRows, inVRF("MGMT"), func(s *scene) {
			s.Config.NameServers = []show.NameServer{{Address: "192.0.2.53"}}
		}), "names did not resolve (ntp1.example.net vrf MGMT); no ip name-server in VRF MGMT; reach 0 on all sources", "name", ""},
		{"a name that a row stands for", all(silent, func(s *scene) { s.Config.Servers[0].Address = "ntp1.example.net" }), unknown, "silence", ""},
		{"its own clock on old releases", all(silent, group("ntp access-group peer 10", nil), accessList("10", "198.51.100.1", "198.51.100.2", "198.51.100.3"), func(s *scene) {
			s.Config.NTPMaster = &show.Master{Stratum: 8}
			own := source("127.127.7.1", 7, show.RoleNone)
			own.Reach, own.RefClock = 0, ptr(".LOCL.")
			s.NTP.Associations = append(s.NTP.Associations, own)
		}), unknown + "; its access-groups refuse its own clock, 127.127.7.1", "silence", ""},
	} {
		s := newScene(t, "ntp-synchronized")
		test.spoil(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-synchronized", "")
		if f.Status != check.StatusFail || f.Message != test.message || f.Cause != test.cause {
			t.Errorf("%s: %s %q, cause %q; want %q, cause %q", test.name, f.Status, f.Message, f.Cause, test.message, test.cause)
		}
		if cited := func(e facts.Evidence) bool { return strings.Contains(e.Line, test.cites) }; !slices.ContainsFunc(f.Evidence, cited) {
			t.Errorf("%s: %q is not among the evidence %+v", test.name, test.cites, f.Evidence)
		}
	}
}

// TestPeersThatWait: devices that have only each other, and none of them the time.
func TestPeersThatWait(t *testing.T) {
	peers := func(s *scene) {
		for i, other := range []string{"192.0.2.2", "192.0.2.1"} {
			a := source(other, 16, show.RoleNone)
			s.fleet.Devices[i] = device(s.fleet.Devices[i].Name, s.fleet.Devices[i].Host, 16, a)
			s.fleet.Devices[i].NTP.Status.Synchronized = ptr(false)
			s.fleet.Devices[i].Config.Servers[0].Type, s.fleet.Devices[i].Config.Servers[0].Line = "peer", "ntp peer "+other
		}
	}
	for _, test := range []struct {
		name    string
		spoil   func(*scene)
		message string
		cause   check.Cause
	}{
		{"two", peers, "it and r2 wait for each other; none of them has an outside source", "only-peers"},
		{"the other has the time", all(peers, func(s *scene) { s.fleet.Devices[1].NTP.Status.Synchronized = ptr(true) }),
			"no source that has the time; 1 source answers without it", "no-time"},
		{"the other does not say", all(peers, func(s *scene) { s.fleet.Devices[1].NTP.Status = nil }), "no source that has the time; 1 source answers without it", "no-time"},
		{"the other was not audited", all(peers, func(s *scene) { s.fleet.Devices[1].KnownBy = nil }), "no source that has the time; 1 source answers without it", "no-time"},
		{"one has another source", all(peers, func(s *scene) {
			s.NTP.Associations = append(s.NTP.Associations, source("203.0.113.7", 16, show.RoleNone))
		}), "no source that has the time; 2 sources answer without it", "no-time"},
	} {
		s := newScene(t, "ntp-synchronized")
		test.spoil(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-synchronized", "")
		if f.Message != test.message || f.Cause != test.cause {
			t.Errorf("%s: %q, cause %q; want %q, cause %q", test.name, f.Message, f.Cause, test.message, test.cause)
		}
		if advised := len(f.ByHand) > 0; advised != (test.cause == "only-peers") {
			t.Errorf("%s: by hand %q", test.name, f.ByHand)
		}
	}
}
