package facts

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// asked is a reference that was asked at a place, whatever its name.
func (s scene) asked(name, query, place string, ahead time.Duration) {
	s.Inventory.References = append(s.Inventory.References, inventory.Reference{Address: name})
	x := exchange(10*ms, ahead)
	x.Place = place
	s.Servers = append(s.Servers, snapshot.Server{
		Address: name, Query: query, Roles: []string{snapshot.RoleReference}, Exchanges: []snapshot.Exchange{x},
	})
}

const liar = 5 * time.Second

// One server that lies under several names has one vote. The right device beside it does not fail.
func TestALiarByTwoNamesOutvotesNobody(t *testing.T) {
	for name, second := range map[string]string{
		"by name":        "localhost:10123",
		"mapped":         "[::ffff:127.0.0.1]:10123",
		"by another DNS": "ntp-liar.example.net:10123",
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			s.asked("127.0.0.1:10123", "127.0.0.1:10123", "127.0.0.1:10123", liar)
			s.asked(second, second, "127.0.0.1:10123", liar)
			s.asked("127.0.0.1:20123", "127.0.0.1:20123", "127.0.0.1:20123", 0)
			s.device("edge01", utc(time.Second, 0), fine(), privileged(15), config())
			f := s.facts()
			if d := cmp.Diff([]ServerVerdict{Excluded, Excluded, Excluded}, verdicts(f)); d != "" {
				t.Errorf("verdicts (-want +got):\n%s", d)
			}
			if r := f.Reference; r.Voters != 2 || r.Majority || !r.Offset.Contains(0) || !r.Offset.Contains(-liar) {
				t.Errorf("%+v", r)
			}
			if o := f.Devices[0].Clock.Offset; !o.Contains(0) {
				t.Errorf("the device is right, and said to be off by %v", o)
			}
			wantNote(t, f.Reference.Notes, "127.0.0.1:10123 and "+second+" are one server: one vote")
			wantNote(t, f.Reference.Notes, "no majority")
		})
	}
}

func TestOneAnswersForAllItsNames(t *testing.T) {
	s := newScene()
	for _, name := range []string{"localhost:10123", "127.0.0.1:10123", "[::ffff:127.0.0.1]:10123"} {
		s.asked(name, name, "127.0.0.1:10123", liar)
	}
	s.asked("127.0.0.1:20123", "127.0.0.1:20123", "127.0.0.1:20123", 0)
	s.asked("127.0.0.1:30123", "127.0.0.1:30123", "127.0.0.1:30123", ms)
	f := s.facts()
	if d := cmp.Diff([]ServerVerdict{Falseticker, Falseticker, Falseticker, Truechimer, Truechimer}, verdicts(f)); d != "" {
		t.Errorf("verdicts (-want +got):\n%s", d)
	}
	if f.Reference.Voters != 3 || f.Reference.Faulty != 1 {
		t.Errorf("%+v", f.Reference)
	}
	wantNote(t, f.Reference.Notes, "localhost:10123, 127.0.0.1:10123 and [::ffff:127.0.0.1]:10123 are one server: one vote")
}

// Two names of one server are no two independent references.
func TestAliasesAreNotTwoReferences(t *testing.T) {
	s := newScene()
	s.asked("localhost", "localhost:123", "127.0.0.1:123", 0)
	s.asked("127.0.0.1", "127.0.0.1:123", "127.0.0.1:123", 0)
	wantNote(t, s.facts().Reference.Notes, "one independent reference")
}

// Nothing but the place tells: ports of one loopback address, and its two families, are different servers.
func TestDifferentPlacesVoteApart(t *testing.T) {
	s := newScene()
	s.asked("localhost:123", "localhost:123", "127.0.0.1:123", 0)
	s.asked("localhost:1123", "localhost:1123", "127.0.0.1:1123", 0)
	s.asked("ip6-localhost", "ip6-localhost:123", "[::1]:123", 0)
	s.asked("fe80::1%eth0", "[fe80::1%eth0]:123", "[fe80::1%eth0]:123", 0)
	if r := s.facts().Reference; r.Voters != 4 {
		t.Errorf("%d vote, want 4: %q", r.Voters, r.Notes)
	}
}

// A name that answered from two places stands for both, and ties them together.
func TestANameOfTwoPlacesHasOneVote(t *testing.T) {
	s := newScene()
	s.asked("ntp.example.net", "ntp.example.net:123", "192.0.2.1:123", 0)
	moved := exchange(6*time.Second, 0)
	moved.Place = "192.0.2.2:123"
	s.Servers[0].Exchanges = append(s.Servers[0].Exchanges, moved)
	if r := s.facts().Reference; r.Voters != 1 {
		t.Errorf("%d vote, want 1", r.Voters)
	}
	s.asked("192.0.2.1", "192.0.2.1:123", "192.0.2.1:123", 0)
	s.asked("192.0.2.2", "192.0.2.2:123", "192.0.2.2:123", 0)
	f := s.facts()
	if f.Reference.Voters != 1 {
		t.Errorf("%d vote, want 1", f.Reference.Voters)
	}
	wantNote(t, f.Reference.Notes, "ntp.example.net, 192.0.2.1 and 192.0.2.2 are one server")
}

// An address that was passed over as it never answered is not where the name's server is.
func TestAPlaceThatDidNotAnswerTiesNothing(t *testing.T) {
	s := newScene()
	s.asked("ntp.example.net", "ntp.example.net:123", "192.0.2.1:123", 0)
	x := &s.Servers[0].Exchanges[0]
	s.Servers[0].Exchanges = append([]snapshot.Exchange{{Place: "192.0.2.9:123", Error: "no reply"}}, *x)
	s.asked("192.0.2.9", "192.0.2.9:123", "192.0.2.9:123", 0)
	if r := s.facts().Reference; r.Voters != 2 {
		t.Errorf("%d vote, want 2", r.Voters)
	}
}

// Evidence that does not tell the place is read as before: what is asked is the place.
func TestEvidenceWithoutPlaces(t *testing.T) {
	s := newScene()
	s.asked("127.0.0.1:10123", "127.0.0.1:10123", "", 0)
	s.asked("[::ffff:127.0.0.1]:10123", "[::ffff:127.0.0.1]:10123", "", 0)
	s.asked("NTP1.example.net.", "NTP1.example.net.:123", "", 0)
	s.asked("ntp1.example.net", "ntp1.example.net:123", "", 0)
	if r := s.facts().Reference; r.Voters != 2 {
		t.Errorf("%d vote, want 2: %q", r.Voters, r.Notes)
	}
}

// The device that is audited does not vote under a name either, nor does whoever follows it.
func TestAuditedDevicesDoNotVoteUnderAnotherName(t *testing.T) {
	s := newScene()
	s.asked("core1.example.net", "core1.example.net:123", "198.51.100.7:123", liar)
	s.asked("198.51.100.7", "198.51.100.7:123", "198.51.100.7:123", liar)
	s.asked("ntp1", "192.0.2.1:123", "192.0.2.1:123", 0)
	s.device("core1", utc(time.Second, liar), privileged(15), config())
	s.Inventory.Devices[0].NTP = "core1:123"
	x := exchange(time.Second, liar)
	x.Place = "198.51.100.7:123"
	s.Devices[0].NTP = []snapshot.Exchange{x}
	f := s.facts()
	if f.Reference.Voters != 1 || !f.Reference.Offset.Contains(0) {
		t.Errorf("%+v", f.Reference)
	}
	for _, server := range f.Servers[:2] {
		if server.Verdict != Excluded || server.Error != "it is one of the audited devices" {
			t.Errorf("%s: %s %q", server.Address, server.Verdict, server.Error)
		}
	}
}

// A server that the operator trusts and devices use is one server.
func TestAReferenceThatDevicesUseVotesOnce(t *testing.T) {
	s := newScene()
	s.asked("ntp1.example.net", "ntp1.example.net:123", "192.0.2.1:123", 0)
	s.server(snapshot.RoleSource, "192.0.2.1", 0)
	f := s.facts()
	if f.Reference.Voters != 1 || len(f.Servers) != 2 || f.Servers[1].Verdict != Truechimer {
		t.Errorf("%+v %+v", f.Reference, verdicts(f))
	}
	for _, n := range f.Reference.Notes {
		if n == "ntp1.example.net and 192.0.2.1 are one server: one vote" {
			t.Error("a note about what is as it should be")
		}
	}
}

// Devices may name any number of servers. All are judged, and the work stays in proportion.
func TestACrowdOfSources(t *testing.T) {
	s := newScene()
	for i := range 200 { // who does not answer takes nobody's place
		s.server(snapshot.RoleSource, fmt.Sprintf("10.99.%d.1", i), 0, func(x *snapshot.Exchange) { x.Reply, x.Error = nil, "silence" })
	}
	for i := range 4000 {
		s.server(snapshot.RoleSource, fmt.Sprintf("10.%d.%d.1", i/250, i%250), time.Duration(i/3900)*liar)
	}
	f := s.facts()
	if f.Reference.Voters != mostSourceVoters || !f.Reference.Offset.Contains(0) {
		t.Errorf("%+v", f.Reference)
	}
	wantNote(t, f.Reference.Notes, "the first 128 of the 4000 servers that devices name and that answer have a vote")
	if first, last := f.Servers[200], f.Servers[4199]; first.Verdict != Truechimer || last.Verdict != Falseticker {
		t.Errorf("%s %s", first.Verdict, last.Verdict)
	}
}
