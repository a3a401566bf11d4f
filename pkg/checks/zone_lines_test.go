package checks

import (
	"strings"
	"testing"
	"time"
)

func TestZoneLines(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC":                 "no clock timezone; no clock summer-time",
		"Asia/Kolkata":        "clock timezone IST 5 30; no clock summer-time",
		"Asia/Tehran":         "clock timezone UTC+0330 3 30; no clock summer-time",
		"America/St_Johns":    "clock timezone NST -3 30; clock summer-time NDT recurring 2 Sun Mar 02:00 1 Sun Nov 02:00",
		"America/New_York":    "clock timezone EST -5 0; clock summer-time EDT recurring 2 Sun Mar 02:00 1 Sun Nov 02:00",
		"Europe/London":       "no clock timezone; clock summer-time BST recurring last Sun Mar 01:00 last Sun Oct 02:00",
		"Europe/Dublin":       "no clock timezone; clock summer-time IST recurring last Sun Mar 01:00 last Sun Oct 02:00",
		"Australia/Sydney":    "clock timezone AEST 10 0; clock summer-time AEDT recurring 1 Sun Oct 02:00 1 Sun Apr 03:00",
		"Australia/Lord_Howe": "clock timezone UTC+1030 10 30; clock summer-time UTC+1100 recurring 1 Sun Oct 02:00 1 Sun Apr 02:00 30",
		"Africa/Casablanca":   "", // summer time is kept but for Ramadan, which no weekday rule gives
	} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Skipf("no time zone database: %v", err)
		}
		if got := strings.Join(zoneLines(location, now), "; "); got != want {
			t.Errorf("%s: %q, want %q", zone, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                              "+0ms",
		300 * time.Microsecond:         "+0.3ms",
		-45 * time.Millisecond:         "-45ms",
		5001 * time.Millisecond:        "+5.001s",
		-41200 * time.Millisecond:      "-41.200s",
		754 * time.Second:              "+12m34s",
		-(2*time.Hour + 5*time.Minute): "-2h05m",
		3*day + 4*time.Hour:            "+3d4h",
		-33*year - 8*year/12:           "-33y8mo",
		time.Duration(-1 << 63):        "-292y3mo",
	} {
		if got := signed(d); got != want {
			t.Errorf("signed(%d) = %s, want %s", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		100 * time.Millisecond: "100ms", time.Second: "1s", 15 * time.Minute: "15m", time.Hour: "1h", 90 * time.Minute: "1h30m", 90 * time.Second: "1m30s",
	} {
		if got := plain(d); got != want {
			t.Errorf("plain(%d) = %s, want %s", d, got, want)
		}
	}
}
