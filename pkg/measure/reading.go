package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Reading is a bound on a clock: at some moment between From and To, clock − timeline lay in Diff.
type Reading struct {
	From, To Stamp
	Diff     interval.Interval
	Trip     time.Duration // round trip; what it allows is in Diff already
}

// Resolution is how a device prints its clock.
type Resolution struct {
	Quantum time.Duration // value of the last digit
	Tick    time.Duration // of the clock behind it
	// Truncates is set where the printed value is known to be cut and not rounded. Otherwise both are allowed
	// for, which costs half a quantum.
	Truncates bool
}

// Milliseconds is the resolution of "show clock" with three decimals.
func Milliseconds(tick time.Duration) Resolution {
	return Resolution{Quantum: time.Millisecond, Tick: tick}
}

// WholeSeconds is the resolution of a clock without decimals. A display of whole seconds is cut: one that
// rounded would show the next minute half a second early.
func WholeSeconds(tick time.Duration) Resolution {
	return Resolution{Quantum: time.Second, Tick: tick, Truncates: true}
}

// errors returns how far the clock may be below and above the printed value.
func (r Resolution) errors() (below, above time.Duration) {
	if !r.Truncates {
		below = r.Quantum / 2
	}
	return below, r.Quantum + r.Tick
}

// ClockReading bounds D − L by a printed time (Cristian 1989, as an interval). sent is taken before the newline is
// written, received after the first byte of the clock line was read; either may lag by less than
// granularity. Nothing is assumed about where between them the clock was read. A time that is shown 292 years off or more
// is a saturated difference: it bounds D − L on one side only.
func ClockReading(shown time.Duration, sent, received Stamp, res Resolution, granularity time.Duration) Reading {
	below, above := res.errors()
	to := received + granularity
	printed := interval.Point(shown).Add(interval.Interval{Lo: -below, Hi: above})
	return Reading{From: sent, To: to, Diff: printed.Sub(interval.Interval{Lo: sent, Hi: to}), Trip: to - sent}
}

// At is the bound on clock − timeline at another moment, where the clock may be off the timeline's rate by rate.
func (r Reading) At(at Stamp, rate PPM) interval.Interval {
	return r.Diff.Widen(rate.Over(r.distance(at)))
}

// distance is the longest time between the moment that r bounds and at.
func (r Reading) distance(at Stamp) time.Duration {
	return max(at-r.From, r.To-at)
}

// agrees reports whether r and s can be readings of one clock that was not stepped in between.
func (r Reading) agrees(s Reading, rate PPM) bool {
	apart := max(s.To-r.From, r.To-s.From)
	return r.Diff.Widen(rate.Over(apart)).Overlaps(s.Diff)
}

// Break is a place where the timeline may have been paused: somewhere between two stamps.
type Break struct{ Before, After Stamp }

// Segment returns which uninterrupted part of the timeline a reading lies in, counted from 0.
// ok is false for a reading that straddles a break: it proves nothing.
func (r Reading) Segment(breaks []Break) (n int, ok bool) {
	for _, b := range breaks {
		if r.From >= b.After {
			n++
			continue
		}
		if r.To > b.Before {
			return 0, false
		}
	}
	return n, true
}
