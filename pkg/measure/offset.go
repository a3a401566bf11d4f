package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Width is where the width of an offset comes from. The parts add up to it.
type Width struct {
	Path      time.Duration // the shortest round trip, or what of it remains where samples narrow it
	Quantum   time.Duration // what the resolution of the printed time adds
	Reference time.Duration // how well the reference is known
	Drift     time.Duration // the device and this host between the readings
}

// Sum is the width of the offset.
func (w Width) Sum() time.Duration { return w.Path + w.Quantum + w.Reference + w.Drift }

// Compose returns the offset of a clock from the reference, (D − L) − (R − L), and what its width is made of. Both
// must hold at the same moment. That they may be correlated only makes the result wider than it need be.
func Compose(clock Combined, reference interval.Interval) (interval.Interval, Width) {
	offset := clock.Interval.Sub(reference)
	rest := offset.Width()
	take := func(want time.Duration) time.Duration {
		part := min(want, rest)
		rest -= part
		return part
	}
	var w Width
	w.Reference = take(reference.Width())
	w.Drift = take(clock.Drift)
	w.Path = take(clock.Trip)
	w.Quantum = rest
	return offset, w
}

// PassImpossible reports whether a limit cannot be proven to hold however often a clock is read. trip is the shortest
// round trip, quantum the resolution of what is read, and width what was reached so far.
func PassImpossible(width Width, trip, quantum, limit time.Duration) bool {
	floor := interval.AddSat(interval.AddSat(trip, quantum), width.Reference)
	return floor/2 >= limit && width.Sum()/2 > limit
}
