package facts

import (
	"strings"
	"testing"
	"time"
)

func TestHoldLabel(t *testing.T) {
	for _, c := range []struct {
		label  string
		offset time.Duration
		says   string // empty: nothing speaks against it
		custom bool
	}{
		{"UTC", 0, "", false},
		{"UTC", time.Hour, "lines say UTC and mean UTC+01:00", false},
		{"gmt", -time.Hour, "lines say gmt and mean UTC-01:00", false},
		{"UTC+2", 2 * time.Hour, "", false},
		{"UTC+02:30", 150 * time.Minute, "", false},
		{"GMT+1", -time.Hour, "unless the sign is that of POSIX", false},
		{"+0545", 345 * time.Minute, "", false},
		{"-03", -3 * time.Hour, "", false},
		{"+04", 3 * time.Hour, "lines say +04 and mean UTC+03:00", false},
		{"EST", -5 * time.Hour, "", false},
		{"EST", 5 * time.Hour, "EST is commonly -05:00 or +10:00; here UTC+05:00", true},
		{"cest", 2 * time.Hour, "", false},
		{"WET", time.Hour, "commonly", true},
		{"IST", 330 * time.Minute, "", false},
		{"CORP", 3 * time.Hour, "", false},
		{"", time.Hour, "", false},
		{"UTC+99999999999", time.Hour, "", false},
	} {
		f, ok := HoldLabel(c.label, c.offset)
		if ok != (c.says == "") || !strings.Contains(f.Text, c.says) || f.Custom != c.custom {
			t.Errorf("%s at %s: %q, %v", c.label, c.offset, f.Text, ok)
		}
	}
}

func TestUsualOffsetsAreRead(t *testing.T) {
	for label, offsets := range usualOffsets {
		if len(offsets) == 0 {
			t.Errorf("%s has no offset", label)
		}
	}
}
