package interval

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Parse reads back what Text, Between, Ends, Brief, Fast or Signed wrote, as the interval that a reader may take it for. A
// number without a bound claims no more than its last place: it stands for all that lies at most one of it away.
// "+/-" is read as ±. It is how tests tell that what a report prints contains what was proven.
func Parse(text string) (Interval, error) {
	if i, ok := parseInterval(strings.ReplaceAll(strings.TrimSpace(text), "+/-", "±")); ok {
		return i, nil
	}
	return Interval{}, fmt.Errorf("%q is no interval that Text writes", text)
}

func parseInterval(text string) (Interval, bool) {
	if slow, ok := strings.CutSuffix(text, " slow"); ok {
		i, ok := parseInterval(slow)
		return i.Neg(), ok
	}
	text = strings.TrimSuffix(text, " fast")
	if text == "any value" {
		return Everything(), true
	}
	if rest, ok := strings.CutPrefix(text, "at least "); ok {
		low, ok := parsePoint(rest, "")
		return Interval{low.at, unboundedHigh}, ok
	}
	if rest, ok := strings.CutPrefix(text, "at most "); ok {
		high, ok := parsePoint(rest, "")
		return Interval{unboundedLow, high.at}, ok
	}
	if rest, ok := strings.CutPrefix(text, "["); ok {
		return parseEnds(strings.TrimSuffix(rest, "]"), ", ")
	}
	if rest, ok := strings.CutPrefix(text, "between "); ok {
		return parseEnds(rest, " and ")
	}
	if strings.Contains(text, " to ") {
		return parseEnds(text, " to ")
	}
	return parseMiddle(text)
}

// parseEnds reads two ends. The unit of the second is that of the first, where that has none.
func parseEnds(text, separator string) (Interval, bool) {
	first, second, ok := strings.Cut(text, separator)
	_, unit, _ := strings.Cut(second, " ")
	i := Everything()
	for _, end := range []struct {
		text string
		at   *time.Duration
	}{{first, &i.Lo}, {second, &i.Hi}} {
		if end.text == "…" {
			continue
		}
		p, known := parsePoint(end.text, unit)
		*end.at, ok = p.at, ok && known
	}
	return i, ok
}

// parseMiddle reads a number with its bound, or with the bound that its last place is.
func parseMiddle(text string) (Interval, bool) {
	if mid, half, ok := strings.Cut(text, " ±"); ok {
		_, unit, _ := strings.Cut(half, " ")
		m, known := parsePoint(mid, unit)
		h, bounded := parsePoint(half, "")
		return Around(m.at, h.at), known && bounded
	}
	p, ok := parsePoint(text, "")
	return Around(p.at, p.place), ok
}

// point is a number that was read: its value, and what its last place is worth.
type point struct{ at, place time.Duration }

var unitSizes = map[string]time.Duration{
	"µs": time.Microsecond, "ms": time.Millisecond, "s": time.Second,
	"m": time.Minute, "h": time.Hour, "d": day, "mo": month, "y": year,
}

// parsePoint reads "+1.2 ms", "+1.2" of a unit, or "-3d04h".
func parsePoint(text, unit string) (point, bool) {
	digits := strings.TrimLeft(text, "+-")
	var p point
	var ok bool
	if number, own, spaced := strings.Cut(digits, " "); spaced {
		p, ok = parseDecimal(number, own)
	} else if strings.IndexFunc(digits, isLetter) < 0 {
		p, ok = parseDecimal(digits, unit)
	} else {
		p, ok = parseForm(digits)
	}
	if strings.HasPrefix(text, "-") {
		p.at = negSat(p.at)
	}
	return p, ok
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }

func parseDecimal(number, unit string) (point, bool) {
	size, known := unitSizes[unit]
	whole, fraction, _ := strings.Cut(number, ".")
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	for range fraction {
		size /= 10
	}
	return point{timesSat(n, size), size}, known && err == nil && n >= 0 && size > 0
}

// parseForm reads numbers with their units: "3d04h".
func parseForm(text string) (p point, ok bool) {
	for text != "" {
		letters := strings.IndexFunc(text, isLetter)
		if letters <= 0 {
			return p, false
		}
		rest := strings.TrimLeftFunc(text[letters:], isLetter)
		n, err := strconv.ParseInt(text[:letters], 10, 64)
		size, known := unitSizes[text[letters:len(text)-len(rest)]]
		if err != nil || !known {
			return p, false
		}
		p, text = point{AddSat(p.at, timesSat(n, size)), size}, rest
	}
	return p, true
}

// timesSat is n times size, which is positive, held at the end of what a Duration can say.
func timesSat(n int64, size time.Duration) time.Duration {
	if size > 0 && n > int64(unboundedHigh)/int64(size) {
		return unboundedHigh
	}
	return time.Duration(n) * size
}
