package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// designate names the servers of the policy, and what they may follow.
func designate(servers []string, external ...string) func(*scene) {
	return func(s *scene) { s.policy.Sources.Designated, s.policy.Sources.External = servers, external }
}

// outside are the servers that the routers of the campus follow.
var outside = []string{"198.51.100.1", "198.51.100.2", "198.51.100.3"}

// peered lets the first two routers exchange time.
func peered(s *scene) {
	for i, other := range []string{"192.0.2.2", "192.0.2.1"} {
		d := &s.fleet.Devices[i]
		d.NTP.Associations = append(d.NTP.Associations, source(other, 2, show.RoleCandidate))
		d.Config.Servers = append(d.Config.Servers, show.ConfigServer{Type: "peer", Address: other, Line: "ntp peer " + other})
	}
}

func TestNTPDesignatedServers(t *testing.T) {
	two := []string{"r1", "192.0.2.2"}
	tell(t, "ntp-designated", []story{
		{"nothing is named", nil, check.StatusManual, "the policy designates no servers", 0, nil, ""},
		{"two that peer, on accepted sources", all(designate(two, outside...), peered), check.StatusPass, "", 0, nil, ""},
		{"one alone", designate([]string{"r1"}, outside...), check.StatusPass, "", 0, nil, ""},
		{"two that do not peer", designate(two, outside...), check.StatusFail, "exchanges time with no other designated server; r2", 0, byHand, ""},
		{"one takes time from the other", all(designate(two, outside...), func(s *scene) {
			d := &s.fleet.Devices[1]
			d.NTP.Associations = append(d.NTP.Associations, source("192.0.2.1", 2, show.RoleCandidate))
		}), check.StatusPass, "", 0, nil, ""},
		{"one source is not accepted", all(designate(two, outside[:2]...), peered), check.StatusFail,
			"198.51.100.3 is no accepted external source", 0, byHand, ""},
		{"two are not", all(designate(two, outside[:1]...), peered), check.StatusFail, "2 sources are not accepted; 198.51.100.2, 198.51.100.3", 0, byHand, ""},
		{"none is named as accepted", all(designate(two), peered), check.StatusManual, "the policy names no accepted external sources", 0, nil, ""},
		{"by a name that stands for the last row", all(designate(two, "198.51.100.1", "198.51.100.2", "time.example.net"), peered, func(s *scene) {
			s.Config.Servers[2] = show.ConfigServer{Type: "server", Address: "time.example.net", Line: "ntp server time.example.net"}
		}), check.StatusPass, "", 0, nil, ""},
		{"a name is accepted, and which row is its is not known", all(designate(two, "time.example.net"), peered, func(s *scene) {
			s.Config.Servers = append(s.Config.Servers, show.ConfigServer{Type: "server", Address: "time.example.net", Line: "ntp server time.example.net"})
		}), check.StatusInconclusive, "198.51.100.1, 198.51.100.2, 198.51.100.3 may be what an accepted name stands for", 0, nil, ""},
		{"a receiver of its own", all(designate(two, outside...), peered, func(s *scene) {
			s.NTP.Associations = append(s.NTP.Associations, source("127.127.20.0", 0, show.RoleCandidate))
		}), check.StatusPass, "", 0, nil, ""},
		{"by a tag", all(designate([]string{"tag:time"}, outside...), func(s *scene) { s.Tags = []string{"time"} }), check.StatusPass, "", 0, nil, ""},
		{"PTP", all(designate(two, outside...), func(s *scene) { s.Clock.Source = "PTP" }), check.StatusManual, "PTP steers the clock", 0, nil, ""},
		{"changes are a person's", designate(two, outside...), check.StatusManual, "look whether changes of the time settings are logged and reviewed", 0, nil, "changes"},
	})
}

func TestNTPDesignatedClients(t *testing.T) {
	// r1 is not designated; r2 and r3 are.
	servers := designate([]string{"r2", "r3"}, outside...)
	clean := func(s *scene) {
		s.NTP.Associations = []facts.Association{source("192.0.2.2", 2, show.RoleSysPeer), source("192.0.2.3", 2, show.RoleCandidate)}
		s.Config.Servers = nil
		for _, a := range s.NTP.Associations {
			s.Config.Servers = append(s.Config.Servers, show.ConfigServer{Type: "server", Address: a.Address, Line: "ntp server " + a.Address})
		}
	}
	half := func(s *scene) {
		clean(s)
		s.NTP.Associations[1], s.Config.Servers[1] = source("198.51.100.1", 1, show.RoleCandidate), show.ConfigServer{Type: "server", Address: "198.51.100.1", Line: "ntp server 198.51.100.1"}
	}
	calendar := func(s *scene) { s.Clock.Source = "hardware calendar" }
	ownClockAlone := func(s *scene) {
		s.NTP.Associations, s.Config.Servers = []facts.Association{source("127.127.1.1", 7, show.RoleSysPeer)}, nil
	}
	tell(t, "ntp-designated", []story{
		{"from designated servers alone", all(servers, clean), check.StatusPass, "", 0, nil, ""},
		{"one from outside", all(servers, half), check.StatusFail, "198.51.100.1 is no designated server", 0,
			[]string{"ntp server 192.0.2.3", "no ntp server 198.51.100.1"}, ""},
		{"that one is silent", all(servers, half, func(s *scene) { s.NTP.Associations[1].Reach = 0 }), check.StatusPass, "", 0, nil, ""},
		{"all from outside", servers, check.StatusFail, "3 sources are no designated servers", 0,
			[]string{"ntp server 192.0.2.2", "ntp server 192.0.2.3", "no ntp server 198.51.100.1", "no ntp server 198.51.100.2", "no ntp server 198.51.100.3"}, ""},
		{"no designated server has the time", all(servers, func(s *scene) {
			for _, i := range []int{1, 2} {
				s.fleet.Devices[i].NTP.Status.Synchronized = ptr(false)
			}
		}), check.StatusFail, "3 sources are no designated servers", 0, byHand, ""},
		{"a receiver of its own", all(servers, clean, func(s *scene) {
			s.NTP.Associations = append(s.NTP.Associations, source("127.127.20.0", 0, show.RoleCandidate))
		}), check.StatusFail, "GPS at r1 is no designated server", 0, nil, ""},
		{"an address that designated servers share", all(servers, behindShared), check.StatusPass, "", 0, nil, ""},
		{"an address that is no device", all(designate([]string{"198.51.100.1", "198.51.100.2", "198.51.100.3"}, outside...)), check.StatusPass, "", 0, nil, ""},
		{"SNTP from one", all(servers, sntpOnly("192.0.2.2")), check.StatusPass, "", 0, nil, ""},
		{"SNTP from outside", all(servers, sntpOnly("198.51.100.1")), check.StatusFail, "198.51.100.1 is no designated server", 0, byHand, ""},
		{"SNTP from one, and nothing shows that it steers", all(servers, sntpOnly("192.0.2.2"), calendar), check.StatusPass, "", 0, nil, ""},
		{"SNTP from outside, and nothing shows that it steers", all(servers, sntpOnly("198.51.100.1"), calendar), check.StatusFail,
			"198.51.100.1 is no designated server", 0, byHand, ""},
		{"SNTP of broadcasts", all(servers, sntpOnly(), func(s *scene) { s.Config.SNTPListens = true }), check.StatusFail, "SNTP broadcasts are taken from any server", 0, nil, ""},
		{"SNTP, as the clock alone shows", all(servers, sntpOnly(), func(s *scene) { s.Config = nil }), check.StatusNotMeasured, "its SNTP servers are not known", 0, nil, ""},
		{"PTP alone", all(servers, answered("ntp-enabled"), nothingSteers, func(s *scene) { s.Clock.Source = "PTP" }), check.StatusManual, "PTP steers the clock", 0, nil, ""},
		{"PTP alone, and changes", all(servers, answered("ntp-enabled"), nothingSteers, func(s *scene) { s.Clock.Source = "PTP" }), check.StatusManual,
			"look whether changes of the time settings are logged and reviewed", 0, nil, "changes"},
		{"from outside, and all are silent", all(servers, silent), check.StatusFail, "3 sources are no designated servers", 0, nil, ""},
		{"from designated servers, and all are silent", all(servers, clean, silent), check.StatusPass, "", 0, nil, ""},
		{"from outside, silent, and just booted", all(servers, silent, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"from outside, and the table was not read", all(servers, func(s *scene) { s.NTP.Known, s.NTP.Associations = false, nil }), check.StatusNotMeasured,
			"ntp associations: not answered", 0, nil, ""},
		{"from its own clock", all(servers, ownClockAlone), check.StatusFail, "takes time from no designated server", 0, nil, ""},
		{"from its own clock, as ntp-master says", all(servers, answered("ntp-master"), ownClockAlone), check.StatusNotApplicable, "takes time from no designated server", 0, nil, ""},
		{"NTP off, and nothing says so", all(servers, ntpOff), check.StatusFail, "NTP is off", 0, nil, ""},
		{"NTP off, and that is said", all(servers, answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"a row is hidden", all(servers, clean, func(s *scene) { s.NTP.Known = false }), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"waived", all(waived("ntp-designated", servers)), check.StatusWaived, "3 sources are no designated servers", 0, nil, ""},
	})
}

func TestNTPDesignatedInTheFleet(t *testing.T) {
	fleet := func(spoil func(*scene)) map[string]check.Finding {
		s := newScene(t, "ntp-designated")
		spoil(s)
		got := map[string]check.Finding{}
		for _, f := range check.Run(checks.All(), s.fleet, s.policy).Fleet {
			got[f.Subject] = f
		}
		return got
	}
	got := fleet(all(designate([]string{"r1", "r2", "198.51.100.3"}, outside...), peered))
	if f := got[""]; f.Status != check.StatusPass || f.Actual != "2 designated servers; 2 devices take time only from them, 2 not" {
		t.Errorf("the fleet: %s %q", f.Status, f.Actual)
	}
	counted := all(designate([]string{"r1", "r2"}, outside...), peered, func(s *scene) {
		s.fleet.Devices[2].NTP.Known = false
		s.fleet.Devices[4].Outcome, s.fleet.Devices[4].NTP = "unreachable", nil
		s.fleet.Devices[4].Gaps = []facts.Gap{{Kind: facts.KindAssociations, Reason: "unreachable"}}
	})
	if f := fleet(counted)[""]; f.Actual != "2 designated servers; 1 device takes time only from them, 2 not, 1 not known" {
		t.Errorf("a device that was not reached: %q", f.Actual)
	}
	if f := got["198.51.100.3"]; f.Status != check.StatusManual || f.Message != "198.51.100.3 is designated and was not audited; look what it takes time from" {
		t.Errorf("what is above: %s %q", f.Status, f.Message)
	}
	if f := fleet(func(*scene) {})[""]; f.Status != check.StatusManual ||
		f.Message != "the policy designates no servers; these take time from outside and serve others: r1, r2" {
		t.Errorf("nothing is named: %s %q", f.Status, f.Message)
	}
}
