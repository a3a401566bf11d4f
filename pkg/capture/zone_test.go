package capture

import (
	"strings"
	"testing"
)

// Minutes take the sign of the hours, and keep their own where the hours have none.
func TestTimezone(t *testing.T) {
	for words, want := range map[string]int{"CET 1 0": 60, "NST -3 30": -210, "NST -3 -30": -210, "NPT 5 45": 345, "X 0 -30": -30, "X -0 30": -30, "X 0 30": 30, "UTC 0": 0} {
		zone, ok := Timezone(strings.Fields(words))
		if !ok || zone.OffsetMinutes != want {
			t.Errorf("%s: %+v, %t; want %d minutes", words, zone, ok, want)
		}
	}
	for _, words := range []string{"X 1 -30", "X 24 0", "X 5 75", "X", "X y"} {
		if zone, ok := Timezone(strings.Fields(words)); ok {
			t.Errorf("%s: %+v", words, zone)
		}
	}
}
