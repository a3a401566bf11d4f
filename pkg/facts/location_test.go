package facts

import (
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestRegion(t *testing.T) {
	for name, want := range map[string]string{
		"America/NewYork": "America/New_York", "America/New_York": "America/New_York", "UTC": "UTC", "Europe/Berlin": "Europe/Berlin",
		"America/PortofSpain": "America/Port_of_Spain", "Antarctica/McMurdo": "Antarctica/McMurdo", "Asia/HoChiMinh": "Asia/Ho_Chi_Minh",
		"America/Argentina/BuenosAires": "America/Argentina/Buenos_Aires", "America/Port-au-Prince": "America/Port-au-Prince",
		"Europe/Bielefeld": "", "Local": "", "": "", "../../etc/passwd": "", "America/newyork": "",
	} {
		zone, ok := region(name)
		if ok != (want != "") || ok && zone.String() != want {
			t.Errorf("%q: %v, want %q", name, zone, want)
		}
	}
}

// A region tells the offset by the date that is displayed; one that is not known leaves every zone possible, and UTC is no
// more likely than others.
//
// The label has to be one of the region: a line in UTC before the configured zone took effect is not hours fast.
func TestZoneOfRegion(t *testing.T) {
	const hour = time.Hour
	at := func(month time.Month, day, h int) time.Time {
		return time.Date(2026, month, day, h, 30, 0, 0, time.UTC)
	}
	for _, test := range []struct {
		region string
		label  string
		local  time.Time
		want   []time.Duration
	}{
		{"America/NewYork", "EST", at(1, 15, 12), []time.Duration{-5 * hour}},
		{"America/NewYork", "EST", at(7, 15, 12), []time.Duration{-4 * hour}},
		{"America/NewYork", "EST", at(11, 1, 1), []time.Duration{-4 * hour, -5 * hour}},
		{"America/NewYork", "EST", at(3, 8, 2), []time.Duration{-5 * hour, -4 * hour}},
		{"UTC", "EST", at(7, 15, 12), []time.Duration{0}},
		{"Asia/Kolkata", "EST", at(7, 15, 12), []time.Duration{5*hour + 30*time.Minute}},
		{"America/NewYork", "EDT", at(7, 15, 12), []time.Duration{-4 * hour}},
		{"America/NewYork", "edt", at(11, 1, 1), []time.Duration{-4 * hour}},
		{"America/NewYork", "EDT", at(1, 15, 12), nil},
		{"America/NewYork", "UTC", at(1, 15, 12), nil},
		{"America/NewYork", "XYZ", at(7, 15, 12), nil},
		{"Europe/London", "UTC", at(1, 15, 12), []time.Duration{0}},
		{"Asia/Kolkata", "IST", at(1, 15, 12), []time.Duration{5*hour + 30*time.Minute}},
		{"Europe/Bielefeld", "EST", at(7, 15, 12), nil},
	} {
		config := &Config{Config: show.Config{Timezone: &show.Timezone{Name: "EST", Region: test.region}}}
		z := zoneOf(test.label, test.local, config)
		if test.want == nil {
			if z.known() || len(z.offsets) < 10 || z.note == "" {
				t.Errorf("%s, %s: %v", test.region, test.label, z)
			}
			continue
		}
		if !slices.Equal(z.offsets, test.want) || z.known() != (z.note == "") {
			t.Errorf("%s, %s at %s: %v, want %v", test.region, test.label, test.local.Format(time.DateTime), z, test.want)
		}
	}
}
