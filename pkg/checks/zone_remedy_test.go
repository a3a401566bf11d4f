package checks

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func passOn(t *testing.T, platform string, c *facts.Config) *check.Pass {
	t.Helper()
	d := facts.Device{Device: inventory.Device{Name: "x"}, Config: c, Clock: &facts.Clock{}}
	if platform != "" {
		os, known := platforms.All().ByName(platform)
		if !known {
			t.Skipf("built without %s", platform)
		}
		d.OS = os
	}
	return &check.Pass{Device: &d, Fleet: &facts.Fleet{Devices: []facts.Device{d}}, Policy: &policy.Policy{}}
}

// A zone that no rule of every year says is left to a person, who is told why and what the platform has instead.
func TestZoneWithoutARule(t *testing.T) {
	const (
		stamps = `Keep the stamps in UTC ("service timestamps log datetime msec" needs no zone)`
		dates  = `, or set "clock summer-time" with "date" and renew the line each year`
	)
	for _, test := range []struct{ platform, zone, want string }{
		{"cisco_iosxe", "Africa/Casablanca", stamps + dates + `: Africa/Casablanca moves with the lunar calendar, and no "recurring" rule says that.`},
		{"cisco_ios", "Africa/Cairo", stamps + dates + `: Africa/Cairo moves by decree, and no "recurring" rule says that.`},
		{"cisco_iosxr", "Asia/Jerusalem", stamps + `: Asia/Jerusalem moves on days that are no fixed week of a month, and no "recurring" rule says that.`},
		{"cisco_nxos", "Asia/Gaza", `Keep the clock in UTC: Asia/Gaza moves with the lunar calendar, and no "recurring" rule says that.`},
		{"", "Africa/El_Aaiun", `Keep the clock in UTC: Africa/El_Aaiun moves with the lunar calendar, and no "recurring" rule says that.`},
	} {
		zone, known := facts.Location(test.zone)
		if !known {
			t.Fatalf("no zone %s", test.zone)
		}
		r := zoneRemedy(passOn(t, test.platform, &facts.Config{}), zone, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
		if len(r.changes) > 0 {
			t.Errorf("%s on %s: changes %+v", test.zone, test.platform, r.changes)
		}
		if d := cmp.Diff(test.want, strings.Join(r.reasons, "; ")); d != "" {
			t.Errorf("%s on %s (-want +got):\n%s", test.zone, test.platform, d)
		}
	}
}

// A label that nothing speaks against stays; one that says another offset, or the same for both seasons, does not.
func TestLabelsThatStay(t *testing.T) {
	us := show.UnitedStates()
	for _, test := range []struct {
		name, zone           string
		label                string
		minutes              int
		summer               string // empty: none
		want                 string
		collectorsReadNoSign bool
	}{
		{"people's own", "Europe/Berlin", "MEZ", 60, "MESZ", "clock summer-time MESZ recurring last Sun Mar 02:00 last Sun Oct 03:00", false},
		{"free text", "Europe/Berlin", "X", 60, "Y", "clock summer-time Y recurring last Sun Mar 02:00 last Sun Oct 03:00", false},
		{"of another place", "Europe/Berlin", "EST", 60, "EDT",
			"clock timezone CET 1 0; clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00", false},
		{"one for both seasons", "Europe/Berlin", "MEZ", 60, "MEZ", "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00", false},
		{"of the offset that was wrong", "Asia/Kathmandu", "NPT", 330, "", "clock timezone +0545 5 45", true},
		{"letters where the database has none", "Asia/Kathmandu", "NPT", 345, "", "", false},
		{"a number that is true", "Asia/Dubai", "+04", 240, "", "", false},
		{"a number that is not", "Asia/Dubai", "UTC+3", 240, "", "clock timezone +04 4 0", true},
		{"of UTC", "UTC", "CET", 0, "", "no clock timezone", false},
		{"as good as UTC", "UTC", "GMT", 0, "", "", false},
	} {
		zone, _ := facts.Location(test.zone)
		c := &facts.Config{Config: show.Config{Timezone: &show.Timezone{Name: test.label, OffsetMinutes: test.minutes, Line: "clock timezone " + test.label}}}
		if test.summer != "" {
			c.SummerTime = &show.SummerTime{Name: test.summer, Season: &us, Line: "clock summer-time " + test.summer + " recurring"}
		}
		p := passOn(t, "cisco_iosxe", c)
		r := zoneRemedy(p, zone, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
		if d := cmp.Diff(test.want, strings.Join(written(t, p.OS, r.changes), "; ")); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
		if said := len(r.changes) > 0 && strings.Contains(r.changes[0].Why, "stamps in UTC"); said != test.collectorsReadNoSign {
			t.Errorf("%s: said of a label without letters: %+v", test.name, r.changes)
		}
	}
}
