package ordering_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/ordering"
)

const ms = time.Millisecond

func around(mid, radius, quantum time.Duration) ordering.Clock {
	return ordering.Clock{Offset: interval.Around(mid, radius), Quantum: quantum}
}

func TestPair(t *testing.T) {
	tests := []struct {
		name                      string
		a, b                      ordering.Clock
		logged, corrected, atBest time.Duration
	}{
		{"both right", around(0, ms, ms), around(0, ms, ms), 4 * ms, 6 * ms, 2 * ms},
		{"one is fast", around(0, ms, ms), around(5*ms, ms, ms), 9 * ms, 6 * ms, 5 * ms},
		{"one is slow", around(-time.Second, 2*ms, ms), around(0, ms, ms), 1005 * ms, 8 * ms, 999 * ms},
		{"whole seconds", around(0, ms, ms), around(0, ms, time.Second), 1003 * ms, 1005 * ms, 1001 * ms},
	}
	for _, test := range tests {
		for range 2 {
			got := [3]time.Duration{ordering.AsLogged(test.a, test.b), ordering.Corrected(test.a, test.b), ordering.AtBest(test.a, test.b)}
			if got != [3]time.Duration{test.logged, test.corrected, test.atBest} {
				t.Errorf("%s: as logged %v, corrected %v, at best %v", test.name, got[0], got[1], got[2])
			}
			test.a, test.b = test.b, test.a
		}
	}
}

// TestAsLoggedIsCertain draws where in their intervals two clocks are, and when two events were: stamped so far apart, the order
// of the stamps is that of the events, and a nanosecond less does not do.
func TestAsLoggedIsCertain(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		a, b := random(rng), random(rng)
		far := ordering.AsLogged(a, b)
		for range 20 {
			first, second := random64(rng, time.Minute), random64(rng, time.Minute) // when the lines were written
			stampA := floor(first+within(rng, a.Offset), a.Quantum)
			stampB := floor(second+within(rng, b.Offset), b.Quantum)
			if stampB-stampA > far && first >= second || stampA-stampB > far && second >= first {
				t.Fatalf("clocks %+v and %+v: events at %v and %v are stamped %v and %v, and %v is not enough", a, b, first, second, stampA, stampB, far)
			}
		}
		if far < ordering.AtBest(a, b) {
			t.Fatalf("clocks %+v and %+v: %v as logged, and %v at best", a, b, far, ordering.AtBest(a, b))
		}
	}
}

func random(rng *rand.Rand) ordering.Clock {
	mid := random64(rng, 100*ms)
	if rng.IntN(4) == 0 {
		mid = random64(rng, 3*time.Second)
	}
	return around(mid, time.Duration(rng.Int64N(int64(20*ms))), []time.Duration{ms, ms, ms, time.Second}[rng.IntN(4)])
}

func random64(rng *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(rng.Int64N(int64(2*most))) - most
}

func within(rng *rand.Rand, i interval.Interval) time.Duration {
	return i.Lo + time.Duration(rng.Int64N(int64(i.Width())+1))
}

func floor(d, step time.Duration) time.Duration {
	f := d.Truncate(step)
	if f > d {
		f -= step
	}
	return f
}

// TestSpreadAgainstBruteForce holds the figures of all pairs against those of each.
func TestSpreadAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for round := range 300 {
		clocks := make([]ordering.Clock, rng.IntN(14))
		for i := range clocks {
			clocks[i] = random(rng)
			if i > 0 && rng.IntN(5) == 0 {
				clocks[i] = clocks[i-1] // ties
			}
		}
		for name, s := range map[string]struct {
			got  ordering.Spread
			pair func(a, b ordering.Clock) time.Duration
		}{
			"as logged": {ordering.Logged(clocks), ordering.AsLogged},
			"corrected": {ordering.Remaining(clocks), ordering.Corrected},
		} {
			all := each(clocks, s.pair)
			if s.got.Pairs != len(all) {
				t.Fatalf("round %d: %d pairs, want %d", round, s.got.Pairs, len(all))
			}
			if len(all) == 0 {
				continue
			}
			want := [3]time.Duration{all[(len(all)+1)/2-1], all[(len(all)*95+99)/100-1], all[len(all)-1]}
			worst := s.pair(clocks[s.got.WorstPair[0]], clocks[s.got.WorstPair[1]])
			if got := [3]time.Duration{s.got.Median, s.got.P95, s.got.Worst}; got != want || worst != s.got.Worst {
				t.Fatalf("round %d: %s: %v, worst pair %v, want %v", round, name, got, worst, want)
			}
		}
	}
}

// each is the figures of all pairs, sorted.
func each(clocks []ordering.Clock, figure func(a, b ordering.Clock) time.Duration) []time.Duration {
	var all []time.Duration
	for i := range clocks {
		for k := range i {
			all = append(all, figure(clocks[k], clocks[i]))
		}
	}
	slices.Sort(all)
	return all
}

// TestAgreeingAgainstBruteForce: no larger set of clocks agrees, but where one too wide for itself is in it.
func TestAgreeingAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for round := range 300 {
		clocks := make([]ordering.Clock, 1+rng.IntN(9))
		for i := range clocks {
			clocks[i] = random(rng)
		}
		limit := []time.Duration{50 * ms, 200 * ms, 1100 * ms, 3 * time.Second}[rng.IntN(4)]
		kept := ordering.Agreeing(clocks, limit)
		var set []ordering.Clock
		for i, k := range kept {
			if k {
				set = append(set, clocks[i])
			}
		}
		if all := each(set, ordering.AsLogged); len(all) > 0 && all[len(all)-1] > limit {
			t.Fatalf("round %d: %d of %d clocks are kept, and a pair of them needs %v; the limit is %v", round, len(set), len(clocks), all[len(all)-1], limit)
		}
		if most := largest(clocks, limit); len(set) < most-1 || len(set) == 0 && most > 1 {
			t.Fatalf("round %d: %d of %d clocks are kept, and %d agree", round, len(set), len(clocks), most)
		}
	}
}

// largest is the size of the largest set of clocks of which any two agree.
func largest(clocks []ordering.Clock, limit time.Duration) int {
	most := 0
	for set := range 1 << len(clocks) {
		var list []ordering.Clock
		for i, c := range clocks {
			if set&(1<<i) != 0 {
				list = append(list, c)
			}
		}
		if all := each(list, ordering.AsLogged); len(all) == 0 || all[len(all)-1] <= limit {
			most = max(most, len(list))
		}
	}
	return most
}

// TestEndsAgainstBruteForce: one more clock is held against each of a set.
func TestEndsAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for round := range 300 {
		clocks, kept := make([]ordering.Clock, 1+rng.IntN(8)), make([]bool, 8)
		for i := range clocks {
			clocks[i], kept[i] = random(rng), rng.IntN(2) == 0
		}
		kept = kept[:len(clocks)]
		c, ends := random(rng), ordering.EndsOf(clocks, kept)
		var logged, atBest time.Duration
		for i, k := range clocks {
			if kept[i] || !slices.Contains(kept, true) {
				logged, atBest = max(logged, ordering.AsLogged(c, k)), max(atBest, ordering.AtBest(c, k))
			}
		}
		if ends.AsLogged(c) != logged || ends.AtBest(c) != atBest {
			t.Fatalf("round %d: %v and %v, want %v and %v", round, ends.AsLogged(c), ends.AtBest(c), logged, atBest)
		}
	}
}

// The one that is off is named, and not those that are right.
func TestAgreeingKeepsTheMajority(t *testing.T) {
	clocks := []ordering.Clock{around(1800*ms, ms, ms), around(0, ms, ms), around(2*ms, ms, ms), around(0, ms, time.Second), around(-ms, ms, ms)}
	want := []bool{false, true, true, false, true}
	if got := ordering.Agreeing(clocks, 100*ms); !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	two := []ordering.Clock{around(1800*ms, ms, ms), around(3*ms, ms, ms)}
	if got := ordering.Agreeing(two, 100*ms); !slices.Equal(got, []bool{false, true}) {
		t.Errorf("kept %v, want the one that is right", got)
	}
}

// TestManyClocks: nothing costs the square of their number.
func TestManyClocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	clocks := make([]ordering.Clock, 20_000)
	for i := range clocks {
		clocks[i] = random(rng)
	}
	s := ordering.Logged(clocks)
	if s.Pairs != 199_990_000 || s.Median <= 0 || s.P95 < s.Median || s.Worst < s.P95 {
		t.Errorf("%+v", s)
	}
	ordering.Agreeing(clocks, time.Second)
}
