package ios

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func server(address string, options func(*show.ServerLine)) *show.ServerLine {
	s := &show.ServerLine{Type: "server", Address: address}
	if options != nil {
		options(s)
	}
	return s
}

func at(month time.Month, week int, hour int) show.Transition {
	return show.Transition{Month: month, Week: week, Hour: hour}
}

// rendered is changes, and their lines.
var rendered = []struct {
	change show.Change
	lines  []string
}{
	{show.Change{Verb: show.EnableNTP}, nil},
	{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5}, Release: "17.9.4a"}, []string{"ntp authentication-key 5 hmac-sha2-256 <key>"}},
	{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "md5"}}, []string{"ntp authentication-key 5 md5 <key>"}},
	{show.Change{Verb: show.RemoveKey, Key: &show.KeyNumber{Number: 5}}, []string{"no ntp authentication-key 5"}},
	{show.Change{Verb: show.Trust, Key: &show.KeyNumber{Number: 5}}, []string{"ntp trusted-key 5"}},
	{show.Change{Verb: show.Untrust, Key: &show.KeyNumber{Number: 5}, Line: "ntp trusted-key 5"}, []string{"no ntp trusted-key 5"}},
	{show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Loopback0"}}, []string{"ntp source Loopback0"}},
	{show.Change{Verb: show.AddServer, Server: server("192.0.2.1", nil)}, []string{"ntp server 192.0.2.1"}},
	{show.Change{Verb: show.AddServer, Server: server("<address 1>", func(s *show.ServerLine) { s.VRF = "MGMT" })}, []string{"ntp server vrf MGMT <address 1>"}},
	{show.Change{Verb: show.SetServer, Server: server("time.example.net", func(s *show.ServerLine) {
		*s = show.ServerLine{Type: "peer", Address: s.Address, Family: show.IPv6, VRF: "RED", Burst: true, IBurst: true, Key: capture.Ptr(7), MinPoll: capture.Ptr(4),
			MaxPoll: capture.Ptr(10), NormalSync: true, Prefer: true, Source: "Loopback 0", Version: capture.Ptr(3)}
	})}, []string{"ntp peer vrf RED ipv6 time.example.net burst iburst key 7 minpoll 4 maxpoll 10 normal-sync prefer source Loopback 0 version 3"}},
	{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "cmac-aes-128"}, Release: "17.9.4a"}, []string{"ntp authentication-key 5 cmac-aes-128 <key>"}},
	{show.Change{Verb: show.UseKey, Server: server("2001:db8::1", func(s *show.ServerLine) { s.Key, s.Family = capture.Ptr(7), show.IPv6 })}, []string{"ntp server 2001:db8::1 key 7"}},
	{show.Change{Verb: show.RemoveServer, Server: server("192.0.2.1", func(s *show.ServerLine) { s.VRF, s.Prefer = "RED", true })}, []string{"no ntp server vrf RED 192.0.2.1"}},
	{show.Change{Verb: show.Authenticate}, []string{"ntp authenticate"}},
	{show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "A", Family: show.IPv4, Members: []string{"192.0.2.1", "<address 1>"}}},
		[]string{"ip access-list standard A", " permit 192.0.2.1", " permit <address 1>"}},
	{show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "C", Family: show.IPv4, Members: []string{"192.0.2.1", "127.127.7.1"}}},
		[]string{"ip access-list standard C", " permit 192.0.2.1", " permit 127.127.7.1"}},
	{show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "B", Family: show.IPv6, Members: []string{"2001:db8::1"}}},
		[]string{"ipv6 access-list B", " permit ipv6 host 2001:db8::1 any"}},
	{show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: show.IPv4, List: "A"}}, []string{"ntp access-group peer A"}},
	{show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "serve-only", Family: show.IPv6, List: "B"}}, []string{"ntp access-group ipv6 serve-only B"}},
	{show.Change{Verb: show.LimitMaster, Stratum: 10}, []string{"ntp master 10"}},
	{show.Change{Verb: show.DropMaster, Line: "ntp master 3"}, []string{"no ntp master"}},
	{show.Change{Verb: show.RefuseControl}, []string{"no ntp allow mode control", "no ntp allow mode private"}},
	{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideDebug}}, []string{"service timestamps debug datetime"}},
	{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true, LocalTime: true, ShowTimezone: true, Year: true}},
		[]string{"service timestamps log datetime msec localtime show-timezone year"}},
	{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}}, []string{"clock timezone CET 1 0"}},
	{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "NST", OffsetMinutes: -210}}, []string{"clock timezone NST -3 30"}},
	{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "+0545", OffsetMinutes: 345}}, []string{"clock timezone +0545 5 45"}},
	{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "<a longer name>", OffsetMinutes: 60}}, []string{"clock timezone <a longer name> 1 0"}},
	{show.Change{Verb: show.ClearZone}, []string{"no clock timezone"}},
	{show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "CEST", ShiftMinutes: 60, Start: at(time.March, show.LastWeek, 2), End: at(time.October, show.LastWeek, 3)}},
		[]string{"clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"}},
	{show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "LHDT", ShiftMinutes: 30, Start: at(time.October, 1, 2), End: at(time.April, 1, 2)}},
		[]string{"clock summer-time LHDT recurring 1 Sun Oct 02:00 1 Sun Apr 02:00 30"}},
	{show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "EDT", ShiftMinutes: 60, Assumed: true, Start: at(time.March, 2, 2), End: at(time.November, 1, 2)}},
		[]string{"clock summer-time EDT recurring"}},
	{show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "X", ShiftMinutes: 60,
		Start: show.Transition{Year: 2026, Month: time.March, Day: 29, Hour: 2}, End: show.Transition{Year: 2026, Month: time.October, Day: 25, Hour: 3}}},
		[]string{"clock summer-time X date 29 Mar 2026 02:00 25 Oct 2026 03:00"}},
	{show.Change{Verb: show.ClearSummerTime}, []string{"no clock summer-time"}},
	{show.Change{Verb: show.UpdateCalendar}, []string{"ntp update-calendar"}},
	{show.Change{Verb: show.SaveInterval, Hours: 8}, []string{"clock save interval 8"}},
	{show.Change{Verb: show.StopSNTP, Line: "sntp server 192.0.2.1"}, []string{"no sntp server 192.0.2.1"}},
	{show.Change{Verb: show.Save}, []string{"copy running-config startup-config"}},
}

func TestRender(t *testing.T) {
	for _, test := range rendered {
		lines, err := write(XE(), test.change)
		if err != nil {
			t.Errorf("%s: %v", test.change.Verb, err)
		}
		if d := cmp.Diff(test.lines, lines); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.change.Verb, d)
		}
	}
}

// Whatever is to be typed is read back as what the change says: neither side can drift.
func TestRenderedLinesAreReadBack(t *testing.T) {
	for _, test := range rendered {
		platformtest.ReadBack(t, test.change, test.lines, func(text string) (show.Config, error) {
			return ParseConfig("version 17.9\n" + text + "end\n")
		})
	}
}

// A key goes out of a range by the line that was printed, and the rest of the range comes back.
func TestKeyOutOfARange(t *testing.T) {
	for n, want := range map[int][]string{
		1: {"no ntp trusted-key 1 - 5", "ntp trusted-key 2 - 5"},
		2: {"no ntp trusted-key 1 - 5", "ntp trusted-key 1", "ntp trusted-key 3 - 5"},
		5: {"no ntp trusted-key 1 - 5", "ntp trusted-key 1 - 4"},
	} {
		lines, err := write(XE(), show.Change{Verb: show.Untrust, Key: &show.KeyNumber{Number: n}, Line: "ntp trusted-key 1 - 5"})
		if d := cmp.Diff(want, lines); err != nil || d != "" {
			t.Errorf("key %d: %v (-want +got):\n%s", n, err, d)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	for name, c := range map[string]show.Change{
		"a second line":               {Verb: show.AddServer, Server: server("192.0.2.1\nreload", nil)},
		"a verb that is not known":    {Verb: "reload"},
		"a line that is too long":     {Verb: show.AddServer, Server: server(strings.Repeat("x", 240), nil)},
		"a label that is too long":    {Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "UTC+0530", OffsetMinutes: 330}},
		"a label with a sign":         {Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "C.E.T", OffsetMinutes: 60}},
		"a label of summer time":      {Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "UTC+1100", ShiftMinutes: 60, Start: at(time.October, 1, 2), End: at(time.April, 1, 2)}},
		"half an hour behind UTC":     {Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "X", OffsetMinutes: -30}},
		"ntp source in a VRF":         {Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Loopback0", VRF: "RED"}},
		"an access-group for one VRF": {Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: show.IPv4, VRF: "RED", List: "A"}},
		"a key of another range":      {Verb: show.Untrust, Key: &show.KeyNumber{Number: 5}, Line: "ntp trusted-key 6 - 10"},
		"a type of key that is none":  {Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "rot13"}},
		"a key of an old release":     {Verb: show.SetKey, Key: &show.KeyNumber{Number: 65536}},
		"a fifth week":                {Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "X", ShiftMinutes: 60, Start: at(time.March, 5, 2), End: at(time.October, 5, 3)}},
	} {
		if lines, err := write(XE(), c); err == nil {
			t.Errorf("%s: %q", name, lines)
		}
	}
	if _, err := write(IOS(), show.Change{}); err == nil {
		t.Error("an empty change is rendered")
	}
}

func write(p platform.Platform, c show.Change) ([]string, error) { return p.Write(c) }
