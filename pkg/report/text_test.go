package report

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

func TestSyncText(t *testing.T) {
	changed := func(change func(*Device)) Device {
		d := healthy("x", "192.0.2.1", "10.9.0.1", 0, ms)
		change(&d)
		return d
	}
	for _, c := range []struct {
		device Device
		want   string
	}{
		{healthy("x", "192.0.2.1", "10.9.0.1", 0, ms), "st3 10.9.0.1"},
		{uptimeStamps(), "st4 core1"},
		{lostSource(), "lost 6h ago"},
		{neverSet(), "never set"},
		{ntpOff(), "off"},
		{unreachable(), "-"},
		{changed(func(d *Device) { d.NTP = nil }), "unknown"},
		{changed(func(d *Device) { d.NTP.Synchronized = nil }), "unknown"},
		{changed(func(d *Device) { d.NTP.Reference, d.NTP.Stratum = "", nil }), ""},
		{changed(func(d *Device) { d.NTP.Synchronized, d.NTP.LastUpdate = ptr(false), nil }), "unsynced"},
		{changed(func(d *Device) { d.NTP.Synchronized, d.NTP.LastUpdate = ptr(false), seconds(90*time.Second) }), "lost 90s ago"},
		{changed(func(d *Device) { d.NTP.Synchronized, d.NTP.LastUpdate = ptr(false), seconds(400*time.Hour) }), "lost 17d ago"},
	} {
		if got := c.device.SyncText(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestSourcesText(t *testing.T) {
	for want, n := range map[string]*NTP{
		"-":     nil,
		"3/4":   {Sources: Sources{Configured: ptr(4), Dynamic: ptr(0), Usable: ptr(3)}},
		"1/0+1": {Sources: Sources{Configured: ptr(0), Dynamic: ptr(1), Usable: ptr(1)}},
		"?/3":   {Sources: Sources{Configured: ptr(3)}},
		"2/?":   {Sources: Sources{Usable: ptr(2), Dynamic: ptr(0)}},
	} {
		if got := (&Device{NTP: n}).SourcesText(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := (&Device{NTP: &NTP{Associations: []show.Association{{}}}}).SourcesText(); got != "-" {
		t.Errorf("a table that was cut, and no configuration: got %s, want -", got)
	}
}

// No character of a device reaches a terminal, a file or a page that acts instead of showing itself.
func TestNothingHiddenInAnyFormat(t *testing.T) {
	for _, f := range Formats() {
		for _, o := range []Options{{Width: 100}, {Verbose: true, All: true, Checks: docs()}} {
			out := write(t, f, hostile(), o)
			if !utf8.Valid(out) {
				t.Errorf("%s: not UTF-8", f.Name)
			}
			for i, r := range string(out) {
				if r != '\n' && hidden(r) {
					t.Errorf("%s: %U at byte %d", f.Name, r, i)
					break
				}
			}
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":            "plain",
		"日本 é µ":           "日本 é µ",
		"a\nb\tc\r":        "a b c ",
		"\x1b[2J":          `\x1b[2J`,
		"a\u202eb":         `a\u202eb`,
		"\u009b31m":        `\u009b31m`,
		"x\xffy":           `x\xffy`,
		"x\uFFFDy":         "x\uFFFDy",
		"\x00":             `\x00`,
		"\u2028\U000E0041": `\u2028\ue0041`,
	} {
		if got := clean(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestMegabytesInACellEndSoon(t *testing.T) {
	for _, text := range []string{strings.Repeat("x", 16<<20), strings.Repeat("\u0301", 8<<20), strings.Repeat("\x1b", 16<<20)} {
		if got := clip(text, 40); twwidth.Width(got) > 40 || len(got) > 1000 {
			t.Errorf("%d columns, %d bytes", twwidth.Width(got), len(got))
		}
	}
}

func ExampleBounds_Text() {
	fmt.Println(between(4993*ms, 5009*ms).Text())
	// Output: +5.001 ±0.008 s
}
