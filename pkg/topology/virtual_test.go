package topology_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

const vip = "203.0.113.254"

// branches are two cores on servers of their own that share an address, and three routers that know nothing but that.
func branches() *facts.Fleet {
	fl := fleet(
		device("core1", "192.0.2.1", 2, "*198.51.100.1@1"), device("core2", "192.0.2.2", 2, "*198.51.100.2@1"),
		device("br1", "192.0.2.11", 3, "*"+vip+"@2"), device("br2", "192.0.2.12", 3, "*"+vip+"@2"), device("br3", "192.0.2.13", 3, "*"+vip+"@2"))
	withHSRP(vip, &fl.Devices[0], &fl.Devices[1])
	return fl
}

func TestASharedAddressIsTheSetOfItsMembers(t *testing.T) {
	g := topology.Build(branches())
	s, ok := g.VirtualAt(vip)
	if !ok || !s.Unique || s.Protocol != "HSRP" || g.Owners(s) != "core1 and core2" {
		t.Fatalf("VirtualAt = %+v, %v, want the HSRP address of core1 and core2", s, ok)
	}
	if got := g.Nodes[s.Node].Name; got != vip+" (HSRP of core1, core2)" {
		t.Errorf("the node is %q", got)
	}
	if d := cmp.Diff([]string{"core1", "core2"}, names(g, g.Members(s.Node))); d != "" {
		t.Errorf("members (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"br1", "br2", "br3"}, names(g, g.Users(0))); d != "" {
		t.Errorf("users of core1 (-want +got):\n%s", d)
	}
	if kind, at := g.Root(2); kind != topology.Rooted || at != s.Node {
		t.Errorf("the chain of br1 ends %v at %d, want a root, by one core or the other", kind, at)
	}
	if list := singles(g, g.SinglePoints(2)); len(list) > 0 {
		t.Errorf("single points: %q, want none: each core has a clock of its own", list)
	}
}

// What all members depend on is a single point, and the address itself where only one member was audited.
func TestSinglePointsAboveASharedAddress(t *testing.T) {
	fl := branches()
	fl.Devices[1].NTP.Associations[0].Address = "198.51.100.1"
	g := topology.Build(fl)
	if d := cmp.Diff([]string{"198.51.100.1: core1 core2 br1 br2 br3"}, singles(g, g.SinglePoints(2))); d != "" {
		t.Errorf("one server (-want +got):\n%s", d)
	}
	fl = branches()
	fl.Devices[1].Config = nil
	fl.Devices[0].NTP.Associations = append(fl.Devices[0].NTP.Associations, association("+198.51.100.3@1"))
	g = topology.Build(fl)
	if d := cmp.Diff([]string{vip + " (HSRP of core1): br1 br2 br3"}, singles(g, g.SinglePoints(2))); d != "" {
		t.Errorf("one member (-want +got):\n%s", d)
	}
}

func TestAnAddressThatIdentifiesNoSet(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*facts.Fleet)
	}{
		{"five routers", func(fl *facts.Fleet) { withHSRP(vip, &fl.Devices[2], &fl.Devices[3], &fl.Devices[4]) }},
		{"branches built alike", func(fl *facts.Fleet) {
			fl.Devices[1].Config.Interfaces[0].Addresses = fl.Devices[0].Config.Interfaces[0].Addresses
		}},
		{"two VRFs", func(fl *facts.Fleet) { fl.Devices[1].Config.Interfaces[0].VRF = "RED" }},
		{"somebody else's interface", func(fl *facts.Fleet) {
			fl.Devices[4].KnownBy = append(fl.Devices[4].KnownBy, netip.MustParseAddr(vip))
		}},
		{"interfaces of two devices, by no protocol", func(fl *facts.Fleet) {
			for i := range 2 {
				fl.Devices[i].Config = nil
				fl.Devices[i].Shared = []netip.Addr{netip.MustParseAddr(vip)}
			}
		}},
	}
	for _, test := range tests {
		fl := branches()
		test.spoil(fl)
		g := topology.Build(fl)
		s, ok := g.VirtualAt(vip)
		if !ok || s.Unique || s.Node < 0 {
			t.Errorf("%s: VirtualAt = %+v, %v, want a set that says nothing", test.name, s, ok)
			continue
		}
		if kind, _ := g.Root(2); kind != topology.Unknown {
			t.Errorf("%s: the chain of br1 ends %v, want unknown", test.name, kind)
		}
		if list := singles(g, g.SinglePoints(2)); len(list) > 0 || len(g.Users(0)) > 0 || len(g.Islands()) > 0 {
			t.Errorf("%s: single points %q, users of core1 %v, islands %v, want none", test.name, list, g.Users(0), g.Islands())
		}
		if !g.Below(0, vip) {
			t.Errorf("%s: the address is not known to be one of core1", test.name)
		}
	}
}

// The owner of a VRRP group has its address on the interface.
func TestTheOwnerOfAVRRPGroupSharesItsAddress(t *testing.T) {
	fl := branches()
	fl.Devices[0].KnownBy = append(fl.Devices[0].KnownBy, netip.MustParseAddr(vip))
	fl.Devices[0].Config.Interfaces[0].Addresses = []string{vip}
	g := topology.Build(fl)
	if s, ok := g.VirtualAt(vip); !ok || !s.Unique {
		t.Errorf("VirtualAt = %+v, %v, want the set of both", s, ok)
	}
}

// Whoever answers at the address has lost the time, or the device that follows it stands below itself.
func TestChainsThroughASharedAddress(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*facts.Fleet)
		kind  topology.End
		at    string
	}{
		{"one member runs free", func(fl *facts.Fleet) { follow(&fl.Devices[0], "*127.127.1.1@7") }, topology.Rooted, ""},
		{"both run free", func(fl *facts.Fleet) {
			follow(&fl.Devices[0], "*127.127.1.1@7")
			follow(&fl.Devices[1], "*127.127.1.1@7")
		}, topology.FreeRunning, "core1"},
		{"both on one server", func(fl *facts.Fleet) { follow(&fl.Devices[1], "*198.51.100.1@1") }, topology.Rooted, "198.51.100.1"},
		{"a member behind its own address", func(fl *facts.Fleet) {
			follow(&fl.Devices[0], "*"+vip+"@2")
			follow(&fl.Devices[1], "*"+vip+"@2")
		}, topology.Unknown, ""},
	}
	for _, test := range tests {
		fl := branches()
		test.spoil(fl)
		g := topology.Build(fl)
		kind, at := g.Root(2)
		if kind != test.kind || test.at != "" && g.Nodes[at].Name != test.at {
			t.Errorf("%s: the chain of br1 ends %v at %s, want %v at %s", test.name, kind, g.Nodes[at].Name, test.kind, test.at)
		}
	}
}

// follow makes a device have one source and no other.
func follow(d *facts.Device, source string) {
	a := association(source)
	d.NTP.Associations = []facts.Association{a}
	d.NTP.Status.RefID = &d.NTP.Associations[0].Address
}

func TestOwnAddresses(t *testing.T) {
	fl := branches()
	fl.Devices[0].Shared = []netip.Addr{netip.MustParseAddr("192.0.2.99")}
	fl.Devices[0].Config.Interfaces[0].Virtual = append(fl.Devices[0].Config.Interfaces[0].Virtual,
		show.VirtualAddress{Protocol: "HSRP", Address: "fe80::1"}, show.VirtualAddress{Protocol: "GLBP", Address: "junk"})
	want := []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.99"), netip.MustParseAddr(vip)}
	if d := cmp.Diff(want, topology.Build(fl).OwnAddresses(0), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); d != "" {
		t.Errorf("addresses of core1 (-want +got):\n%s", d)
	}
}
