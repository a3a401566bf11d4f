package checks

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

func TestZoneChanges(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC":                 "no clock timezone; no clock summer-time",
		"Asia/Kolkata":        "clock timezone IST 5 30; no clock summer-time",
		"Asia/Tehran":         "clock timezone +0330 3 30; no clock summer-time",
		"America/St_Johns":    "clock timezone NST -3 30; clock summer-time NDT recurring 2 Sun Mar 02:00 1 Sun Nov 02:00",
		"America/New_York":    "clock timezone EST -5 0; clock summer-time EDT recurring 2 Sun Mar 02:00 1 Sun Nov 02:00",
		"Europe/London":       "no clock timezone; clock summer-time BST recurring last Sun Mar 01:00 last Sun Oct 02:00",
		"Europe/Dublin":       "no clock timezone; clock summer-time IST recurring last Sun Mar 01:00 last Sun Oct 02:00",
		"Australia/Sydney":    "clock timezone AEST 10 0; clock summer-time AEDT recurring 1 Sun Oct 02:00 1 Sun Apr 03:00",
		"Australia/Lord_Howe": "clock timezone +1030 10 30; clock summer-time +11 recurring 1 Sun Oct 02:00 1 Sun Apr 02:00 30",
		"Africa/Casablanca":   "", // summer time is kept but for Ramadan, which no weekday rule gives
	} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Skipf("no time zone database: %v", err)
		}
		var lines []string
		xe := ios.XE()
		for _, c := range zoneChanges(location, now) {
			l, err := xe.Write(c)
			if err != nil {
				t.Errorf("%s: %v", zone, err)
			}
			lines = append(lines, l...)
		}
		if got := strings.Join(lines, "; "); got != want {
			t.Errorf("%s: %q, want %q", zone, got, want)
		}
	}
}
