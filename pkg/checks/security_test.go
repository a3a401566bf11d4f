package checks_test

import (
	"net/netip"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// authenticated gives every source of the device key 5, and everything that belongs to it.
func authenticated(s *scene) {
	s.Config.Authenticate = true
	trust(&s.Config.Config, "4 - 6")
	s.Config.AuthKeys = []show.AuthKey{{Number: 5, Type: "hmac-sha2-256"}}
	s.Config.Lines = append(s.Config.Lines, "ntp authenticate", "ntp trusted-key 4 - 6")
	for i := range s.Config.Servers {
		s.Config.Servers[i].Key = ptr(5)
		s.Config.Servers[i].Line += " key 5"
	}
}

func TestNTPAuthentication(t *testing.T) {
	const of = "198.51.100.1"
	required := func(s *scene) { s.policy.Authentication.Required = true }
	only := func(algorithms ...string) func(*scene) {
		return func(s *scene) {
			s.policy.Authentication.ByKind = []policy.OfKind[[]string]{{Kind: "default", Value: algorithms}}
		}
	}
	spoilt := func(change func(*facts.Config)) func(*scene) {
		return func(s *scene) {
			authenticated(s)
			change(s.Config)
		}
	}
	md5 := spoilt(func(c *facts.Config) { c.AuthKeys[0].Type = "md5" })
	tell(t, "ntp-authentication", []story{
		{"not used", nil, check.StatusNotApplicable, "authentication is not used, and not required", 0, nil, ""},
		{"complete", authenticated, check.StatusPass, "", 0, nil, of},
		{"required and not there", required, check.StatusFail, "no key on its line", 0, byHand, of},
		{"required of a release that may know only md5", func(s *scene) {
			required(s)
			s.Platform = "cisco_ios"
		}, check.StatusFail, "no key on its line", 0, byHand, of},
		{"without ntp authenticate, and keys that were never seen to work", spoilt(func(c *facts.Config) { c.Authenticate = false }),
			check.StatusFail, "ntp authenticate is off", 0, byHand, of},
		{"without ntp authenticate, and keys that work", func(s *scene) {
			spoilt(func(c *facts.Config) { c.Authenticate = false })(s)
			for i := range s.NTP.Associations {
				s.NTP.Associations[i].Authenticated = ptr(true)
			}
		}, check.StatusFail, "ntp authenticate is off", 0, []string{"ntp authenticate"}, of},
		{"not defined", spoilt(func(c *facts.Config) { c.AuthKeys = nil }), check.StatusFail, "key 5 is not defined", 0,
			[]string{"ntp authentication-key 5 hmac-sha2-256 <key>"}, of},
		{"not trusted", spoilt(func(c *facts.Config) { trust(&c.Config, "6 - 9", "1") }), check.StatusFail, "key 5 is not trusted", 0,
			[]string{"ntp trusted-key 5"}, of},
		{"a range of one", spoilt(func(c *facts.Config) { trust(&c.Config, "5 - 5") }), check.StatusPass, "", 0, nil, of},
		{"one line without a key", spoilt(func(c *facts.Config) { c.Servers[0].Key, c.Servers[0].Prefer = nil, true }),
			check.StatusFail, "no key on its line", 0, byHand, of},
		{"ntp authenticate alone", func(s *scene) { s.Config.Authenticate = true }, check.StatusFail, "no key on its line", 0, nil, of},
		{"keys for clients only", func(s *scene) {
			authenticated(s)
			s.Config.Authenticate = false
			for i := range s.Config.Servers {
				s.Config.Servers[i].Key = nil
			}
		}, check.StatusNotApplicable, "authentication is not used, and not required", 0, nil, ""},
		{"md5 where anything goes", md5, check.StatusPass, "", 0, nil, of},
		{"md5 where it does not", all(md5, only("hmac-sha2-256", "cmac-aes-128")), check.StatusFail,
			"key 5 is md5; accepted are hmac-sha2-256, cmac-aes-128", 0, byHand, of},
		{"the replies are refused, and authenticate is off", all(authenticated, first(func(a *facts.Association) { a.RefClock, a.Reach = ptr(".AUTH."), 0 }), func(s *scene) {
			s.Config.Authenticate = false
			for i := range s.NTP.Associations[1:] {
				s.NTP.Associations[i+1].Authenticated = ptr(true)
			}
		}), check.StatusFail, "ntp authenticate is off", 0, byHand, of},
		{"the replies are refused", all(authenticated, first(func(a *facts.Association) { a.RefClock, a.Reach = ptr(".AUTH."), 0 })),
			check.StatusFail, "replies fail authentication", 0, nil, of},
		{"the role is not stated", all(authenticated, func(s *scene) {
			s.Role = ""
			s.policy.Authentication.ByKind = []policy.OfKind[[]string]{{Kind: "default"}, {Kind: "iosxe-router", Value: []string{"hmac-sha2-256"}}}
		}),
			check.StatusNotMeasured, "role not known", 0, nil, of},
		{"a line was not understood", all(authenticated, oddLine("ntp authentication-key five")),
			check.StatusNotMeasured, "a line was not understood: ntp authentication-key five", 0, nil, of},
		{"NTP off", all(answered("ntp-enabled"), required, ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"no sources", all(required, func(s *scene) { s.Config.Servers = nil }), check.StatusFail, "nothing is authenticated", 0, nil, ""},
		{"not measured", all(required, gap(facts.KindConfig)), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-authentication", required), check.StatusWaived, "no key on its line", 0, nil, of},
	})
}

func TestNTPAccess(t *testing.T) {
	groups := func(types ...string) func(*scene) {
		return func(s *scene) {
			for _, kind := range types {
				s.Config.AccessGroups = append(s.Config.AccessGroups, show.AccessGroup{Type: kind, ACL: "NTP"})
				s.Config.AccessLists = []show.AccessListRead{{Name: "NTP", Family: show.IPv4, Entries: []show.AccessEntry{{Permit: true, From: netip.MustParsePrefix("198.51.100.0/24")}}}}
				s.Config.Lines = append(s.Config.Lines, "ntp access-group "+kind+" NTP")
			}
		}
	}
	tell(t, "ntp-access", []story{
		{"sources and clients", groups("peer", "serve-only"), check.StatusPass, "", 0, nil, ""},
		{"none, on a router with clients", nil, check.StatusFail, "no ntp access-group", 0, []string{
			"ip access-list standard NTP-CLIENTS", " permit 192.0.2.11", " permit 192.0.2.12", " permit <address from which ntpaudit asks over IPv4>",
			" permit <further IPv4 clients: who else takes time from here>",
			"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", " permit 198.51.100.2", " permit 198.51.100.3",
			"ntp access-group peer NTP-SOURCES", "ntp access-group serve-only NTP-CLIENTS"}, ""},
		{"none, and a switch has it for a peer", func(s *scene) {
			s.fleet.Devices[4].Config.Servers[0].Type = "peer"
		}, check.StatusFail, "no ntp access-group", 0, []string{
			"ip access-list standard NTP-CLIENTS", " permit 192.0.2.12", " permit <address from which ntpaudit asks over IPv4>",
			" permit <further IPv4 clients: who else takes time from here>",
			"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", " permit 198.51.100.2", " permit 198.51.100.3", " permit 192.0.2.11",
			"ntp access-group peer NTP-SOURCES", "ntp access-group serve-only NTP-CLIENTS"}, ""},
		{"none, and a client of SNTP asks from its own interface", func(s *scene) {
			d := &s.fleet.Devices[5]
			d.NTP = &facts.NTP{Enabled: ptr(false), Known: true}
			d.Config.Servers, d.Config.NTPSource, d.Config.SNTPInterface = nil, ptr("Vlan1"), ptr("Vlan2")
			d.Config.SNTPServers = []show.SNTPSource{{Address: s.Host}}
			d.Config.Addresses = []show.InterfaceAddress{{Interface: "Vlan1", Address: "192.0.2.21"}, {Interface: "Vlan2", Address: "192.0.2.22"}}
		}, check.StatusFail, "no ntp access-group", 0, []string{
			"ip access-list standard NTP-CLIENTS", " permit 192.0.2.11", " permit 192.0.2.22", " permit <address from which ntpaudit asks over IPv4>",
			" permit <further IPv4 clients: who else takes time from here>",
			"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", " permit 198.51.100.2", " permit 198.51.100.3",
			"ntp access-group peer NTP-SOURCES", "ntp access-group serve-only NTP-CLIENTS"}, ""},
		{"none, on a part of the fleet", func(s *scene) { s.fleet.Partial = true }, check.StatusFail, "no ntp access-group", 0, byHand, ""},
		{"none, and a switch was not reached", func(s *scene) {
			s.fleet.Devices[4].NTP, s.fleet.Devices[4].Config = nil, nil
		}, check.StatusFail, "no ntp access-group", 0, byHand, ""},
		{"none, and the configuration of a switch was not read", func(s *scene) { s.fleet.Devices[5].Config = nil }, check.StatusFail, "no ntp access-group", 0, byHand, ""},
		{"none, and the table of a switch is cut", func(s *scene) { s.fleet.Devices[5].NTP.Known = false }, check.StatusFail, "no ntp access-group", 0, byHand, ""},
		{"none, and a list of that name is there", func(s *scene) {
			s.fleet.Devices = s.fleet.Devices[:1]
			s.Config.AccessLists, s.Config.ListNames = []show.AccessListRead{{Name: "ntp-clients"}}, []string{"NTP-CLIENTS-2"}
		}, check.StatusFail, "no ntp access-group", 0, []string{
			"ip access-list standard NTP-CLIENTS-3", " permit <address from which ntpaudit asks over IPv4>",
			" permit <further IPv4 clients: who else takes time from here>",
			"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", " permit 198.51.100.2", " permit 198.51.100.3",
			"ntp access-group peer NTP-SOURCES", "ntp access-group serve-only NTP-CLIENTS-3"}, ""},
		{"none, with IPv6 sources and no clients", func(s *scene) {
			*s.Device = device("x", "192.0.2.77", 2, source("2001:DB8::1", 1, show.RoleSysPeer))
		}, check.StatusFail, "no ntp access-group", 0, []string{
			"ipv6 access-list NTP-CLIENTS-V6", " permit ipv6 host <address from which ntpaudit asks over IPv6> any",
			" permit ipv6 host <further IPv6 clients: who else takes time from here> any",
			"ipv6 access-list NTP-SOURCES-V6", " permit ipv6 host 2001:db8::1 any",
			"ntp access-group ipv6 peer NTP-SOURCES-V6", "ntp access-group ipv6 serve-only NTP-CLIENTS-V6"}, ""},
		{"its own sources shut out", all(groups("serve-only"), unsynchronized), check.StatusFail, "access-group blocks its own sources", 0, []string{
			"ip access-list standard NTP-SOURCES", " permit 198.51.100.1", " permit 198.51.100.2", " permit 198.51.100.3",
			"ntp access-group peer NTP-SOURCES"}, ""},
		{"and those over IPv6", all(groups("serve-only"), func(s *scene) {
			*s.Device = device("x", "192.0.2.77", 2, source("2001:DB8::1", 1, show.RoleSysPeer))
		}, groups("serve-only"), unsynchronized), check.StatusFail, "access-group blocks its own sources", 0, []string{
			"ipv6 access-list NTP-SOURCES-V6", " permit ipv6 host 2001:db8::1 any", "ntp access-group ipv6 peer NTP-SOURCES-V6"}, ""},
		{"shut out by the book, and nobody says whether it works", all(groups("serve-only"), refusedStatus), check.StatusNotMeasured,
			"no access-group is of type peer", 0, nil, ""},
		{"shut out by the book, and synchronized", groups("serve-only"), check.StatusPass, "", 0, nil, ""},
		{"a line was not understood", oddLine("ntp access-group ?? 5"), check.StatusNotMeasured, "a line was not understood: ntp access-group ?? 5", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-access", func(*scene) {}), check.StatusWaived, "no ntp access-group", 0, nil, ""},
	})
}

func TestNTPSourceInterface(t *testing.T) {
	const of = "198.51.100.1"
	global := func(name string) func(*scene) {
		return func(s *scene) {
			s.Config.NTPSource = &name
			s.policy.Interface.Allow = []string{"Loopback*"}
		}
	}
	inVRF := func(s *scene) { s.Config.Servers[0].VRF = ptr("RED") }
	bareSwitch := func(what string) func(*scene) {
		return func(s *scene) {
			s.Role, s.policy.Interface.SwitchWithoutLoopback = "switch", what
		}
	}
	tell(t, "ntp-source-interface", []story{
		{"loopback", global("loopback0"), check.StatusPass, "", 0, nil, of},
		{"another interface", all(global("Vlan10"), func(s *scene) { s.Config.Loopbacks = []string{"Loopback1"} }),
			check.StatusFail, "leaves from Vlan10", 0, []string{"ntp source Loopback1"}, of},
		{"any will do", func(s *scene) { s.Config.NTPSource = ptr("Vlan10") }, check.StatusPass, "", 0, nil, of},
		{"none", nil, check.StatusFail, "no source interface", 0, []string{"ntp source <loopback>"}, of},
		{"on its own line", func(s *scene) { s.Config.Servers[0].Source = ptr("Loopback0") }, check.StatusPass, "", 0, nil, of},
		{"the global one does not reach into a VRF", all(global("Loopback0"), inVRF), check.StatusFail, "no source interface", 0,
			[]string{"ntp server vrf RED 198.51.100.1 source <loopback in that VRF>"}, of + " vrf RED"},
		{"a switch without a loopback", bareSwitch("manual"), check.StatusManual, "no loopback on this switch", 0, nil, of},
		{"a switch that is let off", bareSwitch("not_applicable"), check.StatusNotApplicable, "no loopback on this switch", 0, nil, of},
		{"a switch that is not", bareSwitch("fail"), check.StatusFail, "no source interface", 0, nil, of},
		{"a line was not understood", oddLine("ntp source ??"), check.StatusNotMeasured, "a line was not understood: ntp source ??", 0, nil, of},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-source-interface", func(*scene) {}), check.StatusWaived, "no source interface", 0, nil, of},
	})
}

// On platforms that keep them apart, an access-group lets nobody in through another VRF or another family.
func TestNTPAccessInEachVRF(t *testing.T) {
	groups := func(spoil func(*scene), groups ...show.AccessGroup) func(*scene) {
		return all(spoil, func(s *scene) {
			s.OS = &platform.Platform{Name: "cisco_iosxr", Title: "IOS XR"}
			s.Config.AccessByVRF, s.Config.AccessGroups = true, groups
			s.Config.Unread = []show.Unread{{Words: "ipv4 access-list", Reason: "not asked for"}}
			s.Config.Servers[0].VRF = ptr("MGMT")
			for _, g := range groups {
				s.Config.Lines = append(s.Config.Lines, "ntp access-group "+g.Type)
			}
		})
	}
	global, mgmt := show.AccessGroup{Type: "peer", ACL: "A"}, show.AccessGroup{Type: "peer", ACL: "A", VRF: ptr("MGMT")}
	serve := show.AccessGroup{Type: "serve-only", ACL: "C", VRF: ptr("MGMT")}
	six := show.AccessGroup{Type: "peer", ACL: "A", VRF: ptr("MGMT"), Family: ptr("ipv6")}
	fine := func(*scene) {}
	tell(t, "ntp-access", []story{
		{"in both", groups(fine, global, mgmt), check.StatusPass, "", 0, nil, ""},
		{"in one", groups(fine, global), check.StatusFail, "no ntp access-group in VRF MGMT over ipv4", 0, byHand, ""},
		{"of another family", groups(fine, global, six), check.StatusFail, "no ntp access-group in VRF MGMT over ipv4", 0, byHand, ""},
		{"only for clients, and in step", groups(fine, global, serve), check.StatusPass, "", 0, nil, ""},
		{"only for clients", groups(unsynchronized, global, serve), check.StatusFail, "blocks its own sources in VRF MGMT over ipv4", 0, byHand, ""},
	})
}

func TestNTPSourceInterfaceOfAVRF(t *testing.T) {
	inVRF := func(own ...show.VRFSource) func(*scene) {
		return func(s *scene) { s.Config.Servers[0].VRF, s.Config.NTPSourceVRF = ptr("MGMT"), own }
	}
	tell(t, "ntp-source-interface", []story{
		{"one for its VRF", inVRF(show.VRFSource{VRF: "MGMT", Interface: "MgmtEth0/RP0/CPU0/0"}), check.StatusPass, "", 0, nil, "198.51.100.1 vrf MGMT"},
		{"one for another", inVRF(show.VRFSource{VRF: "B", Interface: "Loopback0"}), check.StatusFail, "no source interface", 0, nil, "198.51.100.1 vrf MGMT"},
	})
}
