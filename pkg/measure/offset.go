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

// PassImpossible reports whether a limit cannot be proven to hold however often the clock is read: a single reading is
// never narrower than the resolution, and the reference adds its own width.
func PassImpossible(clock Combined, quantum time.Duration, reference interval.Interval, limit time.Duration) bool {
	floor := interval.AddSat(interval.AddSat(clock.Trip, quantum), reference.Width())
	return floor/2 >= limit && clock.Interval.Sub(reference).Width()/2 >= limit
}
