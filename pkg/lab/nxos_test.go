package lab

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// lineByLine is a terminal that echoes behind the prompt, so that a test can type ahead and read a plain transcript.
func lineByLine() TerminalSpec {
	late := false
	return TerminalSpec{EarlyEcho: &late}
}

// nexus is a healthy Nexus in the VRF management.
func nexus(change ...func(*DeviceSpec)) DeviceSpec {
	d := DeviceSpec{Platform: platformNXOS, Address: "10.0.0.1", Terminal: lineByLine(), Clock: ClockSpec{SetTo: "2026-11-22T10:00:00Z"}}
	for _, server := range threePeers().Servers {
		server.VRF = "management"
		d.NTP.Servers = append(d.NTP.Servers, server)
	}
	for _, f := range change {
		f(&d)
	}
	return d
}

func TestNXOSAnswers(t *testing.T) {
	l := one(t, nexus())
	tests := []struct{ typed, want string }{
		{"show ntp status", "Distribution : Disabled\nLast operational state: No session\n"},
		{"show privilege", "         ^\n% Invalid command at '^' marker.\n"},
		{"show ntp associations", "             ^\n% Invalid command at '^' marker.\n"},
		{"foo", "    ^\n% Invalid command at '^' marker.\n"},
		{"enable", "    ^\n% Invalid command at '^' marker.\n"},
		{"show ntp", "            ^\n% Incomplete command at '^' marker.\n"},
		{"show h", "         ^\n% Ambiguous command at '^' marker.\n"},
		{"terminal length 513", "                    ^\n% Invalid command at '^' marker.\n"},
		{"sh ntp peers", "--------------------------------------------------\n  Peer IP Address               Serv/Peer          \n" +
			"--------------------------------------------------\n  10.9.0.1                      Server (configured) \n" +
			"  10.9.0.2                      Server (configured) \n  10.9.0.3                      Server (configured) \n"},
		{`show running-config | include "^hostname\|^  vrf member"`, "hostname r1\n  vrf member management\n"},
		{`show running-config | include "^hostname|^  vrf member"`, "hostname r1\n  vrf member management\n"},
		{"show running-config | include ^hostname", "hostname r1\n"},
		{`show running-config | include "ntp|zzz" | exclude 10.9.0.1 | count`, "2\n"},
		{"show running-config | no-more | include ^logging", "logging timestamp milliseconds\n"},
		{"show running-config | grep x", "                          ^\n% Invalid command at '^' marker.\n"},
		{"show running-config | include", "                                 ^\n% Incomplete command at '^' marker.\n"},
		{`show running-config | include "("`, "grep: Invalid regular expression\n"},
		{"show ntp authentication-status", "Authentication disabled.\n"},
		{"show ntp source-interface", "Source interface is not configured\n"},
		{"show user-account audit", "user:audit\n        this user account has no expiry date\n        roles:network-admin \n"},
		{"copy running-config startup-config", "\r[                                        ]   1%\r[########################################] 100%\n" +
			"Copy complete, now saving to disk (please wait)...\nCopy complete.\n"},
		{"! a comment", ""},
	}
	for _, test := range tests {
		want := "r1# " + test.typed + "\n" + test.want + "r1# exit\n"
		got := answers(t, l, "r1", "terminal width 511", test.typed)
		if !strings.HasSuffix(got, strings.ReplaceAll(want, "\r", "")) {
			t.Errorf("%q:\n got %q\nwant %q", test.typed, got, want)
		}
	}
}

func TestNXOSClock(t *testing.T) {
	none := func(d *DeviceSpec) { d.NTP.Servers = nil }
	tests := []struct {
		name   string
		device DeviceSpec
		want   string
	}{
		{"after", nexus(), "Z UTC Sun Nov 22 2026\nTime source is NTP\nr1# "},
		{"warning", nexus(none), "Z UTC Sun Nov 22 2026\nWarning: No NTP peer/server configured. Time may be out of sync.\nTime source is NTP\nr1# "},
		{"before", nexus(func(d *DeviceSpec) { d.NXOS.Clock = "before" }), "show clock\nTime source is NTP\nZ UTC Sun Nov 22 2026\nr1# "},
		{"warning before", nexus(none, func(d *DeviceSpec) { d.NXOS.Clock = "before" }),
			"show clock\n\nWarning: No NTP peer/server configured. Time may be out of sync.\nTime source is NTP\nZ UTC Sun Nov 22 2026\nr1# "},
		{"classic", nexus(func(d *DeviceSpec) { d.NXOS.Clock = "none" }), "show clock\nZ UTC Sun Nov 22 2026\nr1# "},
		{"twelve hours", nexus(func(d *DeviceSpec) { d.Config = "clock format 12hours\nclock protocol ptp\n" }),
			"show clock\nZ AM UTC Sun Nov 22 2026\nTime source is PTP\nr1# "},
		{"zone", nexus(func(d *DeviceSpec) {
			d.Timezone, d.SummerTime = TimezoneSpec{"CET", 60}, "CEST 5 Sunday March 02:00 5 sun Oct 03:00 60"
			d.Clock.SetTo = "2026-07-01T10:00:00Z"
		}), "show clock\nZ CEST Wed Jul 01 2026\n"},
	}
	for _, test := range tests {
		got := answers(t, one(t, test.device), "r1", "show clock")
		got = clockOfDay.ReplaceAllString(got, "Z")
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestNXOSPeerStatus(t *testing.T) {
	lie := 7
	tests := []struct {
		name   string
		device DeviceSpec
		typed  string
		want   string
	}{
		{"narrow", nexus(), "terminal width 511", "\n*10.9.0.1               10.0.0.1                1   64     377   0.00D management\n=10.9.0.2 "},
		{"wrapped", nexus(), "", "\n*10.9.0.1               10.0.0.1                1   64     377   0.00D \nmanagement\n=10.9.0.2 "},
		{"wide and wrapped", nexus(func(d *DeviceSpec) { d.NXOS.PeerTable = "wide" }), "",
			"\n*10.9.0.1                                 10.0.0.1                              \n    1   64     377   0.00D management\n"},
		{"glued", nexus(func(d *DeviceSpec) { d.NXOS.VRFColumn = "glued" }), "terminal width 511", "377   0.00Dmanagement\n"},
		{"no VRF", nexus(func(d *DeviceSpec) { d.NXOS.VRFColumn = "none" }), "terminal width 511", "377   0.00D\n"},
		{"lie", nexus(func(d *DeviceSpec) { d.NXOS.TotalPeers = &lie }), "", "Total peers : 7\n"},
		{"leaf of a fabric", nexus(func(d *DeviceSpec) { d.NXOS.ACI = true }), "terminal width 511", "\n*10.9.0.1                           0.0.0.0         1 64    377   0.00A management\n"},
		{"unreachable", nexus(func(d *DeviceSpec) { d.NTP.Servers[1].State = PeerUnreachable }), "terminal width 511",
			"\n=10.9.0.2               10.0.0.1               16   64       0   0.00000 management\n"},
		{"own clock", nexus(func(d *DeviceSpec) { d.NTP = DeviceNTPSpec{Master: 8} }), "terminal width 511",
			"Total peers : 1\n* - selected for sync, + -  peer mode(active), \n- - peer mode(passive), = - polled in client mode \n" +
				"    remote               local                 st   poll   reach delay   vrf\n" + strings.Repeat("-", 79) +
				"\n*127.127.1.0            0.0.0.0                 8   16     377   0.00000 default\n"},
		{"none", nexus(func(d *DeviceSpec) { d.NTP = DeviceNTPSpec{} }), "", "Total peers : 0\n"},
		{"without the feature", nexus(func(d *DeviceSpec) { d.Config = "no feature ntp\n" }), "", "show ntp peer-status\n         ^\n% Invalid command at '^' marker.\n"},
	}
	for _, test := range tests {
		got := answers(t, one(t, test.device), "r1", test.typed, "show ntp peer-status")
		got = peerDelay.ReplaceAllString(got, "0.00D")
		got = aciDelay.ReplaceAllString(got, "0.00A")
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: no %q in\n%s", test.name, test.want, got)
		}
	}
}

func TestNXOSRoles(t *testing.T) {
	l := one(t, nexus(func(d *DeviceSpec) { d.NXOS.Role = "network-operator" }))
	got := answers(t, l, "r1", "show running-config ntp", "show running-config | include ntp", "configure terminal", "show clock")
	if strings.Count(got, "% Permission denied for the role\nr1# ") != 3 || !strings.Contains(got, "Time source is NTP") {
		t.Errorf("an operator gets %q", got)
	}
}

func TestNXOSRunningConfig(t *testing.T) {
	l := one(t, nexus(func(d *DeviceSpec) {
		d.NTP.Servers[0].Prefer, d.NTP.Servers[0].Key = true, 5
		d.NTP.Lines = []string{"ntp authentication-key 5 md5 lab-ntp-key", "ntp source-interface mgmt0"}
	}))
	wantText(t, answers(t, l, "r1", "show running-config ntp"),
		"\n\n!Command: show running-config ntp\n!Running configuration last done at: Sun Nov 22 10:00:",
		" 2026\n\nversion 10.3(4a) Bios:version 01.11 \nntp server 10.9.0.1 prefer use-vrf management key 5\n"+
			"ntp server 10.9.0.2 use-vrf management\nntp server 10.9.0.3 use-vrf management\nntp authentication-key 5 md5 07",
		" 7\nntp source-interface mgmt0\n\nr1# ")
	wantText(t, answers(t, l, "r1", "show running-config"), "\n!Command: show running-config\n", "\nhostname r1\n",
		"\n\ninterface mgmt0\n  vrf member management\n  ip address 10.0.0.1/24\n", "\nlogging timestamp milliseconds\n\nr1# ")
}

func TestNXOSVersion(t *testing.T) {
	l := start(t, Spec{Devices: []DeviceSpec{
		{Name: "n9k", Platform: platformNXOS, Serial: "FDO1", Uptime: 26 * time.Hour},
		{Name: "leaf", Platform: platformNXOS, NXOS: NXOSSpec{ACI: true}},
		{Name: "pair", Platform: platformNXOS, Stack: []string{"9.3(15)"}},
	}})
	wantText(t, answers(t, l, "n9k", "show version"), "\nCisco Nexus Operating System (NX-OS) Software\n", "\n  NXOS: version 10.3(4a)\n",
		"\n  cisco Nexus9000 C93180YC-FX3 Chassis\n", "\n  Processor Board ID FDO1\n", "\n  Device name: n9k\n",
		"\nKernel uptime is 1 day(s), 2 hour(s), 0 minute(s), ")
	wantText(t, answers(t, l, "leaf", "show version", "show running-config ntp"), "aci-n9000-dk9", "  system:    version 14.2(7f) [", "  cisco N9K-C93180YC-EX (\"supervisor\")\n",
		"\n           ^\n% Invalid input detected at '^' marker.\n")
	wantText(t, answers(t, l, "pair", "show version"), "NXOS: version 10.3(4a)", "NXOS: version 9.3(15)")
}

func TestNXOSExecChannel(t *testing.T) {
	l := one(t, nexus(func(d *DeviceSpec) { d.NXOS.Role = "network-operator" }))
	tests := []struct {
		command, want string
		status        int
	}{
		{"show ntp status", "Distribution : Disabled\r\nLast operational state: No session\r\n", 0},
		{"show foo", "Syntax error while parsing 'show foo'\r\n\r\n", statusSyntax},
		{"show running-config ntp", "% Permission denied for the role\r\n", statusDenied},
		{"show hostname ; show ntp authentication-status", "r1 \r\nAuthentication disabled.\r\n", 0},
	}
	for _, test := range tests {
		s, err := dial(t, l, "r1").NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, err := s.Output(test.command)
		status := 0
		if exit, ok := err.(*ssh.ExitError); ok {
			status = exit.ExitStatus()
		} else if err != nil {
			t.Error(err)
		}
		if string(out) != test.want || status != test.status {
			t.Errorf("%s: %q with status %d, want %q with %d", test.command, out, status, test.want, test.status)
		}
	}
}
