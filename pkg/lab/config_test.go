package lab

import (
	"strings"
	"testing"
	"time"
)

const timeLines = "show running-config | include ^ntp|^clock|^service time|^hostname|^ ntp"

func TestConfigure(t *testing.T) {
	before := "hostname r1\nservice timestamps debug datetime msec\nservice timestamps log datetime msec\nntp server 10.9.0.1\nntp server 10.9.0.2\nntp server 10.9.0.3\n"
	tests := []struct {
		name  string
		lines []string
		gone  []string
		added []string
	}{
		{"nothing", []string{"end"}, nil, nil},
		{"server", []string{"ntp server 10.9.0.4 key 5 prefer"}, nil, []string{"ntp server 10.9.0.4 key 5 prefer"}},
		{"options", []string{"ntp server 10.9.0.2 version 3"}, []string{"ntp server 10.9.0.2"}, []string{"ntp server 10.9.0.2 version 3"}},
		{"same address, another VRF", []string{"ntp server vrf MGMT 10.9.0.2"}, nil, []string{"ntp server vrf MGMT 10.9.0.2"}},
		{"no server", []string{"no ntp server 10.9.0.2"}, []string{"ntp server 10.9.0.2"}, nil},
		{"no server with options", []string{"ntp server 10.9.0.2 key 5 prefer", "no ntp server 10.9.0.2 key 1"}, []string{"ntp server 10.9.0.2"}, nil},
		{"no ntp", []string{"no ntp"}, []string{"ntp server 10.9.0.1", "ntp server 10.9.0.2", "ntp server 10.9.0.3"}, nil},
		{"stamps", []string{"service timestamps log datetime msec localtime show-timezone"},
			[]string{"service timestamps log datetime msec"}, []string{"service timestamps log datetime msec localtime show-timezone"}},
		{"bare stamps", []string{"service timestamps log"}, []string{"service timestamps log datetime msec"}, []string{"service timestamps log uptime"}},
		{"no stamps", []string{"no service timestamps log uptime"}, []string{"service timestamps log datetime msec"}, nil},
		{"no stamps at all", []string{"no service timestamps"}, []string{"service timestamps log datetime msec", "service timestamps debug datetime msec"}, nil},
		{"zone", []string{"clock timezone CET 1 0", "clock timezone EST -5 0"}, nil, []string{"clock timezone EST -5 0"}},
		{"zone and back", []string{"clock timezone CET 1 0", "no clock timezone"}, nil, nil},
		{"keys", []string{"ntp authentication-key 1 md5 a", "ntp authentication-key 2 md5 b", "ntp authentication-key 1 md5 c", "ntp trusted-key 1", "ntp trusted-key 2"},
			nil, []string{"ntp authentication-key 2 md5 b", "ntp authentication-key 1 md5 c", "ntp trusted-key 1", "ntp trusted-key 2"}},
		{"below an interface", []string{"interface Loopback0", "ntp disable", "exit", "ntp logging"}, nil, []string{" ntp disable", "ntp logging"}},
		{"out of an interface", []string{"interface Loopback0", "ntp disable", "interface Loopback1", "no ntp disable", "clock timezone CET 1"},
			nil, []string{" ntp disable", "clock timezone CET 1"}},
		{"access lists", []string{"ip access-list standard A", " permit 10.9.0.1", "ip access-list standard B", "permit 10.9.0.2", "ipv6 access-list C",
			"permit ipv6 host 2001:db8::1 any", "ntp access-group peer A", "ip access-list standard A", "permit 10.9.0.1"}, nil,
			[]string{"ntp access-group peer A"}},
		{"back again", []string{"interface Loopback0", "ntp disable", "no ntp disable"}, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := one(t, DeviceSpec{Address: "10.0.0.1", NTP: threePeers()})
			lines := append(append([]string{"configure terminal"}, test.lines...), "end", timeLines)
			_, after, _ := strings.Cut(answers(t, l, "r1", lines...), timeLines+"\n")
			after, _, _ = strings.Cut(after, "r1#")
			sorted := func(text string) map[string]int {
				count := map[string]int{}
				for line := range strings.Lines(text) {
					count[strings.TrimRight(line, "\n")]++
				}
				return count
			}
			want := sorted(before)
			for _, line := range test.gone {
				delete(want, line)
			}
			for _, line := range test.added {
				want[line]++
			}
			got := sorted(after)
			for line := range want {
				if got[line] != want[line] {
					t.Errorf("%q stands %d times, want %d, in\n%s", line, got[line], want[line], after)
				}
			}
			if len(got) != len(want) {
				t.Errorf("have\n%s\nwant %v", after, want)
			}
		})
	}
}

func TestConfigurePrompts(t *testing.T) {
	l := one(t, DeviceSpec{})
	got := answers(t, l, "r1", "conf t", "ntp sever 10.9.0.1", "clock timezone", "line vty 0 4", "exec prompt timestamp", "exit", "do show priv", "hostname r2", "exit", "show priv")
	wantText(t, got,
		"r1#conf t\nEnter configuration commands, one per line.  End with CNTL/Z.\nr1(config)#ntp sever 10.9.0.1\n           ^\n% Invalid input detected at '^' marker.\n\n",
		"r1(config)#clock timezone\n           ^\n",
		"r1(config)#line vty 0 4\nr1(config-line)#exec prompt timestamp\nr1(config-line)#exit\nr1(config)#do show priv\n",
		"r1(config)#hostname r2\nr2(config)#exit\nr2#show priv\nLoad for five secs")
	wantText(t, answers(t, l, "r1", "conf t", "ip access-list standard A", "permit 10.9.0.1", "ipv6 access-list B", "ip access-list nothing", "end"),
		"r2(config-std-nacl)#permit 10.9.0.1\nr2(config-std-nacl)#ipv6 access-list B\nr2(config-ipv6-acl)#ip access-list nothing\n")
	wantText(t, answers(t, l, "r1", "conf t", "ip access-list extended A", "permit ip any any", "ip access-list standard A", "end", "show running-config | include A$|permit"),
		"% A named standard IP access list with this name already exists\nr2(config)#permit ip any any\n",
		"\nr2(config)#ip access-list standard A\nr2(config-std-nacl)#", "\nip access-list standard A\n permit 10.9.0.1\nr2#")
	low := one(t, DeviceSpec{Privilege: 7})
	wantText(t, answers(t, low, "r1", "configure terminal"), "% Invalid input detected")
	wantText(t, talk(t, dial(t, l, "r1"), 80, "conf t\n\x1aexit\n"), "r2(config)#^Z\r\nr2#exit")
}

// TestConfigurationTakesEffect: what mends a finding mends the device.
func TestConfigurationTakesEffect(t *testing.T) {
	l := start(t, Spec{Servers: append(honest(), ServerSpec{Name: "liar", Address: "10.9.0.4", Offset: 5 * time.Second}), Devices: []DeviceSpec{
		{Name: "off", Clock: ClockSpec{Offset: -41 * time.Second, DriftPPM: -50, NeverSet: true}},
		{Name: "follower", Clock: ClockSpec{Offset: 5 * time.Second}, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.4"}}}},
		{Name: "lost", Clock: ClockSpec{Offset: 2 * time.Second}, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}, Lost: time.Hour}},
		{Name: "zone", Timezone: TimezoneSpec{"CET", 60}, NTP: threePeers()},
	}})
	wantText(t, answers(t, l, "off", "show ntp status", "show clock"), "%NTP is not enabled.", "\n*")
	wantText(t, answers(t, l, "off", "conf t", "ntp server 10.9.0.1", "ntp server 10.9.0.2", "end", "show ntp status", "show clock detail"),
		"Clock is synchronized, stratum 2, reference is 10.9.0.1", "Time source is NTP")
	answers(t, l, "follower", "conf t", "no ntp server 10.9.0.4", "ntp server 10.9.0.1", "ntp server 10.9.0.2", "ntp server 10.9.0.3")
	wantText(t, answers(t, l, "follower", "show ntp associations"), "*~10.9.0.1 ", "+~10.9.0.2 ", "+~10.9.0.3 ")
	wantText(t, answers(t, l, "lost", "conf t", "ntp server 10.9.0.2", "end", "show ntp associations"), " ~10.9.0.1 ", "     0 ", "*~10.9.0.2 ")
	for _, name := range []string{"off", "follower", "lost"} {
		for _, later := range []time.Duration{0, time.Hour} {
			if offset, err := l.Truth(name, l.UTC().Add(later)); err != nil || offset.Abs() > 5*time.Millisecond {
				t.Errorf("%s is still %v off after %v: %v", name, offset, later, err)
			}
		}
	}
	wantText(t, answers(t, l, "zone", "conf t", "no clock timezone", "end", "show clock"), " UTC ")
	wantText(t, answers(t, l, "zone", "conf t", "no ntp", "end", "show ntp associations"), "%NTP is not enabled.")
	if replies, _, _ := ask(t, l, l.device("zone").udp.port(), clientPacket(4), 50*time.Millisecond); len(replies) != 0 {
		t.Error("NTP is off, and answers")
	}
}

func TestClockSet(t *testing.T) {
	l := one(t, DeviceSpec{Timezone: TimezoneSpec{"CET", 60}, Clock: ClockSpec{NeverSet: true}})
	for _, typed := range []string{"clock set 12:00:00 1 July 2027", "clock set 12:00:00 Jul 1 2027"} {
		wantText(t, answers(t, l, "r1", typed, "show clock detail"), "\n12:0", " CET Thu Jul 1 2027\nTime source is user configuration\n")
	}
	wantText(t, answers(t, l, "r1", "clock set noon 1 July 2027"), "\n             ^\n% Invalid input")
}
