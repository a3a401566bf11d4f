package facts

import (
	"testing"
	"time"
)

// The end of a leap year, and zones with odd changes: to a quarter of an hour, by half an hour, at night and within Ramadan.
func TestZoneChanges(t *testing.T) {
	for name, want := range map[string][]string{
		"America/St_Johns":    {"2028-03-12T05:30:00Z", "2028-11-05T04:30:00Z"},
		"Europe/Berlin":       {"2028-03-26T01:00:00Z", "2028-10-29T01:00:00Z"},
		"Australia/Lord_Howe": {"2028-04-01T15:00:00Z", "2028-09-30T15:30:00Z"},
		"Pacific/Chatham":     {"2028-04-01T14:00:00Z", "2028-09-23T14:00:00Z"},
		"Asia/Kathmandu":      nil,
		"UTC":                 nil,
	} {
		zone, ok := Location(name)
		if !ok {
			t.Fatal(name)
		}
		from := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
		var got []string
		for _, at := range ZoneChanges(zone, from, from.AddDate(1, 0, 0)) {
			got = append(got, at.Format(time.RFC3339))
		}
		if len(got) != len(want) || len(want) == 2 && (got[0] != want[0] || got[1] != want[1]) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
