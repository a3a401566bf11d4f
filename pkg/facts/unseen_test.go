package facts

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestUnseen(t *testing.T) {
	off, whole := false, new(Config)
	misread := func(lines ...string) *Config { return &Config{Config: show.Config{Unparsed: lines}} }
	f := Fleet{Devices: []Device{
		{},                           // not reached
		{NTP: &NTP{Known: true}},     // the configuration was not read
		{NTP: &NTP{}, Config: whole}, // the table is cut
		{NTP: &NTP{Known: true}, Config: whole},
		{NTP: &NTP{Enabled: &off}, Config: whole},
		{NTP: &NTP{Enabled: &off}}, // it may be a client of SNTP
		{NTP: &NTP{Known: true}, Config: misread("ntp server 192.0.2.1 odd")},
		{NTP: &NTP{Known: true}, Config: misread("ntp panic update")},
		{NTP: &NTP{Known: true}, Config: &Config{Config: show.Config{Unread: []show.Unread{{Words: "interface"}}}}},
		{NTP: &NTP{Known: true}, Config: &Config{Config: show.Config{Unread: []show.Unread{{Words: "ntp"}}}}},
	}}
	if got, want := f.Unseen(), []int{0, 1, 2, 5, 6, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
