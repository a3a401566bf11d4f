package facts

import (
	"math/rand/v2"
	"testing"
	"time"
)

// What the reference is uncertain by is the same for all clocks, and stands in none.
func TestComparedClocksLeaveOutTheReference(t *testing.T) {
	s := measured()
	s.device("a", utc(time.Second, 3*ms), fine())
	s.device("b", utc(time.Second, 8*ms), fine())
	f := s.facts()
	// ±10 ms of the path, and what is printed may be half a millisecond too late or a whole one too early.
	near(t, "a", f.Devices[0].Clock.Compared, 3*ms-10500*time.Microsecond, 3*ms+11*ms)
	near(t, "b", f.Devices[1].Clock.Compared, 8*ms-10500*time.Microsecond, 8*ms+11*ms)
	if wider := f.Devices[0].Clock.Offset.Width() - f.Devices[0].Clock.Compared.Width(); wider < 12*ms {
		t.Errorf("against the reference, known to ±6 ms, the bound is wider by %v alone", wider)
	}
}

// Clocks that were read at different times are moved to one, by what they may have drifted.
func TestComparedClocksAreMovedToOneMoment(t *testing.T) {
	s := measured()
	s.device("a", utc(0, 0), fine())
	s.device("b", utc(100*time.Second, 0), fine())
	a := s.facts().Devices[0].Clock.Compared
	const drift = 50 * 400 * time.Microsecond // 200 ppm of the device and of this host, for half the time
	if a == nil || a.Width() < 21*ms+2*drift || a.Width() > 23*ms+2*drift {
		t.Errorf("a: %v, want it wider by %v to each side", a, drift)
	}
}

func TestComparedNeedsAZoneAndAClock(t *testing.T) {
	s := measured()
	s.device("a", utc(time.Second, 0), fine())
	s.device("b", clock(time.Second, origin, "", "CET"))
	s.device("c", fine())
	f := s.facts()
	if f.Devices[0].Clock.Compared == nil || f.Devices[1].Clock.Compared != nil || f.Devices[2].Clock != nil {
		t.Errorf("a: %v, b: %v, want a alone", f.Devices[0].Clock.Compared, f.Devices[1].Clock.Compared)
	}
}

// TestComparedHoldsTheTruth draws clocks, the auditor's among them, and looks whether the difference of any two is what
// their bounds say, whichever run read them.
func TestComparedHoldsTheTruth(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func(most time.Duration) time.Duration { return time.Duration(rng.Int64N(int64(2*most))) - most }
	for range 50 {
		ahead := draw(time.Hour) // the reference against the auditor
		first, second := newScene(), newScene()
		second.RunID = "second"
		second.Started = second.Started.Add(time.Second)
		for i := range 4 {
			// The servers are off by up to what they claim.
			first.reference("192.0.2."+string(rune('1'+i)), ahead+draw(ms))
			second.reference("192.0.2."+string(rune('1'+i)), ahead+draw(ms))
		}
		truth := map[string]time.Duration{}
		for i, s := range []scene{first, first, first, second} {
			name := string(rune('a' + i))
			truth[name] = draw(2 * time.Second)
			s.device(name, utc(time.Duration(rng.Int64N(int64(20*time.Second))), ahead+truth[name].Truncate(ms)), fine())
			truth[name] = truth[name].Truncate(ms)
		}
		f := From(allPlatforms, first.Snapshot, second.Snapshot)
		for _, a := range f.Devices {
			for _, b := range f.Devices {
				if a.Clock.Compared == nil || b.Clock.Compared == nil {
					t.Fatalf("%s or %s is not compared", a.Name, b.Name)
				}
				between := a.Clock.Compared.Sub(*b.Clock.Compared)
				if want := truth[a.Name] - truth[b.Name]; !between.Contains(want) {
					t.Fatalf("%s is %v ahead of %s, which is not in %v", a.Name, want, b.Name, between)
				}
			}
		}
	}
}
