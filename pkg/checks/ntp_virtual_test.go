package checks_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const vip = "192.0.2.254"

// shares gives devices of the scene one more address by HSRP, each on an interface with an address of its own.
func shares(s *scene, devices ...int) {
	for _, i := range devices {
		d := &s.fleet.Devices[i]
		own := netip.AddrFrom4([4]byte{203, 0, 113, byte(1 + i)})
		d.KnownBy = append(d.KnownBy, own)
		d.Config.Interfaces = append(d.Config.Interfaces, show.Interface{
			Name: "Vlan10", Addresses: []string{own.String()}, Virtual: []show.VirtualAddress{{Protocol: "HSRP", Address: vip}},
		})
	}
}

// behindShared makes the first router take its time from an address that the next two share.
func behindShared(s *scene) {
	shares(s, 1, 2)
	useShared(s)
}

func useShared(s *scene) {
	s.NTP.Associations = []facts.Association{source(vip, 2, show.RoleSysPeer)}
	s.NTP.Status.RefID, s.NTP.Status.Stratum = ptr(vip), ptr(3)
	s.Config.Servers = []show.ConfigServer{{Type: "server", Address: vip, Line: "ntp server " + vip}}
}

func TestNTPVirtual(t *testing.T) {
	loopback := func(s *scene) {
		behindShared(s)
		d := &s.fleet.Devices[1]
		d.Config.Addresses = append(d.Config.Addresses, show.InterfaceAddress{Interface: "Loopback0", Address: "10.255.0.2"})
		d.KnownBy = append(d.KnownBy, netip.MustParseAddr("10.255.0.2"))
	}
	lost := func(s *scene) {
		behindShared(s)
		s.fleet.Devices[2].NTP.Status.Synchronized = ptr(false)
	}
	const finding = vip + " is the HSRP address of r2 and r3; after a switchover refid and offset jump"
	tell(t, "ntp-virtual", []story{
		{"real addresses", nil, check.StatusPass, "", 0, nil, ""},
		{"that of two routers", behindShared, check.StatusFail, finding, 0,
			[]string{"ntp server 192.0.2.2", "ntp server 192.0.2.3", "no ntp server " + vip}, ""},
		{"a loopback before other addresses", loopback, check.StatusFail, finding, 0,
			[]string{"ntp server 10.255.0.2", "ntp server 192.0.2.3", "no ntp server " + vip}, ""},
		{"one of both has no time", lost, check.StatusFail, finding, 0, []string{"ntp server 192.0.2.2", "no ntp server " + vip}, ""},
		{"its own", func(s *scene) {
			shares(s, 0, 1)
			useShared(s)
		}, check.StatusFail, vip + " is its own HSRP address", 0, []string{"ntp server 192.0.2.2", "no ntp server " + vip}, ""},
		{"its own, by another protocol than that of another router", func(s *scene) {
			shares(s, 0, 1)
			s.fleet.Devices[1].Config.Interfaces[0].Virtual[0].Protocol = "VRRP"
			useShared(s)
		}, check.StatusFail, vip + " is its own HSRP address", 0, nil, ""},
		{"of two routers by two protocols", func(s *scene) {
			behindShared(s)
			s.fleet.Devices[1].Config.Interfaces[0].Virtual[0].Protocol = "VRRP"
		}, check.StatusPass, "", 0, nil, ""},
		{"in a VRF that is not that of the routers", func(s *scene) {
			behindShared(s)
			s.Config.Servers[0].VRF = ptr("MGMT")
		}, check.StatusPass, "", 0, nil, ""},
		{"in the VRF of the routers", func(s *scene) {
			behindShared(s)
			for _, i := range []int{1, 2} {
				s.fleet.Devices[i].Config.Interfaces[0].VRF = "MGMT"
			}
			s.Config.Servers[0].VRF = ptr("MGMT")
		}, check.StatusFail, finding, 0, nil, ""},
		{"a client without a VRF, of routers with one", func(s *scene) {
			behindShared(s)
			for _, i := range []int{1, 2} {
				s.fleet.Devices[i].Config.Interfaces[0].VRF = "CUSTOMER"
			}
		}, check.StatusFail, finding, 0, nil, ""},
		{"it has the real ones too", func(s *scene) {
			behindShared(s)
			for _, a := range []string{"192.0.2.2", "192.0.2.3"} {
				s.NTP.Associations = append(s.NTP.Associations, source(a, 2, show.RoleCandidate))
				s.Config.Servers = append(s.Config.Servers, show.ConfigServer{Type: "server", Address: a, Line: "ntp server " + a})
			}
		}, check.StatusFail, finding, 0, []string{"no ntp server " + vip}, ""},
		{"the policy approves neither", func(s *scene) {
			behindShared(s)
			s.policy.Sources.Approved = []string{vip, "198.51.100.1", "198.51.100.2"}
		}, check.StatusFail, finding, 0, []string{"ntp server 198.51.100.1", "ntp server 198.51.100.2", "no ntp server " + vip}, ""},
		{"the policy approves one, after others", func(s *scene) {
			behindShared(s)
			s.policy.Sources.Approved = []string{vip, "198.51.100.1", "192.0.2.3"}
		}, check.StatusFail, finding, 0, []string{"ntp server 192.0.2.3", "no ntp server " + vip}, ""},
		{"keys are wanted", func(s *scene) {
			behindShared(s)
			s.policy.Authentication.Required = true
			s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: "ntp-authentication", Severity: policy.Medium})
		}, check.StatusFail, finding, 0, byHand, ""},
		{"nothing works in its place", func(s *scene) {
			behindShared(s)
			for i := 1; i <= 2; i++ {
				s.fleet.Devices[i].NTP.Status.Synchronized = ptr(false)
			}
		}, check.StatusFail, finding, 0, byHand, ""},
		{"an anycast address", func(s *scene) {
			shares(s, 1, 2, 3, 4, 5)
			useShared(s)
		}, check.StatusPass, "", 0, nil, ""},
		{"a line, and no table", func(s *scene) {
			behindShared(s)
			s.NTP.Associations, s.NTP.Known = nil, false
		}, check.StatusFail, finding, 0, nil, ""},
		{"nothing was read", func(s *scene) {
			behindShared(s)
			s.NTP, s.Config = nil, nil
		}, check.StatusNotMeasured, "neither the association table nor the configuration was read whole", 0, nil, ""},
		{"a line, and a table that was cut before its row", func(s *scene) {
			behindShared(s)
			s.NTP.Associations, s.NTP.Known = []facts.Association{source("198.51.100.1", 1, show.RoleSysPeer)}, false
			s.Config.Servers = append(s.Config.Servers, show.ConfigServer{Type: "server", Address: "198.51.100.1", Line: "ntp server 198.51.100.1"})
		}, check.StatusFail, finding, 0, nil, ""},
		{"a table that was cut, and no configuration", func(s *scene) {
			s.NTP.Known, s.Config = false, nil
		}, check.StatusNotMeasured, "neither the association table nor the configuration was read whole", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"waived", waived("ntp-virtual", behindShared), check.StatusWaived, finding, 0, nil, ""},
	})
}

// Where the policy approves sources no check proposes another one, and of the approved ones those come first that the device
// takes its time from already.
func TestOnlyApprovedIsAdded(t *testing.T) {
	s := newScene(t, "ntp-virtual")
	behindShared(s)
	s.policy.Sources.Approved = []string{vip, "198.51.100.1", "198.51.100.2", "192.0.2.3"}
	s.policy.Sources.Designated = []string{"192.0.2.2"}
	s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: "ntp-approved", Severity: policy.Medium}, policy.CheckLevel{ID: "ntp-sources", Severity: policy.Medium}, policy.CheckLevel{ID: "ntp-designated", Severity: policy.Medium})
	first := ""
	for _, f := range check.Run(checks.All(), s.fleet, s.policy).Devices[0] {
		for _, c := range f.Changes {
			if c.Verb == show.AddServer && !show.IsPlaceholder(c.Server.Address) && !slices.Contains(s.policy.Sources.Approved, c.Server.Address) {
				t.Errorf("%s adds %s", f.Check, c.Server.Address)
			}
			if f.Check == "ntp-sources" && c.Verb == show.AddServer && first == "" {
				first = c.Server.Address
			}
		}
	}
	if first != "192.0.2.3" {
		t.Errorf("first: %q", first)
	}
}
