package show

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func one() *int { n := 1; return &n }

// every is a change of each verb, with all operands that it can have.
var every = []Change{
	{Verb: EnableNTP},
	{Verb: SetKey, Key: &KeyNumber{Number: 5, Type: "md5"}},
	{Verb: RemoveKey, Key: &KeyNumber{Number: 5, Type: "md5"}, Line: "ntp authentication-key 5 md5"},
	{Verb: Trust, Key: &KeyNumber{Number: 5}},
	{Verb: Untrust, Key: &KeyNumber{Number: 5}, Line: "ntp trusted-key 1 - 10"},
	{Verb: SetSource, Source: &SourceAddress{Interface: "mgmt0", VRF: "management"}, Line: "ntp source 192.0.2.7"},
	{Verb: AddServer, Server: &ServerLine{Type: "server", Address: Placeholder("address 1"), VRF: "MGMT", Key: one(), Prefer: true, Source: "Loopback0"}},
	{Verb: SetServer, Server: &ServerLine{Type: "peer", Address: "time.example.net", Family: IPv6, MinPoll: one(), MaxPoll: one(), Version: one(), Source: "Loopback 0"}, Line: "peer TIME.example.net"},
	{Verb: UseKey, Server: &ServerLine{Type: "server", Address: "2001:db8::1", Key: one(), Burst: true, IBurst: true, NormalSync: true}},
	{Verb: RemoveServer, Server: &ServerLine{Type: "server", Address: "192.0.2.1"}, Line: "ntp server 192.0.2.1 use-vrf management"},
	{Verb: Authenticate},
	{Verb: SetAccessList, List: &AccessList{Name: "L", Family: IPv4, Members: []string{"192.0.2.1", "<addresses of the sources>"}}},
	{Verb: RestrictAccess, Access: &AccessRule{Kind: "peer", Family: IPv4, VRF: "MGMT", List: "L"}},
	{Verb: LimitMaster, Stratum: 10},
	{Verb: DropMaster},
	{Verb: RefuseControl},
	{Verb: SetStamps, Stamps: &StampSetting{Side: SideLog, Msec: true, LocalTime: true, ShowTimezone: true, Year: true}},
	{Verb: SetZone, Zone: &ZoneSetting{Name: "CET", OffsetMinutes: 60, Region: "Europe/Berlin"}},
	{Verb: ClearZone},
	{Verb: SetSummerTime, SummerTime: &SummerSetting{Name: "CEST", ShiftMinutes: 60,
		Start: Transition{Month: time.March, Week: LastWeek, Hour: 2}, End: Transition{Month: time.October, Week: LastWeek, Hour: 3}}},
	{Verb: ClearSummerTime},
	{Verb: UpdateCalendar},
	{Verb: SaveInterval, Hours: 8},
	{Verb: StopSNTP, Line: "sntp server 192.0.2.1"},
	{Verb: Save},
}

func TestChangeComesBackFromJSON(t *testing.T) {
	for _, c := range every {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "null") || strings.Contains(string(text), `""`) || strings.Contains(string(text), "false") {
			t.Errorf("%s holds an empty key", text)
		}
		var back Change
		if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, c) {
			t.Errorf("%s came back as %+v, %v", text, back, err)
		}
	}
}

func TestChangeIsValid(t *testing.T) {
	for _, c := range every {
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", c.Verb, err)
		}
	}
}

// What a label may hold is the same everywhere; how long it may be is the platform's.
func TestLabel(t *testing.T) {
	for label, valid := range map[string]bool{
		"CET": true, "+0545": true, "-03": true, "<a longer name>": true, "AVeryLongName": true,
		"C.E.T": false, "C E T": false, "": false, "CET,": false, "UTC_1": false, "Z\u00fc": false,
	} {
		zone := Change{Verb: SetZone, Zone: &ZoneSetting{Name: label, OffsetMinutes: 60}}
		season := every[slices.IndexFunc(every, func(c Change) bool { return c.Verb == SetSummerTime })]
		summer := *season.SummerTime
		summer.Name = label
		season.SummerTime = &summer
		if (zone.Validate() == nil) != valid || (season.Validate() == nil) != valid {
			t.Errorf("label %q: %v, %v", label, zone.Validate(), season.Validate())
		}
	}
}

// A report is a file: whatever verb it names, a change without operands is refused, and none panics.
func TestChangeWithoutItsOperands(t *testing.T) {
	for _, c := range every {
		bare := Change{Verb: c.Verb}
		if needs := !reflect.DeepEqual(c, bare); needs != (bare.Validate() != nil) {
			t.Errorf("%s without operands: %v", c.Verb, bare.Validate())
		}
	}
}

func TestHostileChange(t *testing.T) {
	for name, c := range map[string]Change{
		"a verb that is not known":    {Verb: "reload"},
		"a second line":               {Verb: AddServer, Server: &ServerLine{Type: "server", Address: "192.0.2.1\nno ip routing"}},
		"a second word":               {Verb: AddServer, Server: &ServerLine{Type: "server", Address: "192.0.2.1 key 5"}},
		"a call for help":             {Verb: AddServer, Server: &ServerLine{Type: "server", Address: "192.0.2.1", VRF: "A?"}},
		"half a placeholder":          {Verb: AddServer, Server: &ServerLine{Type: "server", Address: "<address 1"}},
		"a placeholder with a line":   {Verb: AddServer, Server: &ServerLine{Type: "server", Address: "<a\r\nreload>"}},
		"a letter beyond ASCII":       {Verb: SetZone, Zone: &ZoneSetting{Name: "CÉT", OffsetMinutes: 60}},
		"a line in force that is two": {Verb: DropMaster, Line: "ntp master\nreload"},
		"a line of something else":    {Verb: DropMaster, Line: "ip routing"},
		"a line of another source":    {Verb: RemoveServer, Server: &ServerLine{Type: "server", Address: "192.0.2.1"}, Line: "ntp server 192.0.2.2"},
		"a line where there is none":  {Verb: Authenticate, Line: "ntp authenticate"},
		"two words of an interface":   {Verb: SetSource, Source: &SourceAddress{Interface: "Loopback0 0 vrf X"}},
		"a type that is none":         {Verb: RemoveServer, Server: &ServerLine{Type: "broadcast", Address: "192.0.2.1"}},
		"a key without number":        {Verb: UseKey, Server: &ServerLine{Type: "server", Address: "192.0.2.1"}},
		"a key below all":             {Verb: Trust, Key: &KeyNumber{Number: -1}},
		"an address of the other":     {Verb: SetAccessList, List: &AccessList{Name: "L", Family: IPv4, Members: []string{"2001:db8::1"}}},
		"a list of nobody":            {Verb: SetAccessList, List: &AccessList{Name: "L", Family: IPv4}},
		"summer time with no zone":    {Verb: SetSummerTime, Zone: &ZoneSetting{}, SummerTime: &SummerSetting{Name: "X", ShiftMinutes: 60, Start: Transition{Month: 3, Week: 1}, End: Transition{Month: 10, Week: 1}}},
		"week 5":                      {Verb: SetSummerTime, SummerTime: &SummerSetting{Name: "X", ShiftMinutes: 60, Start: Transition{Month: 3, Week: 5}, End: Transition{Month: 10, Week: 1}}},
		"month 13":                    {Verb: SetSummerTime, SummerTime: &SummerSetting{Name: "X", ShiftMinutes: 60, Start: Transition{Month: 13, Week: 1}, End: Transition{Month: 10, Week: 1}}},
		"stratum 16":                  {Verb: LimitMaster, Stratum: 16},
		"an end of SNTP that is not":  {Verb: StopSNTP, Line: "ip routing"},
	} {
		if err := c.Validate(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestPlaceholder(t *testing.T) {
	for operand, want := range map[string]bool{
		Placeholder("address 1"): true, Secret: true, "192.0.2.1": false, "": false, "<>": false, "<a": false, "<a> <b>": false,
	} {
		if got := IsPlaceholder(operand); got != want {
			t.Errorf("%q: %v", operand, got)
		}
	}
}
