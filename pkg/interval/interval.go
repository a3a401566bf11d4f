// Package interval does arithmetic on closed intervals of time.Duration.
//
// An Interval is a claim: the truth lies in [Lo, Hi], both ends included. Every operation keeps that claim true.
// A Duration ends at ±292 years, and time.Time.Sub stops there as well: what is as large as that stands for
// everything beyond (see Point), and an end that came that far stays there, whatever is added to it.
//
// The package is also the one place that writes intervals and durations for people: see Interval.Text.
package interval

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Interval is the closed interval [Lo, Hi]. It is empty if Lo > Hi. A Lo of the least Duration means that there is
// no lower end, a Hi of the largest that there is no upper one.
type Interval struct {
	Lo, Hi time.Duration
}

// The ends of what is not bounded, and the largest of the values that are: its negative is the least.
const (
	unboundedLow  = time.Duration(math.MinInt64)
	unboundedHigh = time.Duration(math.MaxInt64)
	largest       = unboundedHigh - 1
)

// Everything returns the interval without ends.
func Everything() Interval { return Interval{unboundedLow, unboundedHigh} }

// Point returns the interval that holds only d. Where d is at the end of what a Duration can say, as a saturated
// difference is, that holds everything beyond as well.
func Point(d time.Duration) Interval { return Interval{Lo: lowEnd(d), Hi: highEnd(d)} }

// Around returns [mid-radius, mid+radius]. A negative radius counts as its magnitude.
func Around(mid, radius time.Duration) Interval { return Point(mid).Widen(radius) }

// lowEnd is d as a lower end: no such end is too large to be held.
func lowEnd(d time.Duration) time.Duration {
	if d < -largest {
		return unboundedLow
	}
	return min(d, largest)
}

// highEnd is d as an upper end.
func highEnd(d time.Duration) time.Duration { return negSat(lowEnd(negSat(d))) }

// HasLow reports whether i has a lower end.
func (i Interval) HasLow() bool { return i.Lo >= -largest }

// HasHigh reports whether i has an upper end.
func (i Interval) HasHigh() bool { return i.Hi <= largest }

// Bounded reports whether i has both ends.
func (i Interval) Bounded() bool { return i.HasLow() && i.HasHigh() }

// Empty reports whether no value lies in i.
func (i Interval) Empty() bool { return i.Lo > i.Hi }

// Contains reports whether d lies in i, ends included.
func (i Interval) Contains(d time.Duration) bool { return i.Lo <= d && d <= i.Hi }

// Width is Hi − Lo, the largest Duration where that is more, and 0 for an empty interval.
func (i Interval) Width() time.Duration {
	if i.Empty() {
		return 0
	}
	return SubSat(i.Hi, i.Lo)
}

// Mid is the midpoint, rounded to a value of i; it never overflows. Of an interval with one end it is that end, and
// 0 where there is none.
func (i Interval) Mid() time.Duration {
	switch low, high := i.HasLow(), i.HasHigh(); {
	case !low && !high:
		return 0
	case !low:
		return i.Hi
	case !high:
		return i.Lo
	}
	if i.Lo < 0 && i.Hi >= 0 {
		return (i.Lo + i.Hi) / 2
	}
	return i.Lo + (i.Hi-i.Lo)/2
}

// Add returns the interval of all sums of a value of i and a value of j.
func (i Interval) Add(j Interval) Interval {
	return Interval{Lo: addLow(i.Lo, j.Lo), Hi: addHigh(i.Hi, j.Hi)}
}

// addLow is the sum of two lower ends: none where one of them is none.
func addLow(a, b time.Duration) time.Duration {
	if a < -largest || b < -largest {
		return unboundedLow
	}
	return lowEnd(AddSat(min(a, largest), min(b, largest)))
}

func addHigh(a, b time.Duration) time.Duration { return negSat(addLow(negSat(a), negSat(b))) }

// Neg returns the interval of all negated values of i.
func (i Interval) Neg() Interval {
	return Interval{Lo: lowEnd(negSat(i.Hi)), Hi: highEnd(negSat(i.Lo))}
}

// Sub returns the interval of all differences of a value of i and a value of j.
func (i Interval) Sub(j Interval) Interval { return i.Add(j.Neg()) }

// Shift moves both ends by d.
func (i Interval) Shift(d time.Duration) Interval { return i.Add(Point(d)) }

// Widen moves both ends outwards by the magnitude of d.
func (i Interval) Widen(d time.Duration) Interval {
	d = d.Abs()
	return i.Add(Interval{Lo: -d, Hi: d})
}

// Intersect returns the values that lie in both; ok is false if there are none.
func (i Interval) Intersect(j Interval) (both Interval, ok bool) {
	both = Interval{Lo: max(i.Lo, j.Lo), Hi: min(i.Hi, j.Hi)}
	return both, !both.Empty()
}

// Overlaps reports whether i and j share a value.
func (i Interval) Overlaps(j Interval) bool {
	_, ok := i.Intersect(j)
	return ok
}

// Hull returns the smallest interval that holds all of i and j.
func (i Interval) Hull(j Interval) Interval {
	return Interval{Lo: min(i.Lo, j.Lo), Hi: max(i.Hi, j.Hi)}
}

// String shows the two ends, for logs and test failures.
func (i Interval) String() string { return fmt.Sprintf("[%v, %v]", i.Lo, i.Hi) }

// Verdict is what an interval proves about a symmetric limit.
type Verdict int

// Unproven is the zero value: nothing follows from an interval that was not set.
const (
	Unproven Verdict = iota // the interval straddles the limit
	Inside                  // every value lies within ±limit
	Outside                 // no value lies within ±limit
)

// String returns the verdict's name in lower case.
func (v Verdict) String() string {
	return [...]string{"unproven", "inside", "outside"}[v]
}

// Within holds i against the interval [−limit, +limit]. An empty interval proves nothing.
func (i Interval) Within(limit time.Duration) Verdict {
	allowed := Around(0, limit)
	switch {
	case i.Empty():
		return Unproven
	case allowed.Lo <= i.Lo && i.Hi <= allowed.Hi:
		return Inside
	case !i.Overlaps(allowed):
		return Outside
	}
	return Unproven
}

// CoveredBy returns the hull of the points that lie in at least n of the intervals.
// Where at most len(all)−n of them are wrong, the truth is in the hull.
// ok is false if no point is covered that often. Empty intervals count as covering nothing.
// The sweep opens before it closes at equal values, as the intervals are closed.
func CoveredBy(all []Interval, n int) (hull Interval, ok bool) {
	if n < 1 {
		return Interval{}, false
	}
	depth := 0
	for _, e := range edges(all) {
		if e.opens {
			depth++
			if depth == n && !ok {
				hull, ok = Point(e.at), true
			}
			continue
		}
		if depth == n {
			hull.Hi = e.at
		}
		depth--
	}
	return hull, ok
}

type edge struct {
	at    time.Duration
	opens bool
}

func edges(all []Interval) []edge {
	list := make([]edge, 0, 2*len(all))
	for _, i := range all {
		if !i.Empty() {
			list = append(list, edge{i.Lo, true}, edge{i.Hi, false})
		}
	}
	slices.SortFunc(list, func(a, b edge) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		case a.opens == b.opens:
			return 0
		case a.opens:
			return -1
		}
		return 1
	})
	return list
}

// AddSat is a+b, held at the ends of what a Duration can say. A term that is at such an end, as a saturated difference
// is, keeps the sum there; of two, the first. For the ends of an interval there is Interval.Add, which never narrows.
func AddSat(a, b time.Duration) time.Duration {
	switch sum := a + b; {
	case a.Abs() == unboundedHigh:
		return a
	case b.Abs() == unboundedHigh:
		return b
	case a > 0 && b > 0 && sum < 0:
		return unboundedHigh
	case a < 0 && b < 0 && sum >= 0:
		return unboundedLow
	default:
		return sum
	}
}

// SubSat is a−b, in the way of AddSat.
func SubSat(a, b time.Duration) time.Duration { return AddSat(a, negSat(b)) }

// negSat is −d. The negative of the least Duration is the largest.
func negSat(d time.Duration) time.Duration {
	if d == unboundedLow {
		return unboundedHigh
	}
	return -d
}
