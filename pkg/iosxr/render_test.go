package iosxr

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func number(n int) *int { return &n }

// rendered is changes, and their lines.
func rendered() []struct {
	change show.Change
	want   string
} {
	full := &show.ServerLine{Type: "server", Address: "192.0.2.16", VRF: "MGMT", Key: number(5), Prefer: true, Source: "Loopback0",
		MinPoll: number(6), MaxPoll: number(10), Version: number(4), IBurst: true, Burst: true}
	named := &show.ServerLine{Type: "peer", Address: "ntp.example.net", Family: show.IPv6}
	march := show.Transition{Month: time.March, Week: show.LastWeek, Hour: 2}
	october := show.Transition{Month: time.October, Week: 1, Weekday: time.Sunday, Hour: 3}
	lordHowe := &show.SummerSetting{Name: "LHDT", ShiftMinutes: 30, Start: october, End: march}
	return []struct {
		change show.Change
		want   string
	}{
		{show.Change{Verb: show.EnableNTP}, ""},
		{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5}}, "ntp authentication-key 5 md5 clear <key>"},
		{show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "hmac-sha2"}}, "ntp authentication-key 5 hmac-sha2 clear <key>"},
		{show.Change{Verb: show.RemoveKey, Key: &show.KeyNumber{Number: 5, Type: "md5"}}, "no ntp authentication-key 5"},
		{show.Change{Verb: show.Trust, Key: &show.KeyNumber{Number: 5}}, "ntp trusted-key 5"},
		{show.Change{Verb: show.Untrust, Key: &show.KeyNumber{Number: 5}, Line: "ntp trusted-key 5"}, "no ntp trusted-key 5"},
		{show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Loopback0", VRF: "MGMT"}}, "ntp source vrf MGMT Loopback0"},
		{show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Loopback0", VRF: "default"}}, "ntp source Loopback0"},
		{show.Change{Verb: show.AddServer, Server: full}, "ntp server vrf MGMT 192.0.2.16 version 4 key 5 minpoll 6 maxpoll 10 prefer burst iburst source Loopback0"},
		{show.Change{Verb: show.AddServer, Server: &show.ServerLine{Type: "server", Address: show.Placeholder("address 1")}}, "ntp server <address 1>"},
		{show.Change{Verb: show.SetServer, Server: named}, "no ntp peer ipv6 ntp.example.net; ntp peer ipv6 ntp.example.net"},
		{show.Change{Verb: show.UseKey, Server: &show.ServerLine{Type: "server", Address: "2001:db8::1", Family: show.IPv6, Key: number(5)}},
			"no ntp server 2001:db8::1; ntp server 2001:db8::1 key 5"},
		{show.Change{Verb: show.RemoveServer, Server: full}, "no ntp server vrf MGMT 192.0.2.16"},
		{show.Change{Verb: show.Authenticate}, "ntp authenticate"},
		{show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "L", Family: show.IPv4, Members: []string{"192.0.2.1", "<sources>"}}},
			"ipv4 access-list L;  10 permit ipv4 host 192.0.2.1 any;  20 permit ipv4 host <sources> any"},
		{show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "L", Family: show.IPv6, Members: []string{"2001:db8::1"}}},
			"ipv6 access-list L;  10 permit ipv6 host 2001:db8::1 any"},
		{show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: show.IPv4, VRF: "MGMT", List: "L"}}, "ntp access-group vrf MGMT ipv4 peer L"},
		{show.Change{Verb: show.LimitMaster, Stratum: 12}, "ntp master 12"},
		{show.Change{Verb: show.DropMaster, Line: "ntp master 3"}, "no ntp master"},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: "log", Msec: true, LocalTime: true, ShowTimezone: true, Year: true}},
			"service timestamps log datetime localtime msec show-timezone year"},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: "debug"}}, "service timestamps debug datetime"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "EST", OffsetMinutes: -300, Region: "America/New_York"}}, "clock timezone EST -5"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "EST", OffsetMinutes: -300}, Line: "clock timezone EST America/NewYork"},
			"no clock timezone; clock timezone EST -5"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}, Line: "clock timezone EST -5"}, "clock timezone CET 1"},
		{show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "IST", OffsetMinutes: 330, Region: "Asia/Kolkata"}}, "clock timezone IST Asia/Kolkata"},
		{show.Change{Verb: show.ClearZone}, "no clock timezone"},
		{show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "CEST", ShiftMinutes: 60, Start: march, End: october}},
			"clock summer-time CEST recurring last sunday march 02:00 1 sunday october 03:00"},
		{show.Change{Verb: show.SetSummerTime, SummerTime: lordHowe},
			"clock summer-time LHDT recurring 1 sunday october 03:00 last sunday march 02:00 30"},
		{show.Change{Verb: show.SetSummerTime, SummerTime: lordHowe, Zone: &show.ZoneSetting{Name: "+1030", OffsetMinutes: 630, Region: "Australia/Lord_Howe"}}, ""},
		{show.Change{Verb: show.SetSummerTime, SummerTime: lordHowe, Line: "clock summer-time X recurring",
			Zone: &show.ZoneSetting{Name: "+1030", OffsetMinutes: 630, Region: "Australia/Lord_Howe"}}, "no clock summer-time"},
		{show.Change{Verb: show.SetSummerTime, SummerTime: lordHowe, Zone: &show.ZoneSetting{Name: "X", OffsetMinutes: 600, Region: "Australia/Sydney"}},
			"clock summer-time LHDT recurring 1 sunday october 03:00 last sunday march 02:00 30"},
		{show.Change{Verb: show.ClearSummerTime}, "no clock summer-time"},
		{show.Change{Verb: show.UpdateCalendar}, "ntp update-calendar"},
		{show.Change{Verb: show.Save}, "commit"},
	}
}

func TestRender(t *testing.T) {
	for _, test := range rendered() {
		lines, err := write(test.change)
		if got := strings.Join(lines, "; "); err != nil || got != test.want {
			t.Errorf("%s: %q, %v; want %q", test.change.Verb, got, err, test.want)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	for name, change := range map[string]show.Change{
		"control queries":        {Verb: show.RefuseControl},
		"a save interval":        {Verb: show.SaveInterval, Hours: 8},
		"SNTP":                   {Verb: show.StopSNTP, Line: "sntp server 192.0.2.1"},
		"another algorithm":      {Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: "cmac-aes-128"}},
		"a key of old IOS":       {Verb: show.SetKey, Key: &show.KeyNumber{Number: 70000}},
		"such a key on a line":   {Verb: show.UseKey, Server: &show.ServerLine{Type: "server", Address: "192.0.2.1", Key: number(70000)}},
		"an odd label":           {Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "C.E.T", OffsetMinutes: 60}},
		"a fifth week":           {Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "X", ShiftMinutes: 60, Start: show.Transition{Month: 3, Week: 5}, End: show.Transition{Month: 10, Week: 5}}},
		"a range":                {Verb: show.Untrust, Key: &show.KeyNumber{Number: 5}, Line: "ntp trusted-key 1 - 10"},
		"normal-sync":            {Verb: show.AddServer, Server: &show.ServerLine{Type: "server", Address: "192.0.2.1", NormalSync: true}},
		"half an hour":           {Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "IST", OffsetMinutes: 330}},
		"summer time by date":    {Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{Name: "X", ShiftMinutes: 60, Start: show.Transition{Year: 2026, Month: 3, Day: 1}, End: show.Transition{Year: 2026, Month: 10, Day: 1}}},
		"no operand":             {Verb: show.AddServer},
		"a second line":          {Verb: show.AddServer, Server: &show.ServerLine{Type: "server", Address: "192.0.2.1\ncommit replace"}},
		"a verb that is unknown": {Verb: "commit_replace"},
	} {
		if lines, err := write(change); err == nil || len(lines) > 0 {
			t.Errorf("%s: %q", name, lines)
		}
	}
}

// What is written is read back as what was asked for: neither side can drift.
func TestRenderedLinesAreRead(t *testing.T) {
	for _, test := range rendered() {
		if test.want != "" {
			platformtest.ReadBack(t, test.change, strings.Split(test.want, "; "), ParseConfig)
		}
	}
}

func write(c show.Change) ([]string, error) {
	p := Platform()
	return p.Write(c)
}
