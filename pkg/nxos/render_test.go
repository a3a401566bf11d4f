package nxos

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func week(n int, day time.Weekday, month time.Month, hour int) show.Transition {
	return show.Transition{Week: n, Weekday: day, Month: month, Hour: hour}
}

var (
	management = show.ServerLine{Type: "server", Address: "192.0.2.16", VRF: "management"}
	europe     = show.SummerSetting{
		Name: "CEST", ShiftMinutes: 60, Start: week(show.LastWeek, time.Sunday, time.March, 2), End: week(show.LastWeek, time.Sunday, time.October, 3),
	}
)

// rendered is changes, and their lines.
func rendered() []struct {
	change show.Change
	want   []string
} {
	peers4 := &show.AccessList{Name: "NTP-PEERS", Family: show.IPv4, Members: []string{"192.0.2.16", "<further clients>"}}
	peers6 := &show.AccessList{Name: "NTP-6", Family: show.IPv6, Members: []string{"2001:db8::16"}}
	full := show.ServerLine{Type: "peer", Address: "192.0.2.20", VRF: "siteA", Prefer: true, Key: capture.Ptr(5), MinPoll: capture.Ptr(4), MaxPoll: capture.Ptr(6)}
	rekeyed := management
	rekeyed.Key = capture.Ptr(5)
	return []struct {
		change show.Change
		want   []string
	}{
		{show.Change{Verb: show.EnableNTP}, []string{"feature ntp"}},
		{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5}}, []string{"ntp authentication-key 5 md5 <key>"}},
		{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "md5"}}, []string{"ntp authentication-key 5 md5 <key>"}},
		{show.Change{Verb: show.RemoveKey, Key: &show.KeyNumber{Number: 5, Type: "md5"}}, []string{"no ntp authentication-key 5 md5"}},
		{show.Change{Verb: show.Trust, Key: &show.KeyNumber{Number: 5}}, []string{"ntp trusted-key 5"}},
		{show.Change{Verb: show.Untrust, Key: &show.KeyNumber{Number: 5}}, []string{"no ntp trusted-key 5"}},
		{show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "mgmt0", VRF: "management"}}, []string{"ntp source-interface mgmt0"}},
		{show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "mgmt0"}, Line: "ntp source 192.0.2.9"}, []string{"no ntp source 192.0.2.9", "ntp source-interface mgmt0"}},
		{show.Change{Verb: show.AddServer, Server: &management}, []string{"ntp server 192.0.2.16 use-vrf management"}},
		{show.Change{Verb: show.AddServer, Server: &show.ServerLine{Type: "server", Address: "<address 1>", VRF: "default"}}, []string{"ntp server <address 1>"}},
		{show.Change{Verb: show.AddServer, Server: &full}, []string{"ntp peer 192.0.2.20 prefer use-vrf siteA key 5 minpoll 4 maxpoll 6"}},
		{show.Change{Verb: show.UseKey, Server: &rekeyed, Line: "ntp server 192.0.2.16 use-vrf management"}, []string{"no ntp server 192.0.2.16 use-vrf management", "ntp server 192.0.2.16 use-vrf management key 5"}},
		{show.Change{Verb: show.RemoveServer, Server: &management}, []string{"no ntp server 192.0.2.16 use-vrf management"}},
		{show.Change{Verb: show.RemoveServer, Server: &management, Line: "ntp server 192.0.2.16 use-vrf management key 3"}, []string{"no ntp server 192.0.2.16 use-vrf management key 3"}},
		{show.Change{Verb: show.Authenticate}, []string{"ntp authenticate"}},
		{show.Change{Verb: show.SetAccessList, List: peers4}, []string{"ip access-list NTP-PEERS", " 10 permit ip host 192.0.2.16 any", " 20 permit ip host <further clients> any"}},
		{show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "C", Family: show.IPv4, Members: []string{"192.0.2.16", "192.0.2.17"}}},
			[]string{"ip access-list C", " 10 permit ip host 192.0.2.16 any", " 20 permit ip host 192.0.2.17 any"}},
		{show.Change{Verb: show.SetAccessList, List: peers6}, []string{"ipv6 access-list NTP-6", " 10 permit ipv6 host 2001:db8::16 any"}},
		{show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "serve-only", Family: show.IPv4, List: "NTP-CLIENTS"}}, []string{"ntp access-group serve-only NTP-CLIENTS"}},
		{show.Change{Verb: show.LimitMaster, Stratum: 12}, []string{"ntp master 12"}},
		{show.Change{Verb: show.DropMaster}, []string{"no ntp master"}},
		{show.Change{Verb: show.RefuseControl}, []string{"no ntp allow control", "no ntp allow private"}},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true, LocalTime: true, ShowTimezone: true, Year: true}}, []string{"logging timestamp milliseconds", "clock format show-timezone syslog"}},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true, LocalTime: true, ShowTimezone: true}, Line: "logging timestamp microseconds"}, []string{"clock format show-timezone syslog"}},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true, LocalTime: true, ShowTimezone: true}, Line: "logging timestamp milliseconds"}, []string{"clock format show-timezone syslog"}},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, LocalTime: true}, Line: "logging timestamp milliseconds"}, []string{"logging timestamp seconds"}},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, LocalTime: true}}, nil},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, LocalTime: true, ShowTimezone: true, Year: true}}, []string{"clock format show-timezone syslog"}},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}}, []string{"clock timezone CET 1 0"}},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "-0930", OffsetMinutes: -570}}, []string{"clock timezone -0930 -9 30"}},
		{show.Change{Verb: show.ClearZone}, []string{"no clock timezone"}},
		{show.Change{Verb: show.SetSummerTime, SummerTime: &europe}, []string{"clock summer-time CEST 5 Sun Mar 02:00 5 Sun Oct 03:00 60"}},
		{show.Change{Verb: show.ClearSummerTime}, []string{"no clock summer-time"}},
		{show.Change{Verb: show.Save}, []string{"copy running-config startup-config"}},
	}
}

func TestRender(t *testing.T) {
	for _, test := range rendered() {
		got, err := write(test.change)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, %v; want %q", test.change.Verb, got, err, test.want)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	with := func(change func(*show.ServerLine)) *show.ServerLine {
		s := management
		change(&s)
		return &s
	}
	dated := europe
	dated.Start, dated.End = show.Transition{Year: 2026, Month: 3, Day: 29, Hour: 2}, show.Transition{Year: 2026, Month: 10, Day: 25, Hour: 3}
	for _, test := range []struct {
		change show.Change
		says   string
	}{
		{show.Change{Verb: "wish"}, "no change"},
		{show.Change{Verb: show.AddServer}, "no server"},
		{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "hmac-sha2-256"}}, "no hmac-sha2-256"},
		{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 70000}}, "above 65535"},
		{show.Change{Verb: show.Trust, Key: &show.KeyNumber{Number: 70000}}, "above 65535"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "C.E.T", OffsetMinutes: 60}}, "letters, digits"},
		{show.Change{Verb: show.AddServer, Server: with(func(s *show.ServerLine) { s.Source = "mgmt0" })}, "no option source"},
		{show.Change{Verb: show.AddServer, Server: with(func(s *show.ServerLine) { s.Version = capture.Ptr(3) })}, "no option version"},
		{show.Change{Verb: show.AddServer, Server: with(func(s *show.ServerLine) { s.IBurst = true })}, "no option iburst"},
		{show.Change{Verb: show.AddServer, Server: with(func(s *show.ServerLine) { s.Key = capture.Ptr(70000) })}, "above 65535"},
		{show.Change{Verb: show.SetServer, Server: &management}, "line in force is not known"},
		{show.Change{Verb: show.RemoveServer, Server: &management, Line: "feature ntp"}, "none that this change is about"},
		{show.Change{Verb: show.RemoveServer, Server: &management, Line: "ntp peer 192.0.2.16"}, "not one of an NTP server"},
		{show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: show.IPv4, VRF: "siteA", List: "X"}}, "every VRF"},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideDebug, LocalTime: true}}, "debug messages"},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true}}, "the time that its clock shows"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "X", OffsetMinutes: -30}}, "less than an hour behind UTC"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "X", OffsetMinutes: 15 * 60}}, "from -12 to 14 hours"},
		{show.Change{Verb: show.SetSummerTime, SummerTime: &dated}, "none between two dates"},
		{show.Change{Verb: show.UpdateCalendar}, "hardware clock"},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "hardware clock"},
		{show.Change{Verb: show.StopSNTP, Line: "sntp server 192.0.2.1"}, "no SNTP"},
	} {
		if lines, err := write(test.change); err == nil || !strings.Contains(err.Error(), test.says) || lines != nil {
			t.Errorf("%s: %q, %v; want an error that says %q", test.change.Verb, lines, err, test.says)
		}
	}
}

// What is written is read back as what was meant: neither side can drift.
func TestRenderedIsRead(t *testing.T) {
	for _, test := range rendered() {
		inForce := ""
		switch test.change.Verb {
		case show.SetSource:
			test.change.Source.VRF = "" // the interface has it
		case show.SetStamps:
			test.change.Stamps.Year = true // it always stands there
			if !strings.HasPrefix(strings.Join(test.want, ""), "logging") {
				inForce = test.change.Line + "\n"
			}
		}
		platformtest.ReadBack(t, test.change, test.want, func(text string) (show.Config, error) {
			c, err := ParseConfig(inForce + text)
			c.neutral()
			return c.Config, err
		})
	}
}

func write(c show.Change) ([]string, error) {
	p := Platform()
	return p.Write(c)
}
