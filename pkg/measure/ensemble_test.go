package measure

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// says is a server whose clock is seen off by a known amount, ± 5 ms, at one second, claiming ± 5 ms more.
func says(off time.Duration) Server {
	return Server{Stratum: 1, RefID: code("GPS\x00"), Polls: []Poll{poll(time.Second, off)}}
}

func poll(at Stamp, off time.Duration) Poll {
	r := Reading{From: at, To: at, Diff: interval.Around(off, 5*ms), Trip: 10 * ms}
	return Poll{Reading: r, Distance: 5 * ms}
}

func follows(s Server, upstream uint32) Server {
	s.Stratum, s.RefID = 2, upstream
	return s
}

func named(s Server, id uint32) Server {
	s.Self = []uint32{id}
	return s
}

func excluded(s Server, f ...Fault) Server {
	s.Faults = f
	return s
}

func subject(s Server) Server {
	s.Subject = true
	return s
}

func placed(s Server, place string) Server {
	s.Place = place
	return s
}

// judge is the standing of each of n servers.
func judge(e Ensemble, n int, at Stamp) (list []Standing, ref Reference, ok bool) {
	for i := range n {
		var s Standing
		s, ref, ok = e.Standing(i, at)
		list = append(list, s)
	}
	return list, ref, ok
}

func TestEnsemble(t *testing.T) {
	steady := Parameters{StallShare: 1, MaxLocalRate: -1} // nothing drifts
	far := time.Hour
	for _, c := range []struct {
		name         string
		servers      []Server
		want         interval.Interval // R − L
		majority     bool
		m, f         int
		falsetickers []int
	}{
		{"one alone", []Server{says(0)}, span(-10*ms, 10*ms), true, 1, 0, nil},
		{"two that agree: the union", []Server{says(0), says(4 * ms)}, span(-10*ms, 14*ms), true, 2, 1, nil},
		{"two that do not: the union", []Server{says(0), says(far)}, span(-10*ms, far+10*ms), true, 2, 1, nil},
		{"three, one lies", []Server{says(0), says(4 * ms), says(far)}, span(-6*ms, 10*ms), true, 3, 1, []int{2}},
		{"a liar who barely overlaps shaves nothing off", []Server{says(0), says(0), says(18 * ms)}, span(-10*ms, 10*ms), true, 3, 1, nil},
		{"four, one lies", []Server{says(0), says(4 * ms), says(-4 * ms), says(-far)}, span(-6*ms, 6*ms), true, 4, 1, []int{3}},
		{"five, two lie together", []Server{says(0), says(far), says(2 * ms), says(far), says(4 * ms)}, span(-6*ms, 10*ms), true, 5, 2, []int{1, 3}},
		{"no majority: the union of all", []Server{says(0), says(far), says(-far)}, span(-far-10*ms, far+10*ms), false, 3, 1, nil},
		{"a subject is judged and does not vote", []Server{says(0), subject(says(far))}, span(-10*ms, 10*ms), true, 1, 0, []int{1}},
		{"an excluded server does not vote", []Server{says(0), excluded(says(50*ms), LeapAlarm)}, span(-10*ms, 10*ms), true, 1, 0, []int{1}},
		{"one upstream, one vote", []Server{follows(says(0), 9), follows(says(4*ms), 9), says(2 * ms)}, span(-8*ms, 12*ms), true, 2, 1, nil},
		{"one follows another", []Server{named(says(0), 9), follows(says(4*ms), 9)}, span(-6*ms, 10*ms), true, 1, 0, nil},
		{"one machine by two names", []Server{named(says(0), 9), named(says(0), 9)}, span(-10*ms, 10*ms), true, 1, 0, nil},
		{"relations join across a chain", []Server{follows(says(0), 8), named(follows(says(0), 9), 8), follows(says(0), 9)}, span(-10*ms, 10*ms), true, 1, 0, nil},
		{"two GPS clocks are two clocks", []Server{says(0), says(0), says(0)}, span(-10*ms, 10*ms), true, 3, 1, nil},
		{"one upstream, and they disagree", []Server{follows(says(0), 9), follows(says(far), 9), says(2 * ms)}, span(-8*ms, 10*ms), true, 3, 1, []int{1}},
		{"one place by two names", []Server{placed(says(0), "a"), placed(says(0), "a"), says(2 * ms)}, span(-10*ms, 12*ms), true, 2, 1, nil},
		{"a liar by two names against one honest server: two that do not agree", []Server{placed(says(far), "a"), placed(says(far), "a"), placed(says(0), "b")}, span(-10*ms, far+10*ms), true, 2, 1, nil},
		{"a liar by three names against two honest servers", []Server{placed(says(far), "a"), placed(says(far), "a"), placed(says(far), "a"), placed(says(0), "b"), placed(says(4*ms), "c")}, span(-6*ms, 10*ms), true, 3, 1, []int{0, 1, 2}},
		{"by one of its names it has no vote", []Server{placed(says(0), "a"), placed(excluded(says(far), WrongMAC), "a"), placed(says(2*ms), "b")}, span(-10*ms, 12*ms), true, 2, 1, nil},
		{"a reference that a device names as well", []Server{placed(says(0), "a"), placed(subject(says(0)), "a"), placed(says(2*ms), "b")}, span(-10*ms, 12*ms), true, 2, 1, nil},
		{"distant by two names, where there are no others", []Server{placed(excluded(says(0), TooDistant), "a"), placed(excluded(Server{}, NoAnswer), "a")}, span(-10*ms, 10*ms), true, 1, 0, nil},
		{"distant servers, where there are no others", []Server{excluded(says(0), TooDistant)}, span(-10*ms, 10*ms), true, 1, 0, nil},
		{"distant servers, where there are others", []Server{excluded(says(far), TooDistant), says(0)}, span(-10*ms, 10*ms), true, 1, 0, []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Assemble(c.servers, steady)
			standings, ref, ok := judge(e, len(c.servers), time.Second)
			if !ok {
				t.Fatal("nobody votes")
			}
			if agreed := c.majority && !strings.Contains(c.name, "do not"); ref.Agreed != agreed {
				t.Errorf("agreed %v, want %v", ref.Agreed, agreed)
			}
			if ref.Hull != c.want || ref.Majority != c.majority || ref.Voters != c.m || ref.Faulty != c.f {
				t.Errorf("%v majority %v M=%d f=%d, want %v %v %d %d", ref.Hull, ref.Majority, ref.Voters, ref.Faulty, c.want, c.majority, c.m, c.f)
			}
			var found []int
			for i, s := range standings {
				if s.Falseticker {
					found = append(found, i)
				}
			}
			if d := cmp.Diff(c.falsetickers, found); d != "" {
				t.Errorf("falsetickers (-want +got):\n%s", d)
			}
		})
	}
}

// What is asked without proof does not speak for a reference that has to prove itself.
func TestASubjectDoesNotSpeakForAVoterOfItsPlace(t *testing.T) {
	e := Assemble([]Server{placed(excluded(Server{}, NoAnswer), "a"), placed(subject(says(time.Hour)), "a"), says(0)}, Defaults())
	standings, ref, ok := judge(e, 3, time.Second)
	if !ok || ref.Voters != 1 || !ref.Hull.Contains(0) || ref.Hull.Contains(time.Hour) {
		t.Errorf("ok %v: %+v", ok, ref)
	}
	if standings[0].OK || !standings[1].Falseticker || standings[2].Falseticker {
		t.Errorf("standings %+v", standings)
	}
}

// One place that says two things under two names contradicts itself, and has no vote under either.
func TestAPlaceThatContradictsItselfDoesNotVote(t *testing.T) {
	e := Assemble([]Server{placed(says(0), "a"), placed(says(time.Hour), "a"), says(0), says(ms), says(-ms)}, Defaults())
	standings, ref, ok := judge(e, 5, time.Second)
	if !ok || ref.Voters != 3 || e.Doubled {
		t.Fatalf("ok %v, M=%d, doubled %v", ok, ref.Voters, e.Doubled)
	}
	for _, s := range standings[:2] {
		if !s.Contradictory || s.Root >= 0 {
			t.Errorf("%+v", s)
		}
	}
}

func TestTogether(t *testing.T) {
	for _, c := range []struct {
		keys [][]string
		want []int
	}{
		{nil, []int{}},
		{[][]string{{"a"}, {"b"}, nil, {"a"}, nil}, []int{0, 1, 2, 0, 4}},
		{[][]string{{"a"}, {"b"}, {"c"}, {"c", "b", "a"}}, []int{0, 0, 0, 0}},
		{[][]string{{"c"}, {"a", "b"}, {"b", "c"}, {"d", "d"}}, []int{0, 0, 0, 3}},
	} {
		if d := cmp.Diff(c.want, Together(c.keys)); d != "" {
			t.Errorf("%v (-want +got):\n%s", c.keys, d)
		}
	}
}

// Who can share a root is found without looking at every pair.
func TestTogetherAgreesWithEveryPair(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	for range 300 {
		keys := make([][]int, 1+r.IntN(20))
		for i := range keys {
			for range r.IntN(3) {
				keys[i] = append(keys[i], r.IntN(25))
			}
		}
		want := make([]int, len(keys))
		for i := range want {
			want[i] = i
		}
		for range keys { // as often as a chain can be long
			for i := range keys {
				for j := range keys {
					if slices.ContainsFunc(keys[i], func(k int) bool { return slices.Contains(keys[j], k) }) {
						want[i] = min(want[i], want[j])
					}
				}
			}
		}
		if d := cmp.Diff(want, Together(keys)); d != "" {
			t.Fatalf("%v (-want +got):\n%s", keys, d)
		}
	}
}

func TestNobodyVotes(t *testing.T) {
	e := Assemble([]Server{excluded(says(0), LeapAlarm), {Faults: []Fault{NoAnswer}}}, Defaults())
	standings, _, ok := judge(e, 2, 0)
	if ok || len(standings) != 2 || standings[1].OK {
		t.Errorf("ok %v, standings %+v", ok, standings)
	}
}

func TestTolerated(t *testing.T) {
	for m, want := range []int{0, 0, 1, 1, 1, 2, 2, 3} {
		if got := Tolerated(m); got != want {
			t.Errorf("of %d voters %d may be wrong, want %d", m, got, want)
		}
	}
}

// Where at most f servers are off by more than they claim, the hull holds the reference, wherever the liars stand.
func TestReferenceIsInTheHull(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for range 50_000 {
		m := 1 + r.IntN(8)
		var servers []Server
		for j := range m {
			s := says(time.Duration(r.IntN(21)-10) * ms) // at most distance and half the width off
			if m > 1 && j < Tolerated(m) {
				s = says(time.Duration(r.IntN(120)-60) * ms)
			}
			servers = append(servers, s)
		}
		r.Shuffle(m, func(i, j int) { servers[i], servers[j] = servers[j], servers[i] })
		e := Assemble(servers, Defaults())
		standings, ref, ok := judge(e, m, time.Second)
		if !ok || !ref.Majority || !ref.Hull.Contains(0) {
			t.Fatalf("%d servers: %v majority %v does not hold 0", m, ref.Hull, ref.Majority)
		}
		for _, s := range standings {
			if s.Falseticker && s.Claim.Contains(0) {
				t.Fatalf("a true server is accused: %v against %v", s.Claim, ref.Hull)
			}
		}
	}
}

func TestAServerThatContradictsItselfDoesNotVote(t *testing.T) {
	stepped := says(0)
	stepped.Polls = append(stepped.Polls, poll(2*time.Second, time.Minute))
	e := Assemble([]Server{says(0), says(ms), says(2 * ms), stepped}, Defaults())
	standings, ref, ok := judge(e, 4, 2*time.Second)
	if !ok || ref.Voters != 3 || e.Doubled {
		t.Fatalf("ok %v, M=%d, doubled %v", ok, ref.Voters, e.Doubled)
	}
	if s := standings[3]; !s.Contradictory || !s.Clock.Contains(time.Minute) || s.Root >= 0 {
		t.Errorf("standing %+v", s)
	}
}

// drifting is a set of servers seen from a timeline that is off its rate.
func drifting(rate float64) []Server {
	var servers []Server
	for range 4 {
		s := Server{Stratum: 1}
		for k := range 11 {
			at := time.Duration(k) * time.Minute
			s.Polls = append(s.Polls, poll(at, -time.Duration(float64(at)*rate)))
		}
		servers = append(servers, s)
	}
	return servers
}

func TestATimelineThatDriftsIsFoundOut(t *testing.T) {
	for _, c := range []struct {
		rate    float64
		doubled bool
	}{{150e-6, false}, {500e-6, true}, {-0.05, true}} {
		e := Assemble(drifting(c.rate), Defaults())
		if e.Doubled != c.doubled {
			t.Errorf("drift %v: allowed %d ppm, doubled %v, want %v", c.rate, e.Rate, e.Doubled, c.doubled)
		}
		for at := time.Duration(0); at < 10*time.Minute; at += 20 * time.Second {
			ref, ok := e.At(at)
			if truth := -time.Duration(float64(at) * c.rate); !ok || !ref.Hull.Contains(truth) {
				t.Errorf("drift %v at %v: %v does not hold %v", c.rate, at, ref.Hull, truth)
			}
		}
	}
}

func TestCautionAddsASecond(t *testing.T) {
	smeared := says(400 * ms)
	e := Assemble([]Server{says(0), says(0), smeared}, Defaults())
	e.Caution = true
	standings, ref, _ := judge(e, 3, time.Second)
	if standings[2].Falseticker || !ref.Hull.Contains(time.Second) || !ref.Hull.Contains(-600*ms) {
		t.Errorf("%v, accused %v", ref.Hull, standings[2].Falseticker)
	}
}

func TestLeapCaution(t *testing.T) {
	day := func(month time.Month, d, hour int) time.Time {
		return time.Date(2027, month, d, hour, 0, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		name string
		li   []int
		at   time.Time
		want bool
	}{
		{"none announced", []int{0, 3}, day(time.June, 30, 23), false},
		{"announced, in mid-month", []int{0, 1}, day(time.June, 15, 0), false},
		{"announced, 13 hours before", []int{1}, day(time.June, 30, 11), false},
		{"announced, 12 hours before", []int{1}, day(time.June, 30, 12), true},
		{"to be deleted, an hour after", []int{2}, day(time.July, 1, 1), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := LeapCaution(c.li, c.at); got != c.want {
				t.Errorf("caution %v, want %v", got, c.want)
			}
		})
	}
}

func TestConsensus(t *testing.T) {
	fleet := []interval.Interval{interval.Around(0, 5*ms), interval.Around(3*ms, 5*ms), interval.Around(time.Hour, 5*ms)}
	if _, ok := Consensus(fleet[:2]); ok {
		t.Error("two clocks are no majority")
	}
	ref, ok := Consensus(fleet)
	if !ok || ref.Hull != span(-2*ms, 5*ms) || ref.Voters != 3 || ref.Faulty != 1 {
		t.Errorf("ok %v: %+v", ok, ref)
	}
}
