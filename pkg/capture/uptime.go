package capture

import (
	"strings"
	"time"
)

// Uptime reads "1 year, 2 weeks, 3 days, 4 hours, 5 minutes"; the commas may be missing, and a unit may be written
// "day(s)". A year is taken as 365 days; nothing that is concluded from an uptime needs more.
func Uptime(printed string) (time.Duration, bool) {
	const day = 24 * time.Hour
	units := map[string]time.Duration{
		"year": 365 * day, "week": 7 * day, "day": day, "hour": time.Hour, "minute": time.Minute, "second": time.Second,
	}
	var sum time.Duration
	words := strings.FieldsFunc(printed, func(r rune) bool { return r == ' ' || r == ',' })
	for i := 0; i+1 < len(words); i += 2 {
		n, ok := Integer(words[i], 0, 10_000)
		size, known := units[strings.TrimSuffix(strings.TrimSuffix(words[i+1], "(s)"), "s")]
		if !ok || !known || sum > 100*365*day {
			return 0, false
		}
		sum += min(time.Duration(n), 100*365*day/size) * size
	}
	cut := strings.HasSuffix(strings.TrimRight(printed, " "), ",")
	return sum, len(words) > 0 && len(words)%2 == 0 && !cut
}
