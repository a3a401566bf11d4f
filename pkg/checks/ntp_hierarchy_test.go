package checks_test

import (
	"fmt"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// site is two cores on three servers, so many switches on the cores, and so many on the servers of the cores.
func site(onCores, past int) func(*scene) {
	return func(s *scene) {
		for i := range 2 {
			s.fleet.Devices[i].Site = "ams1"
		}
		// The cores differ in a source.
		s.fleet.Devices[1].NTP.Associations = s.fleet.Devices[1].NTP.Associations[1:]
		s.fleet.Devices[1].NTP.Associations[0].Role = show.RoleSysPeer
		s.fleet.Devices = s.fleet.Devices[:2]
		add := func(name string, sources ...facts.Association) {
			n := len(s.fleet.Devices)
			d := device(fmt.Sprintf("%s%d", name, n), fmt.Sprintf("192.0.2.%d", 20+n), 3, sources...)
			d.Site = "ams1"
			s.fleet.Devices = append(s.fleet.Devices, d)
		}
		for range onCores {
			add("on", source("192.0.2.1", 2, show.RoleSysPeer), source("192.0.2.2", 2, show.RoleCandidate))
		}
		for range past {
			add("past", source("198.51.100.1", 1, show.RoleSysPeer), source("198.51.100.2", 1, show.RoleCandidate))
		}
		s.Device = &s.fleet.Devices[0]
	}
}

func TestNTPHierarchy(t *testing.T) {
	approved := func(s *scene) { s.policy.Sources.Approved = []string{"198.51.100.1", "198.51.100.2", "198.51.100.3"} }
	designated := func(s *scene) { s.policy.Sources.Designated = []string{"198.51.100.1", "198.51.100.2"} }
	const many = "8 of 18 devices of ams1 bypass its servers; they take time from 198.51.100.1, 198.51.100.2 past r1, r2"
	tell(t, "ntp-hierarchy", []story{
		{"a small fleet", nil, check.StatusNotApplicable, "a fleet of fewer than 12 devices needs no hierarchy", 0, nil, ""},
		{"all on the cores", site(12, 0), check.StatusPass, "", 0, nil, ""},
		{"some past them", site(10, 8), check.StatusFail, many, policy.Low, nil, "ams1"},
		{"most past them", site(2, 14), check.StatusFail,
			"14 of 16 devices of ams1 bypass its servers; they take time from 198.51.100.1, 198.51.100.2 past r1, r2; 2 use those, which may be the exception",
			policy.Info, nil, "ams1"},
		{"seven are exceptions", site(10, 7), check.StatusPass, "", 0, nil, ""},
		{"less than a quarter", site(30, 8), check.StatusPass, "", 0, nil, ""},
		{"the servers above are approved", all(site(10, 8), approved), check.StatusPass, "", 0, nil, ""},
		{"the servers above are designated", all(site(10, 8), designated), check.StatusPass, "", 0, nil, ""},
		{"one core has no time", all(site(10, 8), func(s *scene) {
			unsynchronized(s)
		}), check.StatusPass, "", 0, nil, ""},
		{"the cores by an address that they share", all(site(10, 8), func(s *scene) {
			shares(s, 0, 1)
			for i := range s.fleet.Devices[2:12] {
				s.fleet.Devices[2+i].NTP.Associations = []facts.Association{source(vip, 2, show.RoleSysPeer)}
			}
		}), check.StatusFail, many, policy.Low, nil, "ams1"},
		{"no site is named", all(site(10, 8), func(s *scene) {
			for i := range s.fleet.Devices {
				s.fleet.Devices[i].Site, s.fleet.Devices[i].Tags = "", []string{"prod"}
			}
		}), check.StatusNotApplicable, "no site is known whose devices serve each other", 0, nil, ""},
		{"a tag is a site", all(site(10, 8), func(s *scene) {
			for i := range s.fleet.Devices {
				s.fleet.Devices[i].Site, s.fleet.Devices[i].Tags = "", []string{"prod", "site-a"}
			}
		}), check.StatusFail, "8 of 18 devices of site-a bypass its servers", policy.Low, nil, "site-a"},
		{"a part of the fleet", all(site(10, 8), partial), check.StatusNotApplicable, "only a part of the fleet was audited", 0, nil, ""},
		{"waived", waived("ntp-hierarchy", site(10, 8)), check.StatusWaived, many, 0, nil, "ams1"},
	})
}

func TestNTPHierarchyAtInfo(t *testing.T) {
	chain := func(s *scene) {
		site(12, 0)(s)
		for i := 3; i < 7; i++ { // each on the one before it
			s.fleet.Devices[i].NTP.Associations = []facts.Association{source(fmt.Sprintf("192.0.2.%d", 20+i-1), i, show.RoleSysPeer)}
		}
	}
	share := func(s *scene) {
		site(12, 0)(s)
		for i := range 2 {
			s.fleet.Devices[i].NTP.Associations = []facts.Association{source("198.51.100.1", 1, show.RoleSysPeer), source("198.51.100.2", 1, show.RoleCandidate)}
		}
	}
	peers := func(s *scene) {
		share(s)
		s.NTP.Associations = append(s.NTP.Associations, source("192.0.2.2", 2, show.RoleCandidate))
	}
	tell(t, "ntp-hierarchy", []story{
		{"a long chain", chain, check.StatusFail, "2 devices of ams1 far below its servers; up to 5 steps: on5, on6", policy.Info, nil, "ams1 depth"},
		{"servers with the same sources", share, check.StatusFail,
			"the servers of ams1 share all sources; r1, r2 take time from 198.51.100.1, 198.51.100.2 and do not peer", policy.Info, nil, "ams1 servers"},
		{"the same, and they peer", peers, check.StatusPass, "", 0, nil, ""},
		{"more clients than the policy allows", all(site(12, 0), func(s *scene) { s.policy.Clients = 11 }), check.StatusFail,
			"r1 serves 12 devices; what fails with it is much", policy.Info, nil, "r1 clients"},
		{"as many as it allows", all(site(12, 0), func(s *scene) { s.policy.Clients = 12 }), check.StatusPass, "", 0, nil, ""},
	})
}
