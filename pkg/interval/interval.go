// Package interval does arithmetic on closed intervals of time.Duration.
//
// An Interval is a claim: the truth lies in [Lo, Hi], both ends included. Every operation
// keeps that claim true; where the exact result does not fit into an int64 of nanoseconds
// the end saturates, which can only widen what is claimed or keep it at the edge of what
// a Duration can say (±292 years).
package interval

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Interval is the closed interval [Lo, Hi]. It is empty if Lo > Hi.
type Interval struct {
	Lo, Hi time.Duration
}

// Point returns the interval that holds only d.
func Point(d time.Duration) Interval { return Interval{Lo: d, Hi: d} }

// Around returns [mid-radius, mid+radius]. A negative radius counts as its magnitude.
func Around(mid, radius time.Duration) Interval { return Point(mid).Widen(radius) }

// Empty reports whether no value lies in i.
func (i Interval) Empty() bool { return i.Lo > i.Hi }

// Contains reports whether d lies in i, ends included.
func (i Interval) Contains(d time.Duration) bool { return i.Lo <= d && d <= i.Hi }

// Width is Hi − Lo, saturating, and 0 for an empty interval.
func (i Interval) Width() time.Duration {
	if i.Empty() {
		return 0
	}
	return SubSat(i.Hi, i.Lo)
}

// Mid is the midpoint, rounded to a value of i; it never overflows.
func (i Interval) Mid() time.Duration {
	if i.Lo < 0 && i.Hi >= 0 {
		return (i.Lo + i.Hi) / 2
	}
	return i.Lo + (i.Hi-i.Lo)/2
}

// Add returns the interval of all sums of a value of i and a value of j.
func (i Interval) Add(j Interval) Interval {
	return Interval{Lo: AddSat(i.Lo, j.Lo), Hi: AddSat(i.Hi, j.Hi)}
}

// Neg returns the interval of all negated values of i.
func (i Interval) Neg() Interval { return Interval{Lo: negSat(i.Hi), Hi: negSat(i.Lo)} }

// Sub returns the interval of all differences of a value of i and a value of j.
func (i Interval) Sub(j Interval) Interval { return i.Add(j.Neg()) }

// Shift moves both ends by d.
func (i Interval) Shift(d time.Duration) Interval { return i.Add(Point(d)) }

// Widen moves both ends outwards by the magnitude of d.
func (i Interval) Widen(d time.Duration) Interval {
	if d < 0 {
		d = negSat(d)
	}
	return Interval{Lo: SubSat(i.Lo, d), Hi: AddSat(i.Hi, d)}
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

// AddSat is a+b, held at the ends of what a Duration can say.
func AddSat(a, b time.Duration) time.Duration {
	sum := a + b
	if a > 0 && b > 0 && sum < 0 {
		return math.MaxInt64
	}
	if a < 0 && b < 0 && sum >= 0 {
		return math.MinInt64
	}
	return sum
}

// SubSat is a−b, held at the ends of what a Duration can say.
func SubSat(a, b time.Duration) time.Duration {
	if b == math.MinInt64 {
		if a >= 0 {
			return math.MaxInt64
		}
		return a - b
	}
	return AddSat(a, -b)
}

func negSat(d time.Duration) time.Duration { return SubSat(0, d) }
