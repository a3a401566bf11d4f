package interval

import (
	"fmt"
	"strings"
	"time"
)

// This file and its neighbours (number.go, span.go) are the one place that writes an interval, an offset or a
// duration for people. What is printed contains what was proven: ends are rounded outwards, and half a width
// takes in what rounding the middle has cost. Parse says what each text claims, and tests hold one against the other.

// Text is the interval as an offset, positive where a clock is ahead: "+1.2 ±6.0 ms", "+5.001 ±0.008 s". Middle and half
// width share one unit and its decimals: below 100 ms milliseconds with one, from there seconds with three.
// Beside a limit below 1 ms, microseconds with one take the place of milliseconds; 0 is no limit.
//
// From a minute on it is one number without a bound, "-6m01s", "-3d04h", "-33y8mo", which stands for all that lies
// at most one of its last places away. An interval that is wider has both ends: "-1m05s to +1m15s". So no text
// names a direction that is not proven. Without one of its ends it is "at least +292y3mo" or "at most -5.000 s".
func (i Interval) Text(limit time.Duration) string {
	if text, special := i.openText(limit); special {
		return text
	}
	if i.size() >= time.Minute {
		return i.coarseText(limit)
	}
	s := scaleOf(i.size(), limit)
	mid := nearest(i.Mid(), s.step)
	half := max(mid-floor(i.Lo, s.step), ceil(i.Hi, s.step)-mid)
	return s.signed(mid) + " ±" + s.number(half) + " " + s.unit
}

// size is what the unit is chosen by: the middle or half the width, whichever is larger.
func (i Interval) size() time.Duration { return max(i.Mid().Abs(), i.Width()/2) }

// openText is the text of an interval of which Text has no middle.
func (i Interval) openText(limit time.Duration) (text string, special bool) {
	low, high := i.HasLow(), i.HasHigh()
	switch {
	case i.Empty():
		return "no value", true
	case low && high:
		return "", false
	case low:
		return "at least " + lowText(i.Lo, limit), true
	case high:
		return "at most " + highText(i.Hi, limit), true
	}
	return "any value", true
}

// coarseText is one number where that claims nothing that is not proven, else both ends.
func (i Interval) coarseText(limit time.Duration) string {
	mid := i.Mid()
	f := formOf(mid, nearest)
	if mid.Abs() >= time.Minute && i.near(f.step) {
		return f.signed(nearest(mid, f.step))
	}
	return lowText(i.Lo, limit) + " to " + highText(i.Hi, limit)
}

// near reports whether all of i lies at most a step from its rounded middle.
func (i Interval) near(step time.Duration) bool {
	n := nearest(i.Mid(), step)
	return floor(i.Lo, step) >= n-1 && ceil(i.Hi, step) <= n+1
}

// lowText and highText are one end, in a unit of its own size, rounded outwards.
func lowText(d, limit time.Duration) string  { return endText(d, limit, floor) }
func highText(d, limit time.Duration) string { return endText(d, limit, ceil) }

func endText(d, limit time.Duration, round rounding) string {
	if d.Abs() < time.Minute {
		s := scaleOf(d.Abs(), limit)
		return s.signed(round(d, s.step)) + " " + s.unit
	}
	f := formOf(d, round)
	return f.signed(round(d, f.step))
}

// Between names both ends, rounded outwards: "between -6.0 and +105.0 ms". limit is that of Text.
func (i Interval) Between(limit time.Duration) string {
	if text, special := i.openText(limit); special {
		return text
	}
	if i.size() >= time.Minute {
		return "between " + lowText(i.Lo, limit) + " and " + highText(i.Hi, limit)
	}
	s := scaleOf(i.size(), limit)
	return fmt.Sprintf("between %s and %s %s", s.signed(floor(i.Lo, s.step)), s.signed(ceil(i.Hi, s.step)), s.unit)
}

// Ends shows both ends to a digit more than Text has room for, rounded outwards: "[+4.9934 s, +5.0085 s]",
// "[-4.812 ms, +7.203 ms]". It has no coarse form. An end that is not known is "…".
func (i Interval) Ends() string {
	low, high := "…", "…"
	s := scaleOf(i.size(), 0).finer()
	if i.HasLow() {
		low = s.signed(floor(i.Lo, s.step)) + " " + s.unit
	}
	if i.HasHigh() {
		high = s.signed(ceil(i.Hi, s.step)) + " " + s.unit
	}
	return "[" + low + ", " + high + "]"
}

// Brief is the offset as one number, "+5.00 s": it has as many digits as all of the interval shares, and stands for
// all that lies at most one of its last places away. Where that leaves nothing it is Text.
func (i Interval) Brief() string {
	if number, ok := i.brief(); ok {
		return number
	}
	return i.Text(0)
}

// Fast is Brief with the direction as a word: "5.00 s fast", "20.0 ±2.0 ms slow". Where the direction is not proven it is Text.
func (i Interval) Fast() string {
	switch {
	case i.Empty():
	case i.Lo > 0:
		return strings.ReplaceAll(i.Brief(), "+", "") + " fast"
	case i.Hi < 0:
		return strings.ReplaceAll(i.Neg().Brief(), "+", "") + " slow"
	}
	return i.Text(0)
}

func (i Interval) brief() (number string, ok bool) {
	switch {
	case i.Empty() || !i.Bounded() || i.Contains(0):
		return "", false
	case i.size() >= time.Minute:
		text := i.coarseText(0)
		return text, !strings.Contains(text, " ")
	}
	s := scaleOf(i.size(), 0)
	for !i.near(s.step) {
		if s.decimals == 0 {
			return "", false
		}
		s = s.coarser()
	}
	n := nearest(i.Mid(), s.step)
	return s.signed(n) + " " + s.unit, n != 0
}
