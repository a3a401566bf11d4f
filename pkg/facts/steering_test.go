package facts_test

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

func TestTimeProtocol(t *testing.T) {
	for text, want := range map[string]string{
		"PTP": "PTP", "ptp domain 0": "PTP", "PTP(grandmaster 1)": "PTP", "Gnss": "GNSS", "GPS, 3D": "GPS",
		"NTP": "", "SNTP": "", "hardware calendar": "", "user configuration": "", "none": "", "": "", "ptpd": "", "gps1": "GPS",
	} {
		if got := facts.TimeProtocol(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestGivesTAI(t *testing.T) {
	const sec = time.Second
	for _, test := range []struct {
		name   string
		source string
		mid    time.Duration
		width  time.Duration // to each side
		want   bool
	}{
		{"as much as TAI is ahead", "PTP", 37 * sec, sec / 100, true},
		{"a leap second more", "PTP", 38 * sec, sec / 100, true},
		{"a leap second less", "ptp domain 0", 36 * sec, sec / 100, true},
		{"more than that", "PTP", 39 * sec, sec / 100, false},
		{"behind", "PTP", -37 * sec, sec / 100, false},
		{"too wide to tell", "PTP", 37 * sec, 5 * sec, false},
		{"a receiver", "GPS", 37 * sec, sec / 100, false},
		{"NTP", "NTP", 37 * sec, sec / 100, false},
	} {
		offset := interval.Around(test.mid, test.width)
		d := facts.Device{Clock: &facts.Clock{Source: test.source, Offset: &offset}}
		if got := d.GivesTAI(); got != test.want {
			t.Errorf("%s: %t", test.name, got)
		}
	}
	if (&facts.Device{}).GivesTAI() || (&facts.Device{Clock: &facts.Clock{Source: "PTP"}}).GivesTAI() {
		t.Error("an offset that is not known is none")
	}
}
