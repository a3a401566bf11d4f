package facts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// laterRun is a run that began so much later, on a host whose clock is so far off.
func laterRun(id string, by, skew time.Duration) scene {
	s := newScene()
	s.RunID, s.RunBy = id, "audit@jump"
	s.Started, s.Finished = origin.Add(by), origin.Add(by+time.Minute)
	s.Timeline.Origin = origin.Add(by)
	for i := range 4 {
		s.reference(fmt.Sprintf("192.0.2.%d", i+1), -skew, func(x *snapshot.Exchange) { delay(x, by) })
	}
	return s
}

// delay moves the timestamps of a reply.
func delay(x *snapshot.Exchange, by time.Duration) {
	shift := func(text *string) {
		var raw uint64
		fmt.Sscanf(*text, "%x", &raw)
		*text = fmt.Sprintf("%016x", raw+uint64(by/time.Second)<<32)
	}
	shift(&x.Reply.Reference)
	shift(&x.Reply.Receive)
	shift(&x.Reply.Transmit)
}

// at is the clock of a device that is so far ahead of an auditor's whose run began so much later.
func at(by time.Duration, sent snapshot.Stamp, ahead time.Duration) snapshot.Answer {
	return clock(sent, origin.Add(by+sent+10*ms+ahead), "", "UTC")
}

func (s scene) failing(name string, outcome snapshot.Outcome) {
	d := s.device(name)
	d.Outcome, d.Error = outcome, &snapshot.Error{Kind: "dial", Message: "no route"}
}

func byName(f *Fleet) map[string]*Device {
	all := map[string]*Device{}
	for i := range f.Devices {
		all[f.Devices[i].Name] = &f.Devices[i]
	}
	return all
}

// Each run has its own clock: what it read is held against its own references, wherever the other stood.
func TestEachRunKeepsItsOwnReference(t *testing.T) {
	first := measured()
	first.RunID = "r1"
	first.device("a", utc(30*ms, 2*time.Second))
	const hour = time.Hour
	second := laterRun("r2", hour, 7*time.Second) // that host is 7 s fast
	second.device("b", at(hour, 30*ms, 2*time.Second-7*time.Second))
	for _, runs := range [][]*snapshot.Snapshot{{first.Snapshot, second.Snapshot}, {second.Snapshot, first.Snapshot}} {
		f := From(allPlatforms, runs...)
		if len(f.Collectors) != 2 || f.Collectors[0].ID != "r1" || f.Collectors[1].Host != "jump" {
			t.Fatalf("%+v", f.Collectors)
		}
		all := byName(f)
		for name, want := range map[string]string{"a": "r1", "b": "r2"} {
			d := all[name]
			if got := f.CollectorOf(d).ID; got != want {
				t.Errorf("%s: judged by %s, want %s", name, got, want)
			}
			if o := d.Clock.Offset; !o.Contains(2*time.Second) || o.Width() > 40*ms {
				t.Errorf("%s: %v, and it is 2 s fast", name, o)
			}
		}
		near(t, "the two", all["a"].Clock.Offset, all["b"].Clock.Offset.Lo, all["b"].Clock.Offset.Hi)
		near(t, "r2's host", f.Collectors[1].Reference.Offset, 7*time.Second-6011*time.Microsecond, 7*time.Second+6011*time.Microsecond)
		if f.Reference.Offset != nil || f.Reference.Tier != "" {
			t.Errorf("one reference for two runs: %+v", f.Reference)
		}
		if got := f.ReferenceTime(); got.Sub(origin.Add(hour-7*time.Second)).Abs() > 10*ms {
			t.Errorf("the newest run began at %v", got)
		}
	}
}

func TestNewestCompleteAnswerCounts(t *testing.T) {
	first, second, third := laterRun("r1", 0, 0), laterRun("r2", time.Hour, 0), laterRun("r3", 2*time.Hour, 0)
	for _, s := range []scene{first, second, third} {
		s.device("always", at(s.Started.Sub(origin), 30*ms, 0))
	}
	first.device("worse", at(0, 30*ms, 0))
	second.failing("worse", snapshot.Unreachable)
	third.failing("worse", snapshot.Partial)
	first.failing("partly", snapshot.Partial)
	second.failing("partly", snapshot.Partial)
	third.failing("partly", snapshot.Timeout)
	first.failing("never", snapshot.AuthFailed)
	second.failing("never", snapshot.Unreachable)
	f := From(allPlatforms, first.Snapshot, second.Snapshot, third.Snapshot)
	all := byName(f)
	for name, want := range map[string][2]string{
		"always": {"r3", "asked in 3 runs; the newest complete answer counts, of 2026-11-22 12:00 UTC"},
		"worse":  {"r1", "asked in 3 runs; the newest complete answer counts, of 2026-11-22 10:00 UTC"},
		"partly": {"r2", "asked in 3 runs; the newest partial answer counts, of 2026-11-22 11:00 UTC"},
		"never":  {"r2", "asked in 2 runs; the newest try counts, of 2026-11-22 11:00 UTC"},
	} {
		d := all[name]
		if got := f.CollectorOf(d).ID; got != want[0] || !slices.Contains(d.Notes, want[1]) {
			t.Errorf("%s: judged by %s, notes %q; want %q", name, got, d.Notes, want)
		}
	}
	if len(f.Devices) != 4 || f.RunID != "r1+r2+r3" || !f.Complete {
		t.Errorf("%d devices, run %s, complete %v", len(f.Devices), f.RunID, f.Complete)
	}
	if want := "evidence of 3 runs; devices are judged: 1 by the run of 2026-11-22 10:00 UTC, 2 by the run of 2026-11-22 11:00 UTC, 1 by the run of 2026-11-22 12:00 UTC"; !slices.Contains(f.Notes, want) {
		t.Errorf("%q", f.Notes)
	}
}

// Two devices of one name would hide one of them.
func TestOneNameForTwoDevicesIsSaid(t *testing.T) {
	first, second := laterRun("r1", 0, 0), laterRun("r2", time.Hour, 0)
	first.device("sw1", at(0, 30*ms, 0))
	second.device("sw1", at(time.Hour, 30*ms, 0))
	second.Inventory.Devices[0].Host = "198.51.100.7"
	f := From(allPlatforms, first.Snapshot, second.Snapshot)
	if notes := strings.Join(f.Devices[0].Notes, "\n"); len(f.Devices) != 1 || !strings.Contains(notes, "if they are two, give them two names") {
		t.Errorf("%d devices, %s", len(f.Devices), notes)
	}
}

func TestJoinedRunsAreComplete(t *testing.T) {
	type runs struct{ first, second scene }
	for name, c := range map[string]struct {
		change func(runs)
		want   bool
	}{
		"both came to their end":                   {func(runs) {}, true},
		"killed, and resumed to the end":           {func(r runs) { r.first.Complete = false; r.second.Resumes = "r1" }, true},
		"killed, and the other is another run":     {func(r runs) { r.first.Complete = false }, false},
		"killed, and the resumption killed":        {func(r runs) { r.first.Complete, r.second.Complete, r.second.Resumes = false, false, "r1" }, false},
		"killed, and the resumption left one out":  {func(r runs) { r.first.Complete = false; r.second.Resumes = "r1"; r.first.listed("c") }, false},
		"the resumption of a complete run, killed": {func(r runs) { r.second.Complete, r.second.Resumes = false, "r1" }, false},
	} {
		r := runs{laterRun("r1", 0, 0), laterRun("r2", time.Hour, 0)}
		r.first.device("a", at(0, 30*ms, 0))
		r.first.listed("b")
		r.second.device("b", at(time.Hour, 30*ms, 0))
		c.change(r)
		if got := From(allPlatforms, r.first.Snapshot, r.second.Snapshot).Complete; got != c.want {
			t.Errorf("%s: complete %v", name, got)
		}
	}
}

// listed is a device that the run did not come to.
func (s scene) listed(name string) {
	s.Inventory.Devices = append(s.Inventory.Devices, inventory.Device{Name: name, Host: name + ".example.net", Platform: "cisco_iosxe"})
}

// Parts of an inventory that make up the whole are the whole.
func TestPartsThatMakeAWhole(t *testing.T) {
	for name, c := range map[string]struct {
		leftOut [2][]string
		want    bool
	}{
		"each has what the other lacks": {[2][]string{{"b"}, {"a"}}, false},
		"both lack one":                 {[2][]string{{"b", "c"}, {"a", "c"}}, true},
		"not known what one lacks":      {[2][]string{{"b"}, nil}, true},
	} {
		first, second := laterRun("r1", 0, 0), laterRun("r2", time.Hour, 0)
		first.device("a", at(0, 30*ms, 0))
		second.device("b", at(time.Hour, 30*ms, 0))
		for i, s := range []scene{first, second} {
			s.Inventory.Partial, s.Inventory.LeftOut = true, c.leftOut[i]
		}
		if got := From(allPlatforms, first.Snapshot, second.Snapshot).Partial; got != c.want {
			t.Errorf("%s: partial %v", name, got)
		}
	}
}

// Who is who is worked out over all runs: a reference that is an audited device of another run has no vote.
func TestIdentitiesReachAcrossRuns(t *testing.T) {
	first, second := laterRun("r1", 0, 0), laterRun("r2", time.Hour, 0)
	first.device("a", at(0, 30*ms, 0))
	second.device("router", at(time.Hour, 30*ms, 0), config("interface Loopback0", " ip address 192.0.2.1 255.255.255.255"), privileged(15))
	f := From(allPlatforms, first.Snapshot, second.Snapshot)
	for i := range f.Collectors {
		if got := f.Collectors[i].Reference.Voters; got != 3 {
			t.Errorf("%s: %d vote, want 3: one of the four is an audited device", f.Collectors[i].ID, got)
		}
	}
}

// A server that only one run could measure is measured, and each run sees it in its own way.
func TestServersOfSeveralRuns(t *testing.T) {
	first, second := laterRun("r1", 0, 0), laterRun("r2", time.Hour, 0)
	first.server(snapshot.RoleSource, "10.9.0.9", 0)
	second.Servers = append(second.Servers, snapshot.Server{
		Address: "10.9.0.9", Query: "10.9.0.9:123", Roles: []string{snapshot.RoleSource}, Exchanges: []snapshot.Exchange{{Sent: 5, Origin: "0000000000000007", Error: "no answer"}},
	})
	first.server(snapshot.RoleSource, "10.9.0.8", 0)
	second.server(snapshot.RoleSource, "10.9.0.8", time.Minute, func(x *snapshot.Exchange) { delay(x, time.Hour) })
	first.device("a", at(0, 30*ms, 0))
	second.device("b", at(time.Hour, 30*ms, 0))
	f := From(allPlatforms, first.Snapshot, second.Snapshot)
	if len(f.Servers) != 6 {
		t.Fatalf("%d servers, want 4 references and 2 sources", len(f.Servers))
	}
	verdict := func(address string) ServerVerdict {
		i := slices.IndexFunc(f.Servers, func(s Server) bool { return s.Address == address })
		return f.Servers[i].Verdict
	}
	if got := verdict("10.9.0.9"); got != Truechimer {
		t.Errorf("one run measured it, and it is %s", got)
	}
	if got := verdict("10.9.0.8"); got != Falseticker {
		t.Errorf("it is wrong by now, and it is %s", got)
	}
	all := byName(f)
	i := slices.IndexFunc(f.Servers, func(s Server) bool { return s.Address == "10.9.0.8" })
	if a, b := f.SeenFrom(all["a"], &f.Servers[i]).Verdict, f.SeenFrom(all["b"], &f.Servers[i]).Verdict; a != Truechimer || b != Falseticker {
		t.Errorf("seen from a %s, from b %s", a, b)
	}
}
