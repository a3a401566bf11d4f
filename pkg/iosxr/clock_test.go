package iosxr

import (
	"strings"
	"testing"
)

// A second with fewer decimals than three has lost some, or has them in another unit: it is no reading, and never taken for
// milliseconds.
func TestClockWithOddFraction(t *testing.T) {
	const date = " UTC Thu Oct 1 2026\n"
	for clock, reason := range map[string]string{
		"12:34:56.5":    "three decimals here, not 1",
		"12:34:56.05":   "three decimals here, not 2",
		"12:00:01.5":    "three decimals here, not 1",
		"12:00:01.1234": "three decimals here, not 4",
		"12:00:01.":     "three decimals here, not 0",
		"12:-0:01":      "clock line",
		"12:-0:01.500":  "clock line",
		"12:00:01.-10":  "-10",
	} {
		c, err := ParseClock(clock + date)
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %+v, %v, want an error that says %q", clock, c, err, reason)
		}
	}
	for _, clock := range []string{"12:00:01", "12:00:01.005"} {
		if _, err := ParseClock(clock + date); err != nil {
			t.Errorf("%s: %v", clock, err)
		}
	}
}
