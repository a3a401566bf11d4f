package checks

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
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

// Where IOS XR takes a zone by its region no line about summer time may stand beside it: one in force goes, whatever it says.
func TestZoneByRegion(t *testing.T) {
	xr, known := platforms.All().ByName("cisco_iosxr")
	if !known {
		t.Skip("built without IOS XR")
	}
	zone, _ := facts.Location("America/St_Johns")
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	season := show.UnitedStates()
	for _, test := range []struct {
		name   string
		config *facts.Config
		want   string
	}{
		{"not read", nil, "clock timezone NST America/StJohns"},
		{"nothing in force", &facts.Config{}, "clock timezone NST America/StJohns"},
		{"the same summer time in force", &facts.Config{Config: show.Config{
			Timezone:   &show.Timezone{Name: "EST", OffsetMinutes: -300, Line: "clock timezone EST -5"},
			SummerTime: &show.SummerTime{Name: "NDT", Season: &season, Line: "clock summer-time NDT recurring"},
		}}, "clock timezone NST America/StJohns; no clock summer-time"},
		{"the zone in force in hours and minutes", &facts.Config{Config: show.Config{
			Timezone: &show.Timezone{Name: "NST", OffsetMinutes: -210, Line: "clock timezone NST -3 30"},
		}}, "clock summer-time NDT recurring 2 sunday march 02:00 1 sunday november 02:00"},
	} {
		d := facts.Device{Device: inventory.Device{Name: "x"}, OS: xr, Config: test.config, MeasuredAt: &now, Clock: &facts.Clock{}}
		p := &check.Pass{Device: &d, Fleet: &facts.Fleet{Devices: []facts.Device{d}}, Policy: &policy.Policy{}}
		if d := cmp.Diff(test.want, strings.Join(written(t, xr, zoneRemedy(p, zone, now).changes), "; ")); d != "" {
			t.Errorf("%s: %s", test.name, d)
		}
	}
}

func written(t *testing.T, p *platform.Platform, changes []show.Change) (lines []string) {
	t.Helper()
	for _, c := range changes {
		l, err := p.Write(c)
		if err != nil {
			t.Error(err)
		}
		lines = append(lines, l...)
	}
	return lines
}
