package measure

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

const ms = time.Millisecond

func span(lo, hi time.Duration) interval.Interval { return interval.Interval{Lo: lo, Hi: hi} }

func TestClockReadingByHand(t *testing.T) {
	for _, c := range []struct {
		name string
		res  Resolution
		want interval.Interval
	}{
		// Shown 5000 ms; sent at 1000 ms, received at 1020 ms, which may be 1 ms later.
		{"cut or rounded, unknown tick", Milliseconds(4 * ms), span(5000*ms-500*time.Microsecond-1021*ms, 5000*ms+5*ms-1000*ms)},
		{"known to be cut, no tick", Resolution{Quantum: ms, Truncates: true}, span(3979*ms, 4001*ms)},
		{"whole seconds", WholeSeconds(0), span(3979*ms, 5000*ms)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ClockReading(5000*ms, 1000*ms, 1020*ms, c.res, ms)
			want := Reading{From: 1000 * ms, To: 1021 * ms, Diff: c.want, Trip: 21 * ms}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestReadingWidensAsItMovesAway(t *testing.T) {
	r := Reading{From: 10 * time.Second, To: 11 * time.Second, Diff: span(0, ms)}
	for _, c := range []struct {
		at   Stamp
		want time.Duration // each side, at 100 ppm
	}{
		{10 * time.Second, 100 * time.Microsecond},
		{11 * time.Second, 100 * time.Microsecond},
		{10500 * ms, 50 * time.Microsecond},
		{0, 1100 * time.Microsecond},
		{110 * time.Second, 10 * ms},
	} {
		if got, want := r.At(c.at, 100), r.Diff.Widen(c.want); got != want {
			t.Errorf("at %v: %v, want %v", c.at, got, want)
		}
	}
}

func TestPPMRoundsUpAndNeverOverflows(t *testing.T) {
	for _, c := range []struct {
		rate PPM
		over time.Duration
		want time.Duration
	}{
		{200, time.Second, 200 * time.Microsecond},
		{200, -time.Second, 200 * time.Microsecond},
		{200, 1, 1},
		{0, time.Hour, 0},
		{200, 5_000_001, 1001},
		{100_000, maxDuration, maxDuration/10 + 1},
		{200, -maxDuration - 1, maxDuration/5000 + 1},
	} {
		if got := c.rate.Over(c.over); got != c.want {
			t.Errorf("%d ppm over %d = %d, want %d", c.rate, c.over, got, c.want)
		}
	}
}

func TestSegments(t *testing.T) {
	breaks := []Break{{Before: 10 * time.Second, After: 12 * time.Second}, {Before: 20 * time.Second, After: 21 * time.Second}}
	for _, c := range []struct {
		name     string
		from, to Stamp
		want     int
		ok       bool
	}{
		{"before all", 0, 10 * time.Second, 0, true},
		{"across the first", 9 * time.Second, 13 * time.Second, 0, false},
		{"ends within the first", 9 * time.Second, 11 * time.Second, 0, false},
		{"begins within the first", 11 * time.Second, 13 * time.Second, 0, false},
		{"between the two", 12 * time.Second, 20 * time.Second, 1, true},
		{"across the second", 15 * time.Second, 30 * time.Second, 0, false},
		{"after all", 21 * time.Second, 30 * time.Second, 2, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, ok := Reading{From: c.from, To: c.to}.Segment(breaks)
			if n != c.want || ok != c.ok {
				t.Errorf("segment %d %v, want %d %v", n, ok, c.want, c.ok)
			}
		})
	}
}

// at reads a clock whose difference from the timeline is known, over a path of 20 ms.
func at(sent Stamp, diff, forward time.Duration) Reading {
	evaluated := sent + forward
	return ClockReading(evaluated+diff, sent, sent+20*ms, Resolution{}, 0)
}

func TestIntersectTakesTheBestOfBothSides(t *testing.T) {
	readings := []Reading{at(0, time.Second, 2*ms), at(100*ms, time.Second, 19*ms)}
	got, ok := Intersect(readings, 100*ms, 0)
	want := Combined{Interval: span(time.Second-ms, time.Second+2*ms), Readings: 2, Trip: 20 * ms}
	if d := cmp.Diff(want, got); d != "" || !ok {
		t.Errorf("ok %v (-want +got):\n%s", ok, d)
	}
	if _, ok := Intersect(nil, 0, 0); ok {
		t.Error("nothing was combined into something")
	}
}

func TestCombine(t *testing.T) {
	second := func(n int) Stamp { return time.Duration(n) * time.Second }
	steady := []Reading{at(second(0), ms, 3*ms), at(second(1), ms, 9*ms), at(second(2), ms, 15*ms)}
	stepped := append(steady[:3:3], at(second(3), time.Second, 3*ms), at(second(4), time.Second, 10*ms))
	burst := append(stepped[:5:5], at(second(5), time.Second, 18*ms))
	erratic := append(stepped[:5:5], at(second(5), -time.Hour, 3*ms))
	for _, c := range []struct {
		name     string
		readings []Reading
		state    State
		ok       bool
		holds    time.Duration
	}{
		{"none", nil, None, false, 0},
		{"one", steady[:1], Consistent, true, ms},
		{"steady", steady, Consistent, true, ms},
		{"stepped, too little read since", stepped, Stepped, false, 0},
		{"stepped, a fresh burst since", burst, Stepped, true, time.Second},
		{"erratic", erratic, Erratic, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Combine(c.readings, second(6), 400, 3)
			if got.State != c.state || got.OK != c.ok {
				t.Fatalf("state %v ok %v, want %v %v", got.State, got.OK, c.state, c.ok)
			}
			if c.ok && !got.Combined.Interval.Contains(c.holds) {
				t.Errorf("%v does not hold %v", got.Combined.Interval, c.holds)
			}
			if c.state == Stepped && !got.Step.Contains(time.Second-ms) {
				t.Errorf("the step %v does not hold %v", got.Step, time.Second-ms)
			}
		})
	}
}

// Where exactly one step happened and is noticed, its interval holds it, and the last reading the clock.
func TestStepsAreBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	noticed := 0
	for range 20_000 {
		size := time.Duration(r.IntN(200)-100) * ms
		when := r.IntN(6)
		var readings []Reading
		diff := time.Duration(0)
		for k := range 6 {
			if k == when {
				diff = size
			}
			readings = append(readings, at(time.Duration(k)*100*ms, diff, time.Duration(r.IntN(21))*ms))
		}
		got := Combine(readings, 600*ms, 0, 3)
		if got.State == Erratic {
			t.Fatalf("a single step of %v looks erratic", size)
		}
		if !got.Last.Contains(diff) {
			t.Fatalf("the last reading %v does not hold %v", got.Last, diff)
		}
		if got.State != Stepped {
			continue
		}
		noticed++
		if !got.Step.Contains(size) {
			t.Fatalf("the step %v does not hold %v", got.Step, size)
		}
		if got.OK && !got.Combined.Interval.Contains(diff) {
			t.Fatalf("after a step of %v: %v does not hold %v", size, got.Combined.Interval, diff)
		}
	}
	if noticed < 10_000 {
		t.Errorf("only %d of 20000 steps were noticed", noticed)
	}
}

func TestStalled(t *testing.T) {
	wide, narrow := span(0, 100*ms), span(0, 94*ms)
	for _, c := range []struct {
		name    string
		history []interval.Interval
		want    bool
	}{
		{"too few", []interval.Interval{wide, wide, wide, wide}, false},
		{"no progress", []interval.Interval{wide, wide, wide, wide, wide}, true},
		{"progress of 6 %", []interval.Interval{wide, wide, wide, wide, narrow}, false},
		{"progress long ago", []interval.Interval{wide, narrow, narrow, narrow, narrow, narrow}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Stalled(c.history, Defaults()); got != c.want {
				t.Errorf("stalled %v, want %v", got, c.want)
			}
		})
	}
}

// Aiming at the second's edge must find it: the width falls to about the round trip in eight samples.
func TestNextEdge(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	const trip = 20 * ms
	for range 500 {
		diff := time.Duration(r.Int64N(int64(time.Hour))) - 30*time.Minute
		fraction := time.Duration(r.Int64N(int64(time.Second)))
		var readings []Reading
		now := time.Duration(r.Int64N(int64(time.Second)))
		var clock Combined
		for k := range 8 {
			shown := (now + trip/2 + diff + fraction).Truncate(time.Second) - fraction
			if now+trip/2+diff+fraction < 0 && shown+fraction != now+trip/2+diff+fraction {
				shown -= time.Second
			}
			readings = append(readings, ClockReading(shown, now, now+trip, WholeSeconds(0), 0))
			var ok bool
			if clock, ok = Intersect(readings, now+trip, 0); !ok || !clock.Interval.Contains(diff) {
				t.Fatalf("sample %d: %v does not hold %v", k, clock.Interval, diff)
			}
			next := NextEdge(clock.Interval, now+trip, fraction, trip, k+1)
			if next < now+trip || next >= now+trip+time.Second {
				t.Fatalf("aimed at %v, now is %v", next, now+trip)
			}
			now = next
		}
		if clock.Interval.Width() > 2*trip {
			t.Fatalf("after 8 samples the width is %v", clock.Interval.Width())
		}
	}
}

// What is shown 292 years off is a saturated difference, and what follows from it has no end on that side.
func TestSaturatedReadingIsUnbounded(t *testing.T) {
	far := ClockReading(time.Duration(1<<63-1), time.Second, 2*time.Second, Milliseconds(ms), 0)
	later := ClockReading(time.Duration(1<<63-1), 3*time.Second, 4*time.Second, Milliseconds(ms), 0)
	c, ok := Intersect([]Reading{far, later}, 5*time.Second, 200)
	offset, _ := Compose(c, span(-ms, ms))
	if !ok || offset.HasHigh() || !offset.HasLow() || offset.Within(time.Hour) != interval.Outside {
		t.Errorf("the offset is %s", offset.Text(0))
	}
	if n, ok := QuarterHours(offset); ok {
		t.Errorf("that is %d quarters of an hour", n)
	}
	old := Exchange{Header: Header{Receive: 1 << 32, Transmit: 1 << 32}}.Reading(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC))
	if old.Diff.HasHigh() {
		t.Errorf("a server 2,000 years from the timeline is bounded: %v", old.Diff)
	}
}
