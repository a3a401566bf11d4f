package interval

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Signed is one value with its sign, rounded to the nearest: "+0.1 ms", "-41.200 s", "-6m01s". It is what somebody
// states, as a device its offset from a source, and not what was proven.
func Signed(d time.Duration) string {
	if d.Abs() < time.Minute {
		s := scaleOf(d.Abs(), 0)
		return s.signed(nearest(d, s.step)) + " " + s.unit
	}
	f := formOf(d, nearest)
	return f.signed(nearest(d, f.step))
}

// Span is a bound on a length of time, such as a round trip or half a width, rounded up: "15.1 ms", "0.412 s",
// "1m05s". The sign of d does not count.
func Span(d time.Duration) string {
	return strings.TrimPrefix(highText(d.Abs(), 0), "+")
}

// Shares splits a bound into its parts, in one unit: "15.1 ms", and "12.2", "1.0", "1.6", "0.3". The whole is
// rounded up as Span does it, and the parts are rounded so that they add up to it.
// Parts that do not add up to whole in the first place are rounded up, each for itself.
func Shares(whole time.Duration, parts ...time.Duration) (text string, shares []string) {
	s := scaleOf(whole.Abs(), 0)
	if whole.Abs() >= time.Minute {
		s = scaleOf(time.Minute, 0)
	}
	total := ceil(whole.Abs(), s.step)
	for _, n := range apportion(total, s.step, whole, parts) {
		shares = append(shares, s.number(n))
	}
	return s.number(total) + " " + s.unit, shares
}

// apportion rounds parts down and gives what is missing to those that lost most, the first of equals first.
func apportion(total int64, step, whole time.Duration, parts []time.Duration) []int64 {
	counts, order, left, sum := make([]int64, len(parts)), make([]int, len(parts)), total, time.Duration(0)
	for k, p := range parts {
		counts[k], order[k], sum = floor(p, step), k, AddSat(sum, p)
		left -= counts[k]
	}
	if sum != whole || left < 0 || left > int64(len(parts)) {
		for k, p := range parts {
			counts[k] = ceil(p, step)
		}
		return counts
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(parts[b]%step - parts[a]%step) })
	for _, k := range order[:left] {
		counts[k]++
	}
	return counts
}

// exactly lists the units in which people choose durations.
var exactly = []struct {
	size time.Duration
	name string
}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}, {1, "ns"}}

// Plain is a duration that people chose, in full: "100 ms", "1.5 s", "90 s", "15 min", "1 h 30 min".
func Plain(d time.Duration) string {
	if d < 0 {
		return "-" + Plain(d.Abs())
	}
	var parts []string
	for _, u := range exactly {
		if d < u.size || u.size == time.Minute && d < 2*time.Minute && len(parts) == 0 {
			continue
		}
		if text, whole := decimal(d, u.size); whole {
			return strings.Join(append(parts, text+" "+u.name), " ")
		}
		parts = append(parts, fmt.Sprintf("%d %s", d/u.size, u.name))
		d %= u.size
	}
	return strings.Join(append(parts, "0 s")[:max(1, len(parts))], " ")
}

// decimal is d in a unit, with the decimals that it needs: none from a minute on, three at most below. ok is false
// where those are too few.
func decimal(d, unit time.Duration) (text string, ok bool) {
	if unit >= time.Minute {
		return fmt.Sprint(int64(d / unit)), d%unit == 0
	}
	last := max(1, unit/1000)
	text = fmt.Sprintf("%d.%03d", d/unit, d%unit/last)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), "."), d%last == 0
}

// Limit is the largest offset that passes: "±100 ms".
func Limit(d time.Duration) string { return "±" + Plain(d.Abs()) }

// Elapsed is how long something took: "4.2 s", "2m05s".
func Elapsed(d time.Duration) string {
	d = max(0, d)
	if tenths := nearest(d, 100*time.Millisecond); tenths < 600 {
		return scale{"s", 1, 100 * time.Millisecond}.number(tenths) + " s"
	}
	f := formOf(d, nearest)
	return f.number(nearest(d, f.step))
}

// Age is how long ago something was, or how long it has been so, in one unit: "90 s", "6 h", "41 w".
func Age(d time.Duration) string {
	d = max(0, d)
	for _, u := range []struct {
		from, size time.Duration
		name       string
	}{{2 * year, year, "y"}, {8 * 7 * day, 7 * day, "w"}, {2 * day, day, "d"}, {2 * time.Hour, time.Hour, "h"}, {2 * time.Minute, time.Minute, "min"}} {
		if d >= u.from {
			return fmt.Sprintf("%d %s", nearest(d, u.size), u.name)
		}
	}
	return fmt.Sprintf("%d s", d/time.Second)
}

// Shift is the distance between two time zones: "+1 h", "-3 h 30 min".
func Shift(d time.Duration) string { return sign(int64(d)) + Plain(d.Abs()) }

// UTC is a time zone by its offset from UTC: "UTC", "UTC+05:30". Seconds are not shown: no zone in use has any.
func UTC(d time.Duration) string {
	minutes := d.Abs() / time.Minute
	if minutes == 0 {
		return "UTC"
	}
	return fmt.Sprintf("UTC%s%02d:%02d", sign(int64(d)), minutes/60, minutes%60)
}
