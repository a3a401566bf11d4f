package lab

import (
	"strings"
	"testing"
	"time"
)

// router is a healthy IOS-XR router whose management VRF has the servers.
func router(change ...func(*DeviceSpec)) DeviceSpec {
	d := nexus(change...)
	d.Platform = platformXR
	for i := range d.NTP.Servers {
		if d.NTP.Servers[i].VRF == "management" {
			d.NTP.Servers[i].VRF = "MGMT"
		}
	}
	return d
}

const xrPrompt = "RP/0/RP0/CPU0:r1#"

// xrAnswers are answers with the clock taken out.
func xrAnswers(t *testing.T, l *Lab, lines ...string) string {
	t.Helper()
	return clockOfDay.ReplaceAllString(answers(t, l, "r1", lines...), "Z")
}

func TestXRAnswers(t *testing.T) {
	l := one(t, router())
	const stamp = "Sun Nov 22 Z UTC\n"
	tests := []struct{ typed, want string }{
		{"show clock", stamp + "Z UTC Sun Nov 22 2026\n"},
		{"show clock detail", stamp + "Z UTC Sun Nov 22 2026\nTime source is NTP\n"},
		{"terminal width 511", stamp},
		{"show privilege", "                      ^\n% Invalid input detected at '^' marker.\n"},
		{"enable", "                 ^\n% Invalid input detected at '^' marker.\n"},
		{"show ntp", "% Incomplete command.\n"},
		{"show c", "% Ambiguous command:  \"show c\"\n"},
		{"show running-config clock", stamp + "% No such configuration item(s)\n\n"},
		{"show running-config service", stamp + "service timestamps debug datetime msec\nservice timestamps log datetime msec\n\n"},
		{"show running-config ntp", stamp + "ntp\n server vrf MGMT 10.9.0.1\n server vrf MGMT 10.9.0.2\n server vrf MGMT 10.9.0.3\n!\n\n"},
		{"show running-config formal ntp", stamp + "ntp server vrf MGMT 10.9.0.1\nntp server vrf MGMT 10.9.0.2\nntp server vrf MGMT 10.9.0.3\n\n"},
		{"show running-config interface MgmtEth0/RP0/CPU0/0", stamp + "interface MgmtEth0/RP0/CPU0/0\n vrf MGMT\n ipv4 address 10.0.0.1 255.255.255.0\n!\n\n"},
		{"show ipv4 vrf all interface brief", stamp + "\nInterface                      IP-Address      Status          Protocol Vrf-Name\n" +
			"MgmtEth0/RP0/CPU0/0            10.0.0.1        Up              Up       MGMT    \n"},
		{"show running-config | include ^hostname|^ntp", stamp + "Building configuration...\nhostname r1\nntp\n"},
		{`show running-config | include "^hostname"`, stamp + "Building configuration...\nhostname r1\n"},
		{`show running-config | include "^hostname`, "% Unmatched quote\n"},
		{"show running-config | utility wc", "% Error parsing piping string. Quitting...\n"},
		{"show running-config | include", "% Incomplete command.\n"},
		{"show running-config | include (", "% Failed to compile regular expression.\n"},
		{"terminal exec prompt no-timestamp", stamp},
	}
	for _, test := range tests {
		want := xrPrompt + test.typed + "\n" + test.want + xrPrompt + "exit\n"
		if got := xrAnswers(t, l, test.typed); !strings.HasSuffix(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", test.typed, got, want)
		}
	}
	wantText(t, xrAnswers(t, l, "terminal exec prompt no-timestamp", "show clock"), "show clock\nZ UTC Sun Nov 22 2026\n")
}

func TestXRStamps(t *testing.T) {
	tests := map[string]struct {
		spec IOSXRSpec
		want string
	}{
		"none":         {IOSXRSpec{Stamp: "none"}, "show clock\nZ UTC"},
		"two words":    {IOSXRSpec{StampZone: "PST DST"}, "show clock\nSun Nov 22 Z PST DST\nZ UTC"},
		"blank before": {IOSXRSpec{Stamp: "blank_before"}, "show clock\n\nSun Nov 22 Z UTC\nZ UTC"},
		"blank after":  {IOSXRSpec{Stamp: "blank_after"}, "show clock\nSun Nov 22 Z UTC\n\nZ UTC"},
		"trailing":     {IOSXRSpec{Stamp: "trailing"}, "show clock\nSun Nov 22 Z UTC \n  \nZ UTC"},
	}
	for name, test := range tests {
		got := xrAnswers(t, one(t, router(func(d *DeviceSpec) { d.IOSXR = test.spec })), "show clock")
		t.Run(name, func(t *testing.T) { wantText(t, got, test.want) })
	}
}

func TestXRZones(t *testing.T) {
	region := func(name string, spec TimezoneSpec, at string) string {
		l := one(t, router(func(d *DeviceSpec) { d.IOSXR.Region, d.Timezone, d.Clock.SetTo = name, spec, at }))
		return answers(t, l, "r1", "show clock", "show running-config clock")
	}
	wantText(t, region("America/NewYork", TimezoneSpec{Name: "EST"}, "2026-07-01T10:00:00Z"), "\n06:00:", " EDT Wed Jul  1 2026\n", "\nclock timezone EST America/NewYork\n")
	wantText(t, region("America/Sao_Paulo", TimezoneSpec{Name: "BRT"}, "2026-07-01T10:00:00Z"), "\n07:00:", " BRT Wed Jul  1 2026\n")
	wantText(t, region("", TimezoneSpec{"IST", 330}, "2026-07-01T10:00:00Z"), "\n15:30:", " IST Wed Jul  1 2026\n", "\nclock timezone IST 5 30\n")
	l := one(t, router(func(d *DeviceSpec) {
		d.Timezone, d.SummerTime, d.Clock.SetTo = TimezoneSpec{"EST", -300}, "EDT recurring 2 sunday march 02:00 1 sunday november 02:00", "2026-07-01T10:00:00Z"
	}))
	wantText(t, answers(t, l, "r1", "show clock"), "\n06:00:", " EDT Wed Jul  1 2026\n")
	for _, name := range []string{"Mars/Olympus", "EST", "../../etc/passwd"} {
		spec := Spec{Devices: []DeviceSpec{router(func(d *DeviceSpec) { d.Name, d.IOSXR.Region, d.Timezone.Name = "r1", name, "X" })}}
		if err := spec.withDefaults().check(); err == nil || !strings.Contains(err.Error(), "want a region") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestXRNTP(t *testing.T) {
	l := one(t, router(func(d *DeviceSpec) { d.NTP.Servers = append(d.NTP.Servers, PeerSpec{Address: "10.9.0.3"}) }))
	got := answers(t, l, "r1", "show ntp associations", "show ntp associations detail", "show ntp status")
	wantText(t, got, "\n*~10.9.0.1 vrf MGMT\n\t\t   .GPS.             1 ", "\n+~10.9.0.3         192.0.2.200       2 ",
		"\n * sys_peer, # selected, + candidate, - outlayer, x falseticker, ~ configured\n", "\n10.9.0.1 vrf MGMT configured, ipv4, our_master, sane, valid, stratum 1\n",
		"\n\nClock is synchronized, stratum 2, reference is 10.9.0.1\nnominal freq is 1000000000.0000 Hz, actual freq is 1000", " Hz, precision is 2**23\n",
		"sec ago\nRP/0")
	old := one(t, router(func(d *DeviceSpec) {
		d.Legend, d.IOSXR.VRFIndent, d.IOSXR.OddFrequency, d.NTP.Master = "old", "blanks", true, 9
		d.NTP.Servers[1].State = PeerUnreachable
	}))
	got = answers(t, old, "r1", "show ntp associations", "show ntp status")
	wantText(t, got, "\n*~10.9.0.1 vrf MGMT\n                  .GPS. ", "16000.\n", " * master (synced), # master (unsynced), + selected, - candidate, ~ configured\n",
		"\n ~127.127.1.1      .LOCL.            8 ", "actual freq is -303831165.7828 Hz", " msec\nRP/0")
	long := start(t, Spec{Servers: []ServerSpec{{Name: "six", Address: "2001:db8:429a:3189::2"}},
		Devices: []DeviceSpec{{Name: "r1", Platform: platformXR, Address: "10.0.0.1", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "2001:db8:429a:3189::2"}}}}}})
	wantText(t, answers(t, long, "r1", "show ntp associations"), "\n*~2001:db8:429a:3189::2\n\t\t   192.0.2.200 ")
	far := one(t, router(func(d *DeviceSpec) { d.Clock.Offset, d.Clock.SetTo = 16*time.Hour, "" }))
	wantText(t, answers(t, far, "r1", "show ntp associations"), "  377    3.", " -57600000   0.")
	off := one(t, router(func(d *DeviceSpec) { d.NTP = DeviceNTPSpec{} }))
	wantText(t, answers(t, off, "r1", "show ntp status", "show running-config ntp"), "%NTP is not enabled.\n", "% No such configuration item(s)\n")
	alone := one(t, router(func(d *DeviceSpec) { d.NTP.Servers[0].State, d.NTP.Servers = PeerUnreachable, d.NTP.Servers[:1] }))
	wantText(t, answers(t, alone, "r1", "show ntp status"), "Clock is unsynchronized, stratum 16, no reference clock\n",
		"reference time is 00000000.00000000 (00:00:00.000 UTC Thu Jan  1 1970)\n", "is 64, never updated\n")
}

func TestXRRunningConfig(t *testing.T) {
	l := one(t, router(func(d *DeviceSpec) {
		d.NTP.Lines = []string{"ntp authentication-key 5 md5 clear lab-ntp-key", "ntp interface Loopback9 broadcast client", "ntp interface Loopback9 multicast client"}
		d.Config = "ipv4 access-list A\n 10 permit ipv4 host 10.9.0.1 any\n!\nlogging 192.0.2.50 vrf MGMT severity info port default\nntp\n trusted-key 5\n!\n"
	}))
	wantText(t, xrAnswers(t, l, "show running-config"),
		"Building configuration...\n!! IOS XR Configuration 7.9.2\n!! Last configuration change at Sun Nov 22 Z 2026 by audit\n!\nhostname r1\n",
		"\nntp\n authentication-key 5 md5 encrypted 07", "\n interface Loopback9\n  broadcast client\n  multicast client\n !\n", "\nvrf MGMT\n address-family ipv4 unicast\n !\n!\n", "\n trusted-key 5\n!\n",
		"\nipv4 access-list A\n 10 permit ipv4 host 10.9.0.1 any\n!\n", "\nend\n\nRP/0")
	wantText(t, xrAnswers(t, l, "show running-config logging", "show running-config formal ipv4"), "\nlogging 192.0.2.50 vrf MGMT severity info port default\n",
		"\nipv4 access-list A 10 permit ipv4 host 10.9.0.1 any\n")
}

func TestXRVersionAndPager(t *testing.T) {
	l := one(t, router(func(d *DeviceSpec) { d.IOSXR.ReversePager, d.Stack = true, []string{"6.6.3"} }))
	wantText(t, answers(t, l, "r1", "show version"), "\nCisco IOS XR Software, Version 7.9.2 LNT\n", "\nCisco IOS XR Software, Version 6.6.3 LNT\n",
		"\ncisco 8202-32FH-M (Intel(R) Xeon(R) CPU D-1530 @ 2.41GHz) processor with 64GB of memory\nr1 uptime is 15 weeks\n")
	got := talk(t, dial(t, l, "r1"), 80, "terminal length 10\nshow version\n     q\nexit\n")
	wantText(t, got, "\x1b[7m--More--\x1b[27m\r\x1b[K", "\x1b[7m(END)\x1b[27m\r\x1b[K"+xrPrompt)
	standby := one(t, router(func(d *DeviceSpec) { d.IOSXR.Standby = true }))
	if got := talk(t, dial(t, standby, "r1"), 80, ""); got != "\r\nThis (D)RP Node is not ready or active for login /configuration\r\n\r\n" {
		t.Errorf("the standby says %q", got)
	}
}

// TestXRStampIsTakenAtTheStart: the stamp is older than the reading below it where the command is slow.
func TestXRStampIsTakenAtTheStart(t *testing.T) {
	l := one(t, router(func(d *DeviceSpec) { d.Clock.Step = StepSpec{AfterReadings: 1, By: time.Hour} }))
	got := answers(t, l, "r1", "show clock", "show clock")
	wantText(t, got, "\n10:0", "\nSun Nov 22 11:0", "\n11:0")
}
