package facts

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func verdicts(f *Fleet) (list []ServerVerdict) {
	for _, s := range f.Servers {
		list = append(list, s.Verdict)
	}
	return list
}

func wantNote(t *testing.T, notes []string, part string) {
	t.Helper()
	if !strings.Contains(strings.Join(notes, "\n"), part) {
		t.Errorf("notes %q do not say %q", notes, part)
	}
}

func TestOneLiarOfFour(t *testing.T) {
	s := newScene()
	s.reference("192.0.2.1", 0)
	s.reference("192.0.2.2", 2*ms)
	s.reference("192.0.2.3", 5*time.Second)
	s.reference("192.0.2.4", -2*ms)
	f := s.facts()
	if d := cmp.Diff([]ServerVerdict{Truechimer, Truechimer, Falseticker, Truechimer}, verdicts(f)); d != "" {
		t.Errorf("verdicts (-want +got):\n%s", d)
	}
	r := f.Reference
	if r.Tier != TierConfigured || !r.Majority || r.Voters != 4 || r.Faulty != 1 || r.Offset == nil {
		t.Errorf("%+v", r)
	}
	// What all three honest ones cover: from -2 + (5+1) to 2 - (5+1) ms, widened by 20 ms of drift.
	near(t, "auditor", r.Offset, -4011*time.Microsecond, 4011*time.Microsecond)
	liar := f.Servers[2]
	if liar.Offset == nil || !liar.Offset.Contains(5*time.Second) {
		t.Errorf("the liar is off by %v", liar.Offset)
	}
	if *liar.Stratum != 1 || liar.RefID != "GPS" || *liar.RTT != 10*ms || liar.Samples != 1 || liar.RootDistance.Round(ms) != ms {
		t.Errorf("%+v", liar)
	}
}

func TestFewReferences(t *testing.T) {
	for _, c := range []struct {
		name     string
		ahead    []time.Duration
		majority bool
		m, f     int
		offset   interval.Interval
		verdicts []ServerVerdict
		note     string
	}{
		{"one", []time.Duration{0}, true, 1, 0, interval.Around(0, 6011*time.Microsecond), []ServerVerdict{Truechimer}, "one independent reference"},
		{"two that agree", []time.Duration{0, 4 * ms}, true, 2, 1, interval.Interval{Lo: -10011 * time.Microsecond, Hi: 6011 * time.Microsecond},
			[]ServerVerdict{Truechimer, Truechimer}, "two independent references"},
		{"two that do not", []time.Duration{0, time.Minute}, false, 2, 1, interval.Interval{Lo: -time.Minute - 6011*time.Microsecond, Hi: 6011 * time.Microsecond},
			[]ServerVerdict{Excluded, Excluded}, "no majority"},
		{"three that do not", []time.Duration{0, time.Minute, -time.Minute}, false, 3, 1, interval.Around(0, time.Minute+6011*time.Microsecond),
			[]ServerVerdict{Excluded, Excluded, Excluded}, "no majority"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene()
			for i, a := range c.ahead {
				s.reference("192.0.2."+string(rune('1'+i)), a)
			}
			f := s.facts()
			r := f.Reference
			if r.Majority != c.majority || r.Voters != c.m || r.Faulty != c.f {
				t.Errorf("%+v", r)
			}
			near(t, "auditor", r.Offset, c.offset.Lo, c.offset.Hi)
			if d := cmp.Diff(c.verdicts, verdicts(f)); d != "" {
				t.Errorf("verdicts (-want +got):\n%s", d)
			}
			wantNote(t, r.Notes, c.note)
		})
	}
}

func TestServersThatCannotVote(t *testing.T) {
	right := false
	for _, c := range []struct {
		name    string
		change  func(*snapshot.Exchange)
		verdict ServerVerdict
		error   string
	}{
		{"silent", func(x *snapshot.Exchange) { x.Reply, x.Error = nil, "192.0.2.9:123: no reply within 1.5s" }, NoAnswer, "no reply within 1.5s"},
		{"leap alarm", func(x *snapshot.Exchange) { x.Reply.Leap = 3 }, Excluded, "leap indicator 3"},
		{"stratum 16", func(x *snapshot.Exchange) { x.Reply.Stratum = 16 }, Excluded, "stratum 16"},
		{"INIT", func(x *snapshot.Exchange) { x.Reply.Stratum, x.Reply.RefID = 0, "494e4954" }, Excluded, "stratum 0"},
		{"RATE", func(x *snapshot.Exchange) { x.Reply.Stratum, x.Reply.RefID = 0, "52415445" }, Excluded, "refused to answer (kiss code RATE)"},
		{"a kiss of ESC [ 2 J", func(x *snapshot.Exchange) { x.Reply.Stratum, x.Reply.RefID = 0, "1b5b324a" }, Excluded, "refused to answer (kiss code)"},
		{"forged", func(x *snapshot.Exchange) { x.Reply.Origin = "0000000000000001" }, NoAnswer, "origin timestamp"},
		{"a client's packet", func(x *snapshot.Exchange) { x.Reply.Mode = 3 }, NoAnswer, "mode 4"},
		{"version 0", func(x *snapshot.Exchange) { x.Reply.Version = 0 }, NoAnswer, "version"},
		{"no transmit time", func(x *snapshot.Exchange) { x.Reply.Transmit = "0000000000000000" }, NoAnswer, "transmit timestamp"},
		{"no receive time", func(x *snapshot.Exchange) { x.Reply.Receive = "0000000000000000" }, NoAnswer, "receive timestamp"},
		{"precision 0x80", func(x *snapshot.Exchange) { x.Reply.Precision = -128 }, Excluded, "precision"},
		{"poll 0x80", func(x *snapshot.Exchange) { x.Reply.Poll = -128 }, Excluded, "poll interval"},
		{"LOCL", func(x *snapshot.Exchange) { x.Reply.RefID = "4c4f434c" }, Excluded, "its own clock"},
		{"old", func(x *snapshot.Exchange) { x.Reply.Reference = stamp(origin.Add(-25 * time.Hour)) }, Excluded, "more than a day ago"},
		{"distant", func(x *snapshot.Exchange) { x.Reply.RootDispersion = 3 << 16 }, Excluded, "root distance"},
		{"wrong MAC", func(x *snapshot.Exchange) { x.KeyID, x.Authenticated = 5, &right }, Excluded, "not authenticated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measured()
			s.reference("192.0.2.9", time.Hour, c.change)
			f := s.facts()
			got := f.Servers[4]
			if got.Verdict != c.verdict || !strings.Contains(got.Error, c.error) {
				t.Errorf("%s: %q, want %s: %q", got.Verdict, got.Error, c.verdict, c.error)
			}
			if f.Reference.Voters != 4 {
				t.Errorf("%d vote, want 4", f.Reference.Voters)
			}
		})
	}
}

func TestUnusableReferencesAreNotReplaced(t *testing.T) {
	s := newScene()
	s.reference("192.0.2.1", 0, func(x *snapshot.Exchange) { x.Reply.Leap = 3 })
	s.server(snapshot.RoleSource, "192.0.2.8", 0)
	s.device("edge01", utc(time.Second, 0), privileged(15), config())
	f := s.facts()
	if f.Reference.Tier != TierConfigured || f.Reference.Offset != nil || f.Devices[0].Clock.Offset != nil {
		t.Errorf("%+v", f.Reference)
	}
	wantNote(t, f.Reference.Notes, "none of the references can be used")
	if v := f.Servers[1]; v.Verdict != Excluded || !strings.Contains(v.Error, "no reference") {
		t.Errorf("%+v", v)
	}
}

func TestDistantServersVoteWhereThereAreNoOthers(t *testing.T) {
	s := newScene()
	s.reference("192.0.2.1", 0, func(x *snapshot.Exchange) { x.Reply.RootDispersion = 10 << 16 })
	f := s.facts()
	if f.Reference.Offset == nil || !f.Reference.Offset.Contains(9*time.Second) {
		t.Errorf("%+v", f.Reference)
	}
	wantNote(t, f.Reference.Notes, "root distance above 1.5 s")
}

func TestTiers(t *testing.T) {
	host := []snapshot.HostClock{{At: 100 * ms, Wall: origin.Add(105 * ms), Bound: 20 * ms, Source: "chronyc tracking"}}
	three := func(s scene) {
		for i, name := range []string{"a", "b", "c"} {
			s.device(name, utc(time.Duration(i+1)*time.Second, 0), fine(), privileged(15), config())
		}
	}
	for _, c := range []struct {
		name  string
		build func(scene)
		tier  Tier
		note  string
	}{
		{"references named by the operator", func(s scene) { s.reference("192.0.2.1", 0); s.HostClock = host }, TierConfigured, "one independent"},
		{"servers that devices name", func(s scene) { s.server(snapshot.RoleSource, "192.0.2.8", 0); s.HostClock = host }, TierSources, "relative to the servers"},
		{"this host's daemon", func(s scene) { s.HostClock = host }, TierSystem, "this host's own clock"},
		{"this host, vouched for by the operator", func(s scene) {
			s.Inventory.References = []inventory.Reference{{System: true, Bound: 50 * ms}}
			s.Servers = []snapshot.Server{{Roles: []string{snapshot.RoleReference}}}
		}, TierSystem, "this host's own clock"},
		{"this host beside others", func(s scene) {
			s.Inventory.References = []inventory.Reference{{System: true, Bound: 50 * ms}}
			s.reference("192.0.2.1", 0)
		}, TierConfigured, "two independent"},
		{"the fleet", three, TierConsensus, "3 clocks of the fleet"},
		{"nothing", func(s scene) { s.device("a", utc(time.Second, 0)) }, TierNone, "no reference"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene()
			c.build(s)
			f := s.facts()
			if f.Reference.Tier != c.tier || (f.Reference.Offset == nil) != (c.tier == TierNone) {
				t.Errorf("%+v, want tier %s", f.Reference, c.tier)
			}
			wantNote(t, f.Reference.Notes, c.note)
		})
	}
}

// Of an auditing host with a clock 5 ms fast, known to 20 ms, the reference follows by hand.
func TestTheHostsClock(t *testing.T) {
	s := newScene()
	s.HostClock = []snapshot.HostClock{{At: 0, Wall: origin.Add(5 * ms), Bound: 20 * ms, Source: "chronyc tracking"}}
	f := s.facts()
	near(t, "auditor", f.Reference.Offset, -25*ms, 15*ms)
	if len(f.Servers) != 1 || f.Servers[0].Address != "chronyc tracking" || f.Servers[0].Verdict != Truechimer || f.Servers[0].Stratum != nil {
		t.Errorf("%+v", f.Servers)
	}
}

func TestConsensusExposesTheOutlier(t *testing.T) {
	s := newScene()
	for i, off := range []time.Duration{0, 3 * ms, time.Minute, -2 * ms} {
		s.device("r"+string(rune('a'+i)), utc(time.Duration(i+1)*time.Second, off), fine(), privileged(15), config())
	}
	f := s.facts()
	if f.Reference.Voters != 4 || f.Reference.Faulty != 1 {
		t.Fatalf("%+v", f.Reference)
	}
	for i, want := range []interval.Verdict{interval.Inside, interval.Inside, interval.Outside, interval.Inside} {
		if got := f.Devices[i].Clock.Offset.Within(100 * ms); got != want {
			t.Errorf("%s: %v, want %v", f.Devices[i].Name, got, want)
		}
	}
}

// A device's source has no say where the operator named references, and is measured all the same.
func TestSourcesAreSubjects(t *testing.T) {
	s := measured()
	s.server(snapshot.RoleSource, "10.0.0.1", 10*time.Second)
	s.server(snapshot.RoleSource, "10.0.0.2", 0)
	f := s.facts()
	if f.Reference.Voters != 4 {
		t.Errorf("%d vote", f.Reference.Voters)
	}
	if d := cmp.Diff([]ServerVerdict{Truechimer, Truechimer, Truechimer, Truechimer, Falseticker, Truechimer}, verdicts(f)); d != "" {
		t.Errorf("verdicts (-want +got):\n%s", d)
	}
}

func TestAuditedDevicesDoNotVote(t *testing.T) {
	s := newScene()
	s.server(snapshot.RoleSource, "10.0.0.1", 10*time.Second)
	s.server(snapshot.RoleSource, "10.0.0.2", 10*time.Second, func(x *snapshot.Exchange) {
		x.Reply.Stratum, x.Reply.RefID = 3, "0a000001" // follows 10.0.0.1
	})
	s.server(snapshot.RoleSource, "10.0.0.3", 0)
	s.device("core", utc(time.Second, 10*time.Second), privileged(15), config("interface Loopback0", " ip address 10.0.0.1 255.255.255.255"))
	f := s.facts()
	if f.Reference.Voters != 1 || !f.Reference.Offset.Contains(0) {
		t.Errorf("%+v", f.Reference)
	}
	for i, want := range []string{"one of the audited devices", "from one of the audited devices", ""} {
		if got := f.Servers[i].Error; !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", f.Servers[i].Address, got, want)
		}
	}
}

// Nor do they at an address that they share, by HSRP or because two are configured alike.
func TestAuditedDevicesDoNotVoteAtASharedAddress(t *testing.T) {
	s := newScene()
	s.server(snapshot.RoleSource, "10.0.0.254", 10*time.Second)
	s.server(snapshot.RoleSource, "10.0.9.1", 10*time.Second)
	s.server(snapshot.RoleSource, "10.0.0.9", 0)
	for i, name := range []string{"core1", "core2"} {
		s.device(name, utc(time.Second, 10*time.Second), privileged(15), config("interface Loopback9", " ip address 10.0.9.1 255.255.255.255",
			"interface Vlan10", fmt.Sprintf(" ip address 10.0.0.%d 255.255.255.0", 1+i), " standby 1 ip 10.0.0.254"))
	}
	if r := s.facts().Reference; r.Voters != 1 || !r.Offset.Contains(0) {
		t.Errorf("%+v", r)
	}
}

func TestOneRootHasOneVote(t *testing.T) {
	s := newScene()
	behind := func(x *snapshot.Exchange) { x.Reply.Stratum, x.Reply.RefID = 2, "cb007101" }
	s.reference("192.0.2.1", 0, behind)
	s.reference("192.0.2.2", 0, behind)
	s.reference("192.0.2.3", 0, behind)
	if r := s.facts().Reference; r.Voters != 1 {
		t.Errorf("%d vote, want 1", r.Voters)
	}
	// 203.0.113.1 itself as a fourth is the same root.
	s.reference("203.0.113.1", 0)
	if r := s.facts().Reference; r.Voters != 1 {
		t.Errorf("%d vote, want 1", r.Voters)
	}
}

func TestALeapSecondAtHand(t *testing.T) {
	s := newScene()
	late := time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC)
	announce := func(x *snapshot.Exchange) {
		x.Reply.Leap = 1
		x.Reply.Receive, x.Reply.Transmit = stamp(late), stamp(late)
		x.Reply.Reference = stamp(late.Add(-time.Second))
	}
	s.reference("192.0.2.1", 0, announce)
	r := s.facts().Reference
	wantNote(t, r.Notes, "a leap second is at hand")
	if r.Offset.Width() < 2*time.Second {
		t.Errorf("%v", r.Offset)
	}
}

func TestFactsAreTheSameEveryTime(t *testing.T) {
	s := measured()
	s.device("edge01", utc(time.Second, 300*ms), fine(), privileged(15), config())
	s.device("edge02", clock(time.Second, origin, "", "EST"))
	if !reflect.DeepEqual(s.facts(), s.facts()) {
		t.Error("the same evidence gives other facts")
	}
}
