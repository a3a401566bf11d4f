package lab

import (
	"strings"
	"testing"
	"time"
)

// TestReceiver: a device with a receiver is at stratum 1, and those below it take the time from it; without the line there
// is none.
func TestReceiver(t *testing.T) {
	below := DeviceSpec{Name: "below", Address: "10.0.0.2", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.0.0.1"}}}}
	tests := []struct {
		name   string
		ntp    DeviceNTPSpec
		line   string // of the configuration, which takes it away again
		row    string
		synced string
	}{
		{"by a line", DeviceNTPSpec{Lines: []string{"ntp refclock trimble pps none"}, Servers: []PeerSpec{{Address: "10.9.0.2"}}},
			"ntp refclock trimble pps none", "*~127.127.20.0    .GPS.            0 ", "stratum 1, reference is .GPS. "},
		{"by the specification", DeviceNTPSpec{Receiver: ReceiverSpec{Code: "PPS", Address: "127.127.22.0"}},
			"ntp refclock trimble pps none", "*~127.127.22.0    .PPS.            0 ", "stratum 1, reference is .PPS. "},
	}
	for _, test := range tests {
		l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{{Name: "r1", Address: "10.0.0.1", NTP: test.ntp}, below}})
		wantText(t, answers(t, l, "r1", "show ntp associations", "show ntp status"), test.row, test.synced)
		wantText(t, answers(t, l, "below", "show ntp associations", "show ntp status"), "*~10.0.0.1        "+test.row[18:23], "stratum 2, reference is 10.0.0.1 ")
		typed(t, l, "r1", "no "+test.line)
		if got := answers(t, l, "r1", "show ntp associations"); strings.Contains(got, "127.127.2") {
			t.Errorf("%s: the receiver is still there:\n%s", test.name, got)
		}
	}
	xr := start(t, Spec{Devices: []DeviceSpec{{Name: "r1", Platform: platformXR, Clock: ClockSpec{Offset: time.Second}, NTP: DeviceNTPSpec{Enabled: true, Receiver: ReceiverSpec{Code: "GPS"}}}}})
	wantText(t, answers(t, xr, "r1", "show ntp associations"), "*~127.127.20.0     .GPS.             0 ", " -1000.0 ")
}

// TestBroadcastClient: it starts NTP, and what it hears goes with it.
func TestBroadcastClient(t *testing.T) {
	const client = "interface GigabitEthernet0/1\n ip address 10.1.0.1 255.255.255.0\n ntp broadcast client\n"
	l := one(t, DeviceSpec{Address: "10.0.0.1", Config: client, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.2", Dynamic: true}}}})
	wantText(t, answers(t, l, "r1", "show ntp associations"), "\n* 10.9.0.2 ")
	typed(t, l, "r1", "ntp logging", "interface GigabitEthernet0/1", "no ntp broadcast client")
	if got := answers(t, l, "r1", "show ntp associations"); strings.Contains(got, "10.9.0.2") || strings.Contains(got, ntpOff) {
		t.Errorf("without the line there is\n%s", got)
	}
	typed(t, l, "r1", "no ntp logging")
	wantText(t, answers(t, l, "r1", "show ntp associations"), ntpOff)
	typed(t, l, "r1", "interface GigabitEthernet0/1", "ntp broadcast client")
	wantText(t, answers(t, l, "r1", "show ntp associations"), "\n* 10.9.0.2 ")
	typed(t, l, "r1", "no ntp")
	wantText(t, answers(t, l, "r1", "show ntp associations"), ntpOff)
	passive := one(t, DeviceSpec{NTP: DeviceNTPSpec{Enabled: true, Servers: []PeerSpec{{Address: "10.9.0.2", Dynamic: true}}}})
	wantText(t, answers(t, passive, "r1", "show ntp associations"), "\n* 10.9.0.2 ")
}

// TestSNTP: it steers the clock from the first server that answers, until NTP starts.
func TestSNTP(t *testing.T) {
	l := start(t, Spec{Servers: append(honest(), ServerSpec{Name: "silent", Address: "10.9.0.9", Fault: NTPSilent}), Devices: []DeviceSpec{
		{Name: "old", Address: "10.0.0.1", Clock: ClockSpec{NeverSet: true}, Config: "sntp server 10.9.0.9\nsntp server 10.9.0.2\n"},
		{Name: "off", Address: "10.0.0.2", Clock: ClockSpec{Offset: -time.Hour, NeverSet: true}},
		{Name: "said", Address: "10.0.0.3", Clock: ClockSpec{Source: "SNTP"}},
	}})
	got := answers(t, l, "old", "show clock detail", "show sntp", "show ntp status")
	wantText(t, got, "\nTime source is SNTP\n", "\n10.9.0.9        16         1        never\n10.9.0.2         2         1        00:00:23    Synced\n", ntpOff)
	wantText(t, answers(t, l, "off", "show clock detail"), "\n*", "No time source")
	typed(t, l, "off", "sntp server 10.9.0.1")
	wantText(t, answers(t, l, "off", "show clock detail"), "\nTime source is SNTP\n")
	if offset, err := l.Truth("off", l.UTC()); err != nil || offset.Abs() > time.Millisecond {
		t.Errorf("SNTP leaves the clock at %v: %v", offset, err)
	}
	for _, name := range []string{"off", "said"} {
		typed(t, l, name, "ntp logging")
		if got := answers(t, l, name, "show clock detail", "show sntp"); strings.Contains(got, "SNTP\n") || strings.Contains(got, "Synced") {
			t.Errorf("%s: NTP runs, and SNTP still does:\n%s", name, got)
		}
	}
	typed(t, l, "off", "ntp server 10.9.0.1")
	wantText(t, answers(t, l, "off", "show clock detail"), "\nTime source is NTP\n")
}

// TestNames: a server that is configured by name has a row with its address, where the name can be looked up.
func TestNames(t *testing.T) {
	servers := []ServerSpec{{Name: "ntp1", Address: "10.9.0.1", Names: []string{"time.example.net"}}, {Name: "ntp2", Address: "10.9.0.2"}}
	for platform, line := range map[string]string{
		platformIOS: "\nntp server time.example.net\n", platformNXOS: "\nntp server time.example.net\n", platformXR: "\n server time.example.net\n",
	} {
		l := start(t, Spec{Servers: servers, Devices: []DeviceSpec{{Name: "r1", Platform: platform, Address: "10.0.0.1", Terminal: lineByLine(),
			NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "time.example.net"}, {Address: "nowhere.example.net"}}}}}})
		wantText(t, answers(t, l, "r1", "show running-config"), line)
		if peers := l.device("r1").ntpState(l.UTC()).peers; len(peers) != 1 || peers[0].address != "10.9.0.1" || peers[0].reach == 0 {
			t.Errorf("%s: associations %+v", platform, peers)
		}
	}
	l := start(t, Spec{Servers: servers, Devices: []DeviceSpec{{Name: "r1", Address: "10.0.0.1", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "time.example.net"}}}}}})
	wantText(t, answers(t, l, "r1", "show ntp associations", "show ntp associations detail"), "*~10.9.0.1 ", "assoc name time.example.net")
	typed(t, l, "r1", "no ntp server time.example.net", "ntp server ip time.example.net prefer", "ntp server ip time.example.net")
	if got := answers(t, l, "r1", "show ntp associations", "show running-config | include ^ntp"); strings.Count(got, "10.9.0.1") != 1 || strings.Contains(got, "prefer") {
		t.Errorf("the line does not replace itself:\n%s", got)
	}
	typed(t, l, "r1", "no ntp server ip time.example.net", "ntp server 10.9.0.2")
	wantSynced(t, l, "by another", map[string]bool{"r1": true})
	blind := start(t, Spec{Servers: servers, Devices: []DeviceSpec{{Name: "r1", NTP: DeviceNTPSpec{Lines: []string{"ntp server time.example.net"}}}}})
	wantSynced(t, blind, "without lookup", map[string]bool{"r1": false})
	typed(t, blind, "r1", "ip domain lookup")
	wantSynced(t, blind, "with lookup", map[string]bool{"r1": true})
}

// TestLastResort: who takes time from a device with "ntp master" loses it with the line, and with sources of a stratum
// that no longer counts.
func TestLastResort(t *testing.T) {
	device := func(name, address, server string, master int) DeviceSpec {
		return DeviceSpec{Name: name, Address: address, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: server}}, Master: master}}
	}
	core := device("core", "10.0.0.1", "10.9.0.1", 8)
	core.NTP.Servers[0].State = PeerLost
	l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{core, device("middle", "10.0.0.2", "10.0.0.1", 0), device("leaf", "10.0.0.3", "10.0.0.2", 0)}})
	all := map[string]bool{"core": true, "middle": true, "leaf": true}
	wantSynced(t, l, "by the last resort", all)
	typed(t, l, "core", "ntp master 10")
	wantSynced(t, l, "raised", all)
	if got := l.device("leaf").ntpState(l.UTC()).stratum; got != 12 {
		t.Errorf("leaf is at stratum %d", got)
	}
	typed(t, l, "core", "ntp master 14")
	wantSynced(t, l, "too high for who is two below", map[string]bool{"core": true, "middle": true, "leaf": false})
	typed(t, l, "core", "no ntp master")
	wantSynced(t, l, "without", map[string]bool{"core": false, "middle": false, "leaf": false})
	typed(t, l, "core", "ntp server 10.9.0.2")
	wantSynced(t, l, "with a source", all)
	low := one(t, DeviceSpec{NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.2"}}, Master: 2}})
	if state := low.device("r1").ntpState(low.UTC()); state.reference != "127.127.1.1" {
		t.Errorf("a device whose own clock is at stratum 1 follows %s", state.reference)
	}
}

// TestLoops: two devices that peer hold each other up no longer than their sources do.
func TestLoops(t *testing.T) {
	peers := func(name, address, other string, master int) DeviceSpec {
		return DeviceSpec{Name: name, Address: address, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: other, Peer: true}}, Master: master}}
	}
	l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{peers("a", "10.0.0.1", "10.0.0.2", 10), peers("b", "10.0.0.2", "10.0.0.1", 0)}})
	if a, b := l.device("a").ntpState(l.UTC()), l.device("b").ntpState(l.UTC()); a.reference != "127.127.1.1" || b.reference != "10.0.0.1" || b.stratum != 11 {
		t.Errorf("a follows %s, b %s at stratum %d", a.reference, b.reference, b.stratum)
	}
	typed(t, l, "a", "ntp server 10.9.0.1")
	wantText(t, answers(t, l, "a", "show ntp associations"), "*~10.9.0.1 ", "\n ~10.0.0.2        10.0.0.1 ")
	typed(t, l, "a", "no ntp master", "no ntp server 10.9.0.1")
	wantSynced(t, l, "alone with each other", map[string]bool{"a": false, "b": false})
}
