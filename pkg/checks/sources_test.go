package checks_test

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestNTPSources(t *testing.T) {
	only := func(n int) func(*scene) {
		return func(s *scene) {
			s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:n], s.Config.Servers[:n]
		}
	}
	demand := func(n int) func(*scene) { return func(s *scene) { s.policy.Sources.Min = n } }
	usable := func(n int) func(*scene) { return func(s *scene) { s.policy.Sources.Usable = n } }
	silent := func(s *scene) { s.NTP.Associations[1].Reach, s.NTP.Associations[2].Reach = 0, 0 }
	oneRoot := func(s *scene) {
		for i := range s.fleet.Servers {
			s.fleet.Servers[i].Stratum, s.fleet.Servers[i].RefID = ptr(2), "203.0.113.9"
		}
	}
	tell(t, "ntp-sources", []story{
		{"three", nil, check.StatusPass, "", 0, nil, ""},
		{"two", only(2), check.StatusPass, "", 0, nil, ""},
		{"one", only(1), check.StatusFail, "1 source", policy.Medium, []string{"ntp server 198.51.100.2"}, ""},
		{"two of four", all(only(2), demand(4)), check.StatusFail, "2 sources", 0, []string{"ntp server 198.51.100.3", "ntp server <address 2>"}, ""},
		{"its own clock is no source", func(s *scene) {
			only(1)(s)
			s.NTP.Associations = append(s.NTP.Associations, source("127.127.1.1", 7, show.RoleNone))
		}, check.StatusFail, "1 source", 0, nil, ""},
		{"one line twice is one source", func(s *scene) {
			only(1)(s)
			s.Config.Servers = append(s.Config.Servers, s.Config.Servers[0])
		}, check.StatusFail, "1 source", 0, nil, ""},
		{"one address in two VRFs is two", func(s *scene) {
			only(1)(s)
			again, row := s.Config.Servers[0], s.NTP.Associations[0]
			again.VRF, row.VRF = ptr("RED"), ptr("RED")
			s.Config.Servers, s.NTP.Associations = append(s.Config.Servers, again), append(s.NTP.Associations, row)
		}, check.StatusPass, "", 0, nil, ""},
		{"a broadcast server counts", func(s *scene) {
			only(1)(s)
			found := source("198.51.100.2", 1, show.RoleCandidate)
			found.Configured = false
			s.NTP.Associations = append(s.NTP.Associations, found)
		}, check.StatusPass, "", 0, nil, ""},
		{"asked from no address", func(s *scene) {
			silent(s)
			s.NTP.Associations[2].Local = ptr("0.0.0.0")
		}, check.StatusFail, "1 of 3 sources usable; 2 needed; no address of the device to ask 198.51.100.3 from", 0, nil, ""},
		{"most are silent", silent, check.StatusFail, "1 of 3 sources usable", 0, nil, ""},
		{"most are silent yet", all(silent, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"without the configuration the table counts", func(s *scene) {
			only(1)(s)
			s.Config = nil
		}, check.StatusFail, "1 source", 0, nil, ""},
		{"the table is cut off", all(only(1), func(s *scene) { s.NTP.Known = false }), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"a line was not understood", all(only(1), oddLine("ntp server ?? 198.51.100.9")),
			check.StatusNotMeasured, "a line was not understood: ntp server ?? 198.51.100.9", 0, nil, ""},
		{"fewer usable than lines, as many as are asked for", all(silent, demand(3), usable(1)), check.StatusFail,
			"1 of 3 sources usable; 1 is enough for the policy", policy.Low, nil, ""},
		{"the same, and still coming up", all(silent, demand(3), usable(1), justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"none is usable", all(silent, reach(0), usable(1)), check.StatusFail, "0 of 3 sources usable; 1 needed", policy.Medium, nil, ""},
		{"three servers, one root", oneRoot, check.StatusFail, "3 usable sources to 1 independent root; 2 needed", policy.Medium, nil, ""},
		{"the same, and ntp-redundancy asks for roots", all(answered("ntp-redundancy"), oneRoot), check.StatusPass, "", 0, nil, ""},
		{"the same, in a part of the fleet", func(s *scene) {
			oneRoot(s)
			s.fleet.Partial = true
		}, check.StatusPass, "", 0, nil, ""},
		{"regions", func(s *scene) { s.policy.Sources.Regions = true }, check.StatusManual, "look whether the sources stand in different regions", 0, nil, "regions"},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindAssociations), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-sources", only(1)), check.StatusWaived, "1 source", 0, nil, ""},
	})
}

func TestNTPApproved(t *testing.T) {
	approve := func(addresses ...string) func(*scene) {
		return func(s *scene) { s.policy.Sources.Approved = addresses }
	}
	two := approve("198.51.100.1", "198.51.100.2")
	named := func(name string) func(*scene) {
		return func(s *scene) {
			s.Config.Servers[2] = show.ConfigServer{Type: "server", Address: name, Line: "ntp server " + name}
		}
	}
	tell(t, "ntp-approved", []story{
		{"nothing in particular", nil, check.StatusNotApplicable, "the policy approves nothing in particular", 0, nil, ""},
		{"approved", two, check.StatusPass, "", 0, nil, "198.51.100.1"},
		{"what was read is approved", all(two, hiddenRow), check.StatusPass, "", 0, nil, "198.51.100.1"},
		{"more may be there", all(two, hiddenRow), check.StatusNotMeasured, "the association table was not read whole", 0, nil, "unread rows"},
		{"not approved", two, check.StatusFail, "198.51.100.3 is not approved", policy.Medium, []string{"no ntp server 198.51.100.3"}, "198.51.100.3"},
		{"IPv6 in another spelling", func(s *scene) {
			approve("2001:db8::1")(s)
			s.NTP.Associations[0].Address = "2001:DB8::1"
		}, check.StatusPass, "", 0, nil, "2001:DB8::1"},
		{"an approved name", all(approve("NTP.example.net"), named("ntp.example.net")), check.StatusPass, "", 0, nil, "ntp.example.net"},
		{"a name that is judged by its addresses", all(two, named("pool.example.org")), check.StatusNotApplicable,
			"a name", 0, nil, "pool.example.org"},
		{"a peer that chose the device", func(s *scene) {
			two(s)
			peer := source("192.0.2.99", 4, show.RoleNone)
			peer.Configured = false
			s.NTP.Associations = append(s.NTP.Associations, peer)
		}, check.StatusFail, "192.0.2.99 is not approved", 0, []string(nil), "192.0.2.99"},
		{"a line without a row", func(s *scene) {
			two(s)
			s.NTP.Associations = s.NTP.Associations[:2]
		}, check.StatusFail, "198.51.100.3 is not approved", 0, []string{"no ntp server 198.51.100.3"}, "198.51.100.3"},
		{"NTP off", all(answered("ntp-enabled"), two, ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", all(two, gap(facts.KindAssociations)), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-approved", two), check.StatusWaived, "198.51.100.3 is not approved", 0, nil, "198.51.100.3"},
	})
}

func TestNTPFalseticker(t *testing.T) {
	wrong := func(server int, off time.Duration) func(*scene) {
		return func(s *scene) { s.fleet.Servers[server] = measured(s.fleet.Servers[server].Address, off) }
	}
	unmeasured := func(s *scene) { s.fleet.Servers = nil }
	behind := func(s *scene) { // the device follows another audited device
		s.NTP.Associations = []facts.Association{source("192.0.2.2", 2, show.RoleSysPeer)}
	}
	tell(t, "ntp-falseticker", []story{
		{"good sources", nil, check.StatusPass, "", 0, nil, ""},
		{"follows a wrong one, below a good spare in the table", func(s *scene) {
			s.NTP.Associations = []facts.Association{source("198.51.100.2", 1, show.RoleCandidate), source("198.51.100.1", 1, show.RoleSysPeer)}
			wrong(0, 5*sec)(s)
			wrong(1, 5*sec)(s)
		}, check.StatusFail, "follows 198.51.100.1, which is 5.00 s fast", policy.High, nil, ""},
		{"follows a wrong one, and has no other", func(s *scene) {
			s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:1], s.Config.Servers[:1]
			wrong(0, 5*sec)(s)
		}, check.StatusFail, "follows 198.51.100.1, which is 5.00 s fast", 0, []string{
			"ntp server 198.51.100.2", "ntp server 198.51.100.3", "no ntp server 198.51.100.1"}, ""},
		{"follows a wrong one", wrong(0, 5*sec), check.StatusFail, "follows 198.51.100.1, which is 5.00 s fast", policy.High, []string{"no ntp server 198.51.100.1"}, ""},
		{"wrong by less than the high limit", wrong(0, -500*ms), check.StatusFail, "follows 198.51.100.1, which is 0.50 s slow", policy.Low, nil, ""},
		{"wrong by less than any limit", wrong(0, 20*ms), check.StatusFail, "follows 198.51.100.1, which is 20.0 ±2.0 ms fast", policy.Low, nil, ""},
		{"a wrong spare", wrong(2, 5*sec), check.StatusFail, "source 198.51.100.3 is a falseticker", policy.Low,
			[]string{"no ntp server 198.51.100.3"}, ""},
		{"two wrong ones", all(wrong(0, 5*sec), wrong(2, 5*sec)), check.StatusFail, "follows 198.51.100.1, which is 5.00 s fast", policy.High,
			[]string{"ntp server <address 1>", "no ntp server 198.51.100.1", "no ntp server 198.51.100.3"}, ""},
		{"follows a device that is right", behind, check.StatusPass, "", 0, nil, ""},
		{"follows a device that could not be logged in to, and serves a wrong time", func(s *scene) {
			behind(s)
			s.fleet.Devices[1].Clock = nil
			s.fleet.Servers = append(s.fleet.Servers, measured("192.0.2.2", 5*sec))
		}, check.StatusFail, "follows 192.0.2.2, which is 5.00 s fast", policy.High, nil, ""},
		{"follows a device that is wrong", func(s *scene) {
			behind(s)
			s.fleet.Devices[1].Clock = clock(interval.Around(5*sec, 10*ms))
		}, check.StatusFail, "follows r2, which is 5.00 s fast", policy.High, nil, ""},
		{"not measured, but right itself", unmeasured, check.StatusPass, "", 0, nil, ""},
		{"not measured, and wrong itself", all(unmeasured, offset(5*sec, 6*sec)), check.StatusNotMeasured, "what it follows was not measured from here", 0, nil, ""},
		{"a spare is not known", hiddenRow, check.StatusNotMeasured, "the association table was not read whole", policy.Low, nil, ""},
		{"the table is cut off", all(cutTable, unmeasured), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindAssociations), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-falseticker", wrong(0, 5*sec)), check.StatusWaived, "follows 198.51.100.1, which is 5.00 s fast", 0, nil, ""},
	})
}

func TestNTPSelfReport(t *testing.T) {
	off := offset(4990*ms, 5010*ms)
	tell(t, "ntp-self-report", []story{
		{"true", nil, check.StatusPass, "", 0, nil, ""},
		{"false", off, check.StatusFail, "reports +0.5 ms, measured +5.000 ±0.012 s", policy.Medium, nil, ""},
		{"out of date", all(off, first(func(a *facts.Association) { a.When, a.Reach = ptr(7200), 0o200 })), check.StatusFail,
			"reports +0.5 ms, measured +5.000 ±0.012 s; both from its source; the report is out of date: last packet 2 h ago, reach 200", 0, nil, ""},
		{"true of a source that is wrong", func(s *scene) {
			off(s)
			s.fleet.Servers[0] = measured("198.51.100.1", 5*sec)
		}, check.StatusPass, "", 0, nil, ""},
		{"it says so itself", all(off, first(func(a *facts.Association) { a.Offset = ptr(5 * sec) })), check.StatusPass, "", 0, nil, ""},
		{"the source was not measured, and is right if the report is true", func(s *scene) { s.fleet.Servers = nil }, check.StatusPass, "", 0, nil, ""},
		{"the source was not measured, and is within the limit if the report is true", all(offset(80*ms, 90*ms), func(s *scene) { s.fleet.Servers = nil }), check.StatusPass, "", 0, nil, ""},
		{"the source was not measured", all(off, func(s *scene) { s.fleet.Servers = nil }), check.StatusNotMeasured,
			"its source 198.51.100.1 was not measured from here", 0, nil, ""},
		{"no offset", all(answered("clock-offset"), func(s *scene) { s.Clock.Offset = nil }), check.StatusNotApplicable, "the clock's offset is not known", 0, nil, ""},
		{"no samples yet", all(answered("ntp-reach"), off, first(func(a *facts.Association) { a.Dispersion, a.Reach = ptr(16*sec), 0o111 })),
			check.StatusNotApplicable, "198.51.100.1 has given no samples lately", 0, nil, ""},
		{"no samples, and ntp-reach passes", all(answered("ntp-reach"), off, first(func(a *facts.Association) { a.Dispersion = ptr(16 * sec) })),
			check.StatusFail, "198.51.100.1 has given no samples lately", 0, nil, ""},
		{"no dispersion is shown", first(func(a *facts.Association) { a.Dispersion = nil }), check.StatusNotMeasured, "what it reports of 198.51.100.1 is not known", 0, nil, ""},
		{"settling", all(off, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindClock), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-self-report", off), check.StatusWaived, "reports +0.5 ms, measured +5.000 ±0.012 s", 0, nil, ""},
	})
}
