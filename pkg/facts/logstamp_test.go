package facts

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestLogStamp(t *testing.T) {
	at := time.Date(2026, 11, 7, 19, 8, 41, 123e6, time.UTC)
	hour := time.Hour
	device := func(options ...string) *Device {
		offset := interval.Around(2*time.Second, 4*time.Millisecond)
		return &Device{
			Config: &Config{Config: show.Config{TimestampsLog: show.Timestamps{Kind: show.StampDatetime, Options: options}}},
			Clock:  &Clock{At: &Instant{at.Add(-time.Millisecond), at.Add(time.Millisecond)}, Offset: &offset, Zone: "CET", UTCOffset: &hour, Flag: "."},
			OS:     &platform.Platform{},
		}
	}
	for _, c := range []struct {
		name  string
		spoil func(*Device)
		on    *Device
		want  string // empty: not known
	}{
		{"in UTC", nil, device("msec"), ".Nov  7 19:08:43.123:"},
		{"in UTC, with its label", nil, device("msec", "show-timezone"), ".Nov  7 19:08:43.123 UTC:"},
		{"whole seconds", nil, device(), ".Nov  7 19:08:43:"},
		{"local time", nil, device("msec", "localtime", "show-timezone", "year"), ".Nov  7 2026 20:08:43.123 CET:"},
		{"the year first", func(d *Device) { d.OS.YearFirst = true }, device("localtime", "show-timezone"), ".2026 Nov  7 20:08:43 CET:"},
		{"a zone that is not known", func(d *Device) { d.Clock.UTCOffset = nil }, device("localtime"), ""},
		{"which does not matter in UTC", func(d *Device) { d.Clock.UTCOffset = nil }, device(), ".Nov  7 19:08:43:"},
		{"no date", func(d *Device) { d.Config.TimestampsLog.Kind = show.StampUptime }, device(), ""},
		{"no reference", func(d *Device) { d.Clock.At = nil }, device(), ""},
		{"no offset", func(d *Device) { d.Clock.Offset = nil }, device(), ""},
		{"no configuration", func(d *Device) { d.Config = nil }, device(), ""},
	} {
		if c.spoil != nil {
			c.spoil(c.on)
		}
		s, ok := c.on.LogStamp()
		if s.Text != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v", c.name, s.Text, ok)
		}
		if ok && (!s.Now.Equal(at) || s.Bound != 5*time.Millisecond) {
			t.Errorf("%s: at %s ±%s", c.name, s.Now, s.Bound)
		}
	}
}
