package report

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// unknownText stands where a device answered and the answer was not understood,
// nothingText where it was not asked or did not answer at all.
const (
	unknownText = "unknown"
	nothingText = "-"
)

// coarse is where a clock error is told in minutes, days and years: nobody acts on its
// milliseconds, and the two ends are in JSON and CSV.
const coarse = time.Minute

// Text is the offset as people read it, "+5.001s ±8ms": the estimate and half the width.
// The last digit is the finest that the width leaves a meaning, and at most a microsecond.
// From a minute on it is "-33y8mo (slow)".
func (o *Offset) Text() string {
	estimate, half := o.Estimate.Duration(), o.half()
	sign := "+"
	if estimate < 0 {
		sign = "-"
	}
	if magnitude(estimate) >= coarse {
		return sign + o.coarseText()
	}
	unit := meaningful(half)
	rounded := magnitude(estimate).Round(unit)
	if rounded == 0 {
		sign = "+"
	}
	return fmt.Sprintf("%s%ss ±%s", sign, decimal(rounded, unit), halfText(half))
}

func (o *Offset) coarseText() string {
	direction := "(fast)"
	if o.Estimate < 0 {
		direction = "(slow)"
	}
	text, unit := calendarText(magnitude(o.Estimate.Duration()))
	if o.half() < unit {
		return text + " " + direction
	}
	return text + " ±" + halfText(o.half())
}

// half is half the width, rounded up, so that nothing narrower than the truth is shown.
func (o *Offset) half() time.Duration {
	width := uint64(o.High) - uint64(o.Low)
	return time.Duration(min(width/2+width%2, math.MaxInt64))
}

func magnitude(d time.Duration) time.Duration {
	if d == math.MinInt64 {
		return math.MaxInt64
	}
	return max(d, -d)
}

// meaningful is the finest power of ten of which half the width holds fewer than ten.
func meaningful(half time.Duration) time.Duration {
	unit := time.Microsecond
	for unit < time.Second && half >= 10*unit {
		unit *= 10
	}
	return unit
}

// decimal is d in seconds with the decimals of unit, a power of ten.
func decimal(d, unit time.Duration) string {
	digits := 0
	for u := unit; u < time.Second; u *= 10 {
		digits++
	}
	whole, rest := d/time.Second, d%time.Second
	if digits == 0 {
		return fmt.Sprint(int64(whole))
	}
	return fmt.Sprintf("%d.%0*d", whole, digits, rest/unit)
}

// halfText rounds up to one digit, to two where the first is a 1 or a 2.
func halfText(half time.Duration) string {
	if half >= coarse {
		text, _ := calendarText(half)
		return text
	}
	unit := time.Microsecond
	for half > 29*unit {
		unit *= 10
	}
	if rest := half % unit; rest != 0 {
		half += unit - rest
	}
	return SpanText(half)
}

// SpanText is a short span in its largest fitting unit: "1s", "100ms", "1.5s", "2m".
func SpanText(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}

// calendarText tells d in its two largest units, rounded down, and returns the smaller one.
// A month is a twelfth of a year of 365.25 days.
func calendarText(d time.Duration) (text string, unit time.Duration) {
	const day = 24 * time.Hour
	const year = 365*day + 6*time.Hour
	units := []struct {
		name string
		span time.Duration
	}{{"y", year}, {"mo", year / 12}, {"d", day}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}
	for i, u := range units {
		if d < u.span || u.span == time.Second {
			continue
		}
		next := units[i+1]
		text = fmt.Sprintf("%d%s", d/u.span, u.name)
		if rest := d % u.span / next.span; rest > 0 {
			text += fmt.Sprintf("%d%s", rest, next.name)
		}
		return text, next.span
	}
	return SpanText(d), time.Second
}

// agoText tells how long ago something was, in one unit, rounded.
func agoText(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return fmt.Sprintf("%dd", d.Round(day)/day)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%dh", d.Round(time.Hour)/time.Hour)
	case d >= 2*time.Minute:
		return fmt.Sprintf("%dm", d.Round(time.Minute)/time.Minute)
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
