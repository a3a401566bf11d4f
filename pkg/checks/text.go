package checks

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

const (
	day  = 24 * time.Hour
	year = 365*day + 6*time.Hour // the mean year of the Julian calendar
)

// coarse is the size from which on a duration is shown without milliseconds.
const coarse = 100 * time.Second

// signed is a duration with its sign, as precise as its size makes sensible: +0.3ms,
// -41.200s, +2h05m, -33y8mo.
func signed(d time.Duration) string {
	if d < 0 {
		return "-" + magnitude(d)
	}
	return "+" + magnitude(d)
}

// magnitude is a duration without its sign.
func magnitude(d time.Duration) string {
	d = max(d, interval.SubSat(0, d))
	switch {
	case d == 0:
		return "0ms"
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1fms", float64(d)/float64(time.Millisecond))
	case d < time.Second:
		return fmt.Sprintf("%dms", d.Round(time.Millisecond).Milliseconds())
	case d <= coarse:
		return fmt.Sprintf("%.3fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	case d < 2*day:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	case d < year:
		return fmt.Sprintf("%dd%dh", d/day, d%day/time.Hour)
	}
	return fmt.Sprintf("%dy%dmo", d/year, d%year/(year/12))
}

// plain is a duration that somebody chose: 100ms, 1s, 15m, 1h30m.
func plain(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// shift is the distance between two zones: +1h, -3h30m.
func shift(d time.Duration) string {
	if d < 0 {
		return "-" + plain(-d)
	}
	return "+" + plain(d)
}

// utc is an offset from UTC: UTC, UTC+05:30.
func utc(d time.Duration) string {
	if d == 0 {
		return "UTC"
	}
	sign := '+'
	if d < 0 {
		sign, d = '-', -d
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, d/time.Hour, d%time.Hour/time.Minute)
}

// estimate is the midpoint of an interval, half its width, and what that means to a
// reader: +5.001s ±8ms (fast). Beside minutes and years the half width is left out, unless
// it is a matter of seconds too.
func estimate(i interval.Interval) string {
	radius := i.Width()/2 + 1
	text := signed(i.Mid())
	if radius >= time.Second || interval.Around(0, coarse).Contains(i.Mid()) {
		text += " ±" + magnitude(radius)
	}
	switch {
	case i.Lo > 0:
		return text + " (fast)"
	case i.Hi < 0:
		return text + " (slow)"
	}
	return text
}

// bounds shows both ends of an interval.
func bounds(i interval.Interval) string { return signed(i.Lo) + " to " + signed(i.Hi) }

// limitsText shows the bounds of a policy: ±100ms, or low above ±100ms, high above ±1s.
func limitsText(limits []policy.Limit) string {
	if len(limits) == 1 {
		return "within ±" + plain(limits[0].Value)
	}
	parts := make([]string, len(limits))
	for i, l := range limits {
		parts[i] = fmt.Sprintf("%s above ±%s", l.Severity, plain(l.Value))
	}
	return strings.Join(parts, ", ")
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// list shows the first few of many names.
func list(names []string) string {
	const shown = 5
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}
