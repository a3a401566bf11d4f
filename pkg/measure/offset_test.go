package measure

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

func TestComposeByHand(t *testing.T) {
	clock := Combined{Interval: span(1000*ms, 1026*ms), Trip: 20 * ms, Drift: ms}
	offset, width := Compose(clock, span(-4*ms, 6*ms))
	if want := span(994*ms, 1030*ms); offset != want {
		t.Errorf("offset %v, want %v", offset, want)
	}
	want := Width{Path: 20 * ms, Quantum: 5 * ms, Reference: 10 * ms, Drift: ms}
	if d := cmp.Diff(want, width); d != "" {
		t.Errorf("width (-want +got):\n%s", d)
	}
}

func TestWidthPartsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	wild := func() time.Duration { return time.Duration(r.Int64() >> r.IntN(63)) }
	for range 50_000 {
		lo, ref := time.Duration(int64(r.Uint64())), time.Duration(int64(r.Uint64()))
		clock := Combined{Interval: span(lo, interval.AddSat(lo, wild())), Trip: wild(), Drift: wild()}
		offset, w := Compose(clock, span(ref, interval.AddSat(ref, wild())))
		if w.Sum() != offset.Width() || min(w.Path, w.Quantum, w.Reference, w.Drift) < 0 {
			t.Fatalf("%+v adds up to %v, width %v", w, w.Sum(), offset.Width())
		}
	}
}

func TestPassImpossible(t *testing.T) {
	wide := Width{Path: 220 * ms, Quantum: 5 * ms, Reference: 4 * ms}
	for limit, want := range map[time.Duration]bool{100 * ms: true, 112 * ms: true, 113 * ms: false, time.Second: false} {
		if got := PassImpossible(wide, 220*ms, ms, limit); got != want {
			t.Errorf("limit %v: %v, want %v", limit, got, want)
		}
	}
	if PassImpossible(Width{Path: 150 * ms}, 220*ms, ms, 100*ms) {
		t.Error("samples did better than the shortest round trip")
	}
}

func TestZones(t *testing.T) {
	zones := ZonesInUse()
	for i, z := range zones {
		if z%quarterHour != 0 || i > 0 && z <= zones[i-1] {
			t.Errorf("%v after %v", z, zones[max(0, i-1)])
		}
	}
	// 5 h 30 min ahead as if UTC: right in India, hours off anywhere else.
	for _, z := range EachZone(interval.Around(330*time.Minute, 20*ms), zones) {
		want := interval.Outside
		if z.UTCOffset == 330*time.Minute {
			want = interval.Inside
		}
		if got := z.Offset.Within(100 * ms); got != want {
			t.Errorf("UTC%+v: %v, want %v", z.UTCOffset, got, want)
		}
	}
}

func TestQuarterHoursAgreesWithTryingAll(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 72))
	for range 50_000 {
		lo := time.Duration(r.IntN(201)-100) * time.Minute
		i := span(lo, lo+time.Duration(r.IntN(40)-2)*time.Minute)
		count, last := 0, 0
		for n := -20; n <= 20; n++ {
			if i.Contains(time.Duration(n) * quarterHour) {
				count, last = count+1, n
			}
		}
		n, ok := QuarterHours(i)
		if ok != (count == 1) || ok && n != last {
			t.Fatalf("%v: %d %v, but %d multiples lie in it, the last %d", i, n, ok, count, last)
		}
	}
}

// A clock that is years off by a whole number of quarters of an hour is wrong; no zone explains it.
func TestNoZoneIsFurtherThanTheTwoThatAreMostApart(t *testing.T) {
	for _, c := range []struct {
		off time.Duration
		ok  bool
	}{{26 * time.Hour, true}, {-26 * time.Hour, true}, {26*time.Hour + quarterHour, false}, {-12045 * 24 * time.Hour, false}} {
		if n, ok := QuarterHours(interval.Around(c.off, 10*ms)); ok != c.ok {
			t.Errorf("%v: %d %v, want %v", c.off, n, ok, c.ok)
		}
	}
}
