package capture

import (
	"testing"
	"time"
)

func TestUptime(t *testing.T) {
	const day = 24 * time.Hour
	for s, want := range map[string]time.Duration{
		"5 minutes": 5 * time.Minute,
		"1 minute":  time.Minute,
		"1 year, 2 weeks, 3 days, 4 hours, 5 minutes": 365*day + 17*day + 4*time.Hour + 5*time.Minute,
		"12 weeks, 1 day":      85 * day,
		"23 hours 3 minutes":   23*time.Hour + 3*time.Minute,
		"60 day(s), 1 hour(s)": 60*day + time.Hour,
	} {
		if got, ok := Uptime(s); !ok || got != want {
			t.Errorf("%q: %s, %t", s, got, ok)
		}
	}
	for _, s := range []string{"", "5", "minutes", "5 moons", "-1 day", "1 day,", "1 day 2", "1 day 2 moons", "minutes 5"} {
		if got, ok := Uptime(s); ok {
			t.Errorf("%q is taken for %s", s, got)
		}
	}
}
