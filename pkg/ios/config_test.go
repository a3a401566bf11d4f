package ios

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func mustConfig(t *testing.T, text string) show.Config {
	t.Helper()
	c, err := ParseConfig(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return c
}

func TestServiceTimestamps(t *testing.T) {
	yes := true
	datetime := func(options ...string) show.Timestamps {
		return show.Timestamps{Kind: show.StampDatetime, Options: options}
	}
	uptime := show.Timestamps{Kind: show.StampUptime, Options: []string{}}
	absent := show.Timestamps{Kind: show.StampAbsent, Options: []string{}}
	off := show.Timestamps{Kind: show.StampAbsent, Options: []string{}, ExplicitNo: &yes}
	unknown := show.Timestamps{Kind: show.StampUnknown, Options: []string{}}
	tests := []struct {
		line       string
		log, debug show.Timestamps
	}{
		{"service timestamps log datetime msec localtime show-timezone year", datetime("msec", "localtime", "show-timezone", "year"), absent},
		{"service timestamps log datetime localtime msec", datetime("localtime", "msec"), absent},
		{"service timestamps log datetime", datetime(), absent},
		{"service timestamps log", uptime, absent},
		{"service timestamps log uptime", uptime, absent},
		{"service timestamps debug datetime msec", absent, datetime("msec")},
		{"service timestamps debug", absent, uptime},
		{"service timestamps", absent, uptime},
		{"no service timestamps", off, off},
		{"no service timestamps log uptime", off, absent},
		{"no service timestamps log datetime msec", off, absent},
		{"no service timestamps log", off, absent},
		{"no service timestamps debug uptime", absent, off},
		{"service timestamps log uptime msec", unknown, absent},
		{"service timestamps log datetime moon", unknown, absent},
		{"service timestamps moon", unknown, unknown},
		{"service password-encryption", absent, absent},
	}
	ignore := cmpopts.IgnoreFields(show.Timestamps{}, "Line")
	for _, test := range tests {
		c := mustConfig(t, "!\n"+test.line+"\n")
		if d := cmp.Diff(test.log, c.TimestampsLog, ignore, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: log (-want +got):\n%s", test.line, d)
		}
		if d := cmp.Diff(test.debug, c.TimestampsDebug, ignore, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: debug (-want +got):\n%s", test.line, d)
		}
		misread := test.log.Kind == show.StampUnknown || test.debug.Kind == show.StampUnknown
		if c.Misread("service timestamps") != misread {
			t.Errorf("%s: misread is not %t", test.line, misread)
		}
		if stated := c.TimestampsLog.Kind != show.StampAbsent || c.TimestampsLog.ExplicitNo != nil; stated && c.TimestampsLog.Line != test.line {
			t.Errorf("%s: evidence is %q", test.line, c.TimestampsLog.Line)
		}
	}
}

// The options of a server stand in any order.
func TestServerOptionsInAnyOrder(t *testing.T) {
	options := []string{
		"burst", "iburst", "key 5", "minpoll 4", "maxpoll 10", "normal-sync", "prefer", "source GigabitEthernet0/0/0.100", "version 4",
	}
	want := show.ConfigServer{
		Type: "server", Address: "192.0.2.1", VRF: capture.Ptr("MGMT"), Prefer: true, Key: capture.Ptr(5), Source: capture.Ptr("GigabitEthernet0/0/0.100"),
		Version: capture.Ptr(4), MinPoll: capture.Ptr(4), MaxPoll: capture.Ptr(10), Burst: true, IBurst: true, NormalSync: true,
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		random.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
		line := "ntp server vrf MGMT 192.0.2.1 " + strings.Join(options, " ")
		want.Line = line
		c := mustConfig(t, line+"\n")
		if d := cmp.Diff([]show.ConfigServer{want}, c.Servers); d != "" {
			t.Fatalf("%s (-want +got):\n%s", line, d)
		}
	}
}

func TestServerForms(t *testing.T) {
	tests := []struct {
		line, address, vrf string
		source             string
	}{
		{"ntp server 192.0.2.1", "192.0.2.1", "", ""},
		{"ntp server vrf A 192.0.2.1", "192.0.2.1", "A", ""},
		{"ntp server 192.0.2.1 vrf A", "192.0.2.1", "A", ""},
		{"ntp server ip pool.example.net", "pool.example.net", "", ""},
		{"ntp server vrf A ipv6 ntp-1.example.net", "ntp-1.example.net", "A", ""},
		{"ntp server ip", "ip", "", ""},
		{"ntp server 2001:DB8:0:0:8:800:200C:417A", "2001:DB8:0:0:8:800:200C:417A", "", ""},
		{"ntp peer ntp_1.example.net source Loopback 0", "ntp_1.example.net", "", "Loopback 0"},
	}
	for _, test := range tests {
		c := mustConfig(t, test.line+"\n")
		if len(c.Servers) != 1 || c.Servers[0].Address != test.address || value(c.Servers[0].VRF) != test.vrf || value(c.Servers[0].Source) != test.source {
			t.Errorf("%s: %+v", test.line, c.Servers)
		}
	}
}

func TestTimezone(t *testing.T) {
	tests := []struct {
		line    string
		minutes int
		ok      bool
	}{
		{"clock timezone EST -5 0", -300, true},
		{"clock timezone EST -5", -300, true},
		{"clock timezone IST 5 30", 330, true},
		{"clock timezone NST -3 30", -210, true},
		{"clock timezone NST -3 -30", -210, true},
		{"clock timezone XXX -0 30", -30, true},
		{"clock timezone UTC 0 0", 0, true},
		{"clock timezone GMT+1 1", 60, true},
		{"clock timezone CET", 0, false},
		{"clock timezone CET one", 0, false},
		{"clock timezone CET 24", 0, false},
		{"clock timezone CET 1 60", 0, false},
		{"clock timezone CET 1 -30", 0, false},
	}
	for _, test := range tests {
		c := mustConfig(t, test.line+"\n")
		if (c.Timezone != nil) != test.ok || test.ok && c.Timezone.OffsetMinutes != test.minutes || c.Misread("clock timezone") == test.ok {
			t.Errorf("%s: %+v, unparsed %q", test.line, c.Timezone, c.Unparsed)
		}
	}
}

func TestInterfaces(t *testing.T) {
	c := mustConfig(t, readCaptureNamed(t, "show-running-config.whole.txt"))
	want := []show.InterfaceAddress{
		{Interface: "Loopback0", VRF: "", Address: "192.0.2.77"},
		{Interface: "GigabitEthernet0/0", VRF: "MGMT", Address: "198.51.100.1"},
		{Interface: "GigabitEthernet0/0", VRF: "MGMT", Address: "198.51.100.2"},
		{Interface: "GigabitEthernet0/0", VRF: "MGMT", Address: "2001:DB8:1::1"},
	}
	if d := cmp.Diff(want, c.Addresses); d != "" {
		t.Errorf("addresses (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"Loopback0"}, c.Loopbacks); d != "" {
		t.Errorf("loopbacks (-want +got):\n%s", d)
	}
	if !c.InterfaceNTP[0].Disabled() || c.InterfaceNTP[1].Disabled() {
		t.Errorf("disabled: %+v", c.InterfaceNTP)
	}
	if !c.CalendarValid || !c.Sequence || !c.Ended || c.Release != "15.2" {
		t.Errorf("calendar-valid %t, sequence %t, ended %t, release %q", c.CalendarValid, c.Sequence, c.Ended, c.Release)
	}
}

func TestVRFAfterTheAddress(t *testing.T) {
	c := mustConfig(t, "interface Vlan1\n ip address 192.0.2.1 255.255.255.0\n vrf forwarding A\ninterface Vlan2\n ip address 192.0.2.2 255.255.255.0\n")
	want := []show.InterfaceAddress{{Interface: "Vlan1", VRF: "A", Address: "192.0.2.1"}, {Interface: "Vlan2", VRF: "", Address: "192.0.2.2"}}
	if d := cmp.Diff(want, c.Addresses); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func readCaptureNamed(t *testing.T, name string) string {
	t.Helper()
	for _, c := range readCaptures(t) {
		if strings.HasSuffix(c.File, "/"+name) {
			return c.Text
		}
	}
	t.Fatalf("no capture %s", name)
	return ""
}

func TestSNTP(t *testing.T) {
	c := mustConfig(t, readCaptureNamed(t, "show-running-config.filtered.txt"))
	if d := cmp.Diff([]show.SNTPSource{{Address: "192.0.2.5", Version: capture.Ptr(3)}}, c.SNTPServers); d != "" || value(c.SNTPInterface) != "FastEthernet0/0" {
		t.Errorf("%+v, source %q", c.SNTPServers, value(c.SNTPInterface))
	}
}

func TestEvidence(t *testing.T) {
	c := mustConfig(t, readCaptureNamed(t, "show-running-config.whole.txt"))
	tests := []struct {
		words string
		want  []string
	}{
		{"ntp source", []string{"ntp source Loopback0"}},
		{"ntp peer", []string{"ntp peer 192.0.2.9", "ntp peer 192.0.2.9"}},
		{"clock calendar-valid", []string{"clock calendar-valid"}},
		{"ntp disable", []string{" ntp disable"}},
		{"ntp authentication-key 11", []string{"ntp authentication-key 11 hmac-sha2-256 <removed>"}},
		{"ntp sour", nil},
	}
	for _, test := range tests {
		if d := cmp.Diff(test.want, c.Evidence(test.words)); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.words, d)
		}
	}
}

func TestFreeText(t *testing.T) {
	const server = "ntp server 203.0.113.1\n"
	tests := []struct {
		name, text        string
		servers, unparsed int
	}{
		{"banner", "banner motd ^C\n" + server + "^C\n" + server, 1, 0},
		{"banner with text behind the delimiter", "banner login ^CCWelcome\n" + server + "bye ^C\n" + server, 1, 0},
		{"banner of one line", "banner exec ^Chello^C\n" + server, 1, 0},
		{"banner as typed", "banner motd #\n" + server + "#\n" + server, 1, 0},
		{"raw control character", "banner motd \x03\n" + server + "\x03\n" + server, 1, 0},
		{"authentication banner", "aaa authentication banner ^C\n" + server + "^C\n" + server, 1, 0},
		{"macro", "macro name x\n" + server + "@\n" + server, 1, 0},
		{"banner that is not closed", server + "banner motd ^C\n" + server, 1, 1},
		{"macro that is not closed", server + "macro name x\n" + server, 1, 1},
	}
	for _, test := range tests {
		c, err := ParseConfig("!\n" + test.text)
		if err != nil || len(c.Servers) != test.servers || len(c.Unparsed) != test.unparsed {
			t.Errorf("%s: servers %+v, unparsed %q, %v", test.name, c.Servers, c.Unparsed, err)
		}
	}
}

// A shifted capture of nothing but interface lines must not turn them into global ones.
func TestInterfaceLinesWithoutTheirInterface(t *testing.T) {
	c := mustConfig(t, "R1#show run | include ntp\n ntp disable\n ntp broadcast client\nR1#\n")
	want := []show.InterfaceNTP{{Interface: "", Line: "ntp disable"}, {Interface: "", Line: "ntp broadcast client"}}
	if d := cmp.Diff(want, c.InterfaceNTP); d != "" || len(c.OtherNTPLines) > 0 {
		t.Errorf("%s, other %q", d, c.OtherNTPLines)
	}
}
