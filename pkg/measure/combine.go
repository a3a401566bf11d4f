package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Combined is what several readings of one clock say together.
type Combined struct {
	Interval interval.Interval // clock − timeline
	Readings int
	Trip     time.Duration // shortest
	Drift    time.Duration // share of the width that comes from moving readings in time
}

// Intersect moves readings to one moment and intersects them. The lower and the upper end may come from
// different readings, so that the result is never wider than the best of them.
// ok is false if they contradict each other, or there are none.
func Intersect(readings []Reading, at Stamp, rate PPM) (c Combined, ok bool) {
	if len(readings) == 0 {
		return Combined{}, false
	}
	c = Combined{
		Interval: interval.Everything(),
		Readings: len(readings),
		Trip:     maxDuration,
	}
	var below, above time.Duration
	for _, r := range readings {
		moved, drift := r.At(at, rate), rate.Over(r.distance(at))
		if moved.Lo >= c.Interval.Lo {
			c.Interval.Lo, below = moved.Lo, drift
		}
		if moved.Hi <= c.Interval.Hi {
			c.Interval.Hi, above = moved.Hi, drift
		}
		c.Trip = min(c.Trip, r.Trip)
	}
	c.Drift = interval.AddSat(below, above)
	return c, !c.Interval.Empty()
}

// State says whether the readings of a clock are those of one clock that only drifts.
type State int

// The states. None is the zero value: there are no readings.
const (
	None State = iota
	Consistent
	Stepped // once, while it was read
	Erratic // more often, or another assumption is false: there is no number
)

// Series is what a series of readings of one clock says.
type Series struct {
	State State
	// Combined holds where OK: all readings if the clock is Consistent, those after the step if it
	// Stepped and enough were taken since.
	Combined Combined
	OK       bool
	// Last is the last reading alone. It needs no assumption about steps.
	Last interval.Interval
	// Step is by how much the clock was stepped, where it Stepped.
	Step interval.Interval
}

// Combine judges a series of readings in the order of time, and combines those that belong together.
func Combine(readings []Reading, at Stamp, rate PPM, freshBurst int) Series {
	if len(readings) == 0 {
		return Series{}
	}
	s := Series{Last: readings[len(readings)-1].At(at, rate)}
	switch runs(readings, rate) {
	case 1:
		s.State = Consistent
		s.Combined, s.OK = Intersect(readings, at, rate)
	case 2:
		s.State = Stepped
		var after int
		s.Step, after = step(readings, rate)
		if fresh := readings[after:]; len(fresh) >= freshBurst {
			s.Combined, s.OK = Intersect(fresh, at, rate)
		}
	default:
		s.State = Erratic
	}
	return s
}

// runs splits greedily into the longest stretches in which every pair agrees, and counts them.
func runs(readings []Reading, rate PPM) int {
	count, start := 1, 0
	for i, r := range readings {
		for _, earlier := range readings[start:i] {
			if !r.agrees(earlier, rate) {
				count, start = count+1, i
				break
			}
		}
	}
	return count
}

// step bounds a single step: the hull over every change point that leaves two consistent halves. The
// greedy change point alone would miss the truth in 3 % of cases. after is the first reading
// that is certainly behind the step.
func step(readings []Reading, rate PPM) (size interval.Interval, after int) {
	for j := 1; j < len(readings); j++ {
		between := readings[j-1].To + (readings[j].From-readings[j-1].To)/2
		before, ok1 := Intersect(readings[:j], between, rate)
		behind, ok2 := Intersect(readings[j:], between, rate)
		if !ok1 || !ok2 {
			continue
		}
		gained := behind.Interval.Sub(before.Interval)
		if after == 0 {
			size = gained
		}
		size, after = size.Hull(gained), j
	}
	return size, after
}

// Stalled reports whether the last readings brought nothing: history holds the combined interval after
// each reading, and neither end moved by more than a share of the width over the last of them.
func Stalled(history []interval.Interval, p Parameters) bool {
	last := len(history) - 1
	if last < p.StallAfter {
		return false
	}
	was, is := history[last-p.StallAfter], history[last]
	worth := was.Width() / time.Duration(p.StallShare)
	return interval.SubSat(is.Lo, was.Lo) <= worth && interval.SubSat(was.Hi, is.Hi) <= worth
}
