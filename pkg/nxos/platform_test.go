package nxos

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestNames(t *testing.T) {
	list := platform.List{Platform()}
	for _, name := range []string{"cisco_nxos", "NXOS", "nx-os", "cisco-nxos", "cisco.nxos.nxos", "nxos_ssh"} {
		if _, known := list.ByName(name); !known {
			t.Errorf("%s is not known", name)
		}
	}
}

// None of the lines prints the text of keys but the configuration, and the filter is one quoted pattern.
func TestCommands(t *testing.T) {
	for _, c := range Commands() {
		if strings.Contains(c.Line, "key") {
			t.Errorf("%q prints keys", c.Line)
		}
	}
	for _, line := range []string{ShowTimeConfig, ShowStartupConfig} {
		if strings.Count(line, `"`) != 2 || strings.Count(line, " | ") != 1 {
			t.Errorf("%s is not one filter with one quoted pattern", line)
		}
	}
}

// The pattern lets through what is read of the filtered configuration.
func TestPatternLetsThrough(t *testing.T) {
	text := captureOf(t, "show-running-config.filtered")
	if got := filtered(ShowTimeConfig, text); got != text {
		t.Errorf("what is left is %q", got)
	}
}

func TestIdentify(t *testing.T) {
	const xe = "Cisco IOS XE Software, Version 17.09.04a\n"
	for _, test := range []struct{ name, text, version string }{
		{"NX-OS", captureOf(t, "show-version.n9k"), "10.4(5)"},
		{"an older one", captureOf(t, "show-version.n7k"), "8.3(1)"},
		{"ACI", captureOf(t, "show-version.aci"), "14.0(1h)"},
		{"without its head", "Software\n  kickstart: version 7.1(4)N1(1)\n  system:    version 7.1(4)N1(1)\n", "7.1(4)N1(1)"},
		{"two systems", captureOf(t, "show-version.n9k") + xe, "10.4(5)"},
		{"two systems, the other first", xe + captureOf(t, "show-version.n9k"), "10.4(5)"},
		{"IOS-XE", xe, ""},
		{"IOS", captureOf(t, "show-version.of-ios"), ""},
		{"a refusal", "% Invalid command at '^' marker.\n", ""},
		{"the mark far below", strings.Repeat("x\n", 100) + captureOf(t, "show-version.n9k"), ""},
	} {
		v, ok := identify(test.text)
		if ok != (test.version != "") || ok && v.OSVersion != test.version {
			t.Errorf("%s: %+v, %t", test.name, v, ok)
		}
	}
}

// A text that names the system is of it although it names no release: as that of another, its time lines would be absent.
func TestIdentifyWithoutRelease(t *testing.T) {
	if v, ok := identify("Cisco Nexus Operating System (NX-OS) Software\nTAC support: http://www.cisco.com/tac\n"); !ok || v.OSVersion != "" {
		t.Errorf("%+v, %t", v, ok)
	}
}

func TestRecognize(t *testing.T) {
	for text, want := range map[string]bool{
		captureOf(t, "show-running-config.full"):                              true,
		captureOf(t, "show-running-config-ntp.nothing"):                       true,
		"!RANCID-CONTENT-TYPE: cisco-nx\n!\nhostname n1\n":                    true,
		"version 6.2(12)\n\nhostname n1\n":                                    true,
		"! Cisco Nexus Operating System (NX-OS) Software\n! TAC support: x\n": true,
		"version 9.3(3) Bios:version\nhostname n1\n":                          true,
		"version 15.2\nhostname r1\n":                                         false,
		"! Command: show running-config\n! device: x (vEOS, EOS-4.23.0.1F)\n": false,
		"ASA Version 9.12(4)\nhostname fw1\n":                                 false,
		"hostname n1\nbanner motd #\n!Command: show running-config\n#\n":      false,
		"": false,
	} {
		if configMark.On(text) != want {
			t.Errorf("%.60q: recognized %t", text, !want)
		}
	}
}

func TestDeviceError(t *testing.T) {
	for text, want := range map[string]show.ErrorKind{
		"             ^\n% Invalid command at '^' marker.\n":            show.InvalidInput,
		"% Invalid input detected at '^' marker.\n":                     show.InvalidInput,
		"% Invalid number at '^' marker.\n":                             show.InvalidInput,
		"% Incomplete command at '^' marker.\n":                         show.Incomplete,
		"% Ambiguous command at '^' marker.\n":                          show.Ambiguous,
		"Syntax error while parsing 'show foo'\n":                       show.InvalidInput,
		"n9k1# show run\r\r\n% Permission denied for the role\r\r\n":    show.PermissionDenied,
		"% This command is not authorized\n":                            show.Unauthorized,
		"Error: AAA authorization failed for command:show clock\n":      show.Unauthorized,
		"ERROR: no such thing\n":                                        show.InvalidInput,
		"% Bad IP address\n":                                            show.InvalidInput,
		"Total peers : 0\n% Invalid command at '^' marker.\n":           "",
		"21:00:30.739 UTC Wed Aug 08 2018\n":                            "",
		"% Note: something\n":                                           "",
		"2026 Oct  1 08:00:00 n9k1 %ETHPORT-5-IF_UP: Interface is up\n": "",
		"": "",
	} {
		refusal, found := DeviceError(text)
		if found != (want != "") || found && (refusal.Kind != want || !strings.Contains(text, refusal.Line)) {
			t.Errorf("%q: %+v, %t", text, refusal, found)
		}
	}
}

func TestEveryParserReportsRefusals(t *testing.T) {
	for _, form := range forms() {
		_, err := form.Read(platform.Head{}, "   ^\n% Invalid command at '^' marker.\n")
		if _, refused := show.RefusalOf(err); !refused {
			t.Errorf("%s: a refusal gives %v", form.Command, err)
		}
		for _, text := range []string{"", "\n\n", "n9k1# \n", "<html><body>It works!</body></html>\n", "\x00\x01\x02"} {
			_, err := form.Read(platform.Head{}, text)
			if _, refused := show.RefusalOf(err); err == nil || refused {
				t.Errorf("%s: %q gives %v", form.Command, text, err)
			}
		}
	}
}

func TestAbbreviations(t *testing.T) {
	for typed, want := range map[string]string{
		"sh clo": ShowClock, "show clock det": "show clock detail", "sh ntp peer-s": ShowPeerStatus, "sh ntp peers": ShowPeers, "sh ver": ShowVersion,
		"sh ntp stat": "show ntp status", "sh run ntp": "show running-config", "show running-config | inc ntp": "show running-config",
		"sh cry ca cert": ShowCertificates, "show crypto ca certificates CORP": ShowCertificates, "sh ntp peer": "ambiguous", "sh ntp assoc": "not known", "sh": "not known",
	} {
		form, err := forms().LookUp(typed)
		if form.Command != want && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q is %q, %v; want %q", typed, form.Command, err, want)
		}
	}
}

func TestUnfit(t *testing.T) {
	for prompt, want := range map[string]string{
		"n9k1# ": "", "n9k1(maint-mode)#": "", "n9k1> ": "", "switch(boot)# ": "kickstart", "n7k1(standby)# ": "standby supervisor", "loader> ": "boot loader",
	} {
		if got := unfit("", prompt); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%q: %q, want %q", prompt, got, want)
		}
	}
}

func TestLogLine(t *testing.T) {
	for line, want := range map[string]bool{
		"2017 Jul 28 14:42:46 UTC: %AUTHPRIV-6-SYSTEM_MSG: pam_aaa":             true,
		"2026 Oct  1 08:00:00.123 n9k1 %ETHPORT-5-IF_UP: Interface is up":       true,
		"2026 Oct  1 08:00:00 n7k1 %$ VDC-1 %$ %VSHD-5-VSHD_SYSLOG_CONFIG_I: x": true,
		"21:00:30.739 UTC Wed Aug 08 2018":                                      false,
		"=192.0.2.17 198.51.100.7 16 64 0 0.00000 management":                   false,
		"% Permission denied for the role":                                      false,
	} {
		if isLog(line) != want {
			t.Errorf("%q: a message is %t", line, !want)
		}
	}
}

func TestFindClockLine(t *testing.T) {
	for output, want := range map[string]int{
		"Time source is NTP\r\r\n02:50:05.594 PST Wed Jul 11 2018": 21,
		"07:18:32.193 PM CDT Mon Jul 02 2018\r\n":                  0,
		"07:18:32.193 PM CDT Mon Jul 02 20":                        -1,
		"*18:57:38.347 UTC Mon Oct 19 2015\n":                      -1,
		"!Time: Wed May 20 04:01:53 2026\n":                        -1,
		"":                                                         -1,
	} {
		start, found := FindClockLine([]byte(output))
		if found != (want >= 0) || found && start != want {
			t.Errorf("%q: at %d, %t", output, start, found)
		}
	}
}
