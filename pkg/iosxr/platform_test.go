package iosxr

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestRefusals(t *testing.T) {
	for text, want := range map[string]show.ErrorKind{
		"              ^\n% Invalid input detected at '^' marker.\n": show.InvalidInput,
		"% Incomplete command.\n":                                    show.Incomplete,
		"% Ambiguous command:  \"show ru\"\n":                        show.Ambiguous,
		"% This command is not authorized\n":                         show.Unauthorized,
		"% Error parsing piping string. Quitting...\n":               show.InvalidInput,
		"% Unmatched quote or missing \"\n":                          show.InvalidInput,
		"RP/0/RP0/CPU0:r1#show x\n\n% Incomplete command.\n":         show.Incomplete,
		none:                         "",
		"%NTP is not enabled.\n":     "",
		"":                           "",
		"ntp\n% Incomplete command.": "",
	} {
		refusal, found := DeviceError(text)
		if found != (want != "") || found && refusal.Kind != want {
			t.Errorf("%q: %+v", text, refusal)
		}
	}
}

func TestUnfit(t *testing.T) {
	for _, test := range []struct{ greeting, prompt, says string }{
		{"", "RP/0/RP0/CPU0:r1#", ""},
		{"Nov  5 2026: last login\r\n", "RP/0/RSP1/CPU0:ios#", ""},
		{"", "sysadmin-vm:0_RP0#", "administration plane"},
		{"", "RP/0/RSP0/CPU0:r1(admin)#", "administration plane"},
		{"", "[xr-vm_node0_RP0_CPU0:~]$", "shell"},
		{"This (D)RP Node is not ready or active for login /configuration\r\n", "", "standby"},
	} {
		if reason := unfit(test.greeting, test.prompt); reason != "" != (test.says != "") || !strings.Contains(reason, test.says) {
			t.Errorf("%q: %q, want %q", test.prompt, reason, test.says)
		}
	}
}

// The reading of a session starts at the body line, whose year is whole, and never at the stamp.
func TestClockLine(t *testing.T) {
	text := "\nThu Oct  1 08:00:00.123 UTC\r\n08:00:00.125 UTC Thu Oct  1 2026\r\n"
	start, found := terminal().ClockLine([]byte(text))
	if !found || !strings.HasPrefix(text[start:], "08:00:00.125") {
		t.Errorf("%d, %t", start, found)
	}
	for i := range strings.Index(text, "2026") + 4 {
		if start, found := terminal().ClockLine([]byte(text[:i])); found {
			t.Errorf("%q: a reading at %d", text[:i], start)
		}
	}
}

func TestStamp(t *testing.T) {
	for line, want := range map[string]bool{
		"Mon Nov  5 23:22:25.521 UTC":            true,
		"Tue Oct  7 11:22:46.839 EST":            true,
		"Tue Mar 20 07:01:22.345 PST DST":        true,
		"Thu Oct  1  08:00:00.123 UTC+00:00":     true,
		"Thu Oct  1 08:00:00 -03":                true,
		"Thu Oct  1 08:00:00.123":                true,
		"Thu Oct  1 08:00:00 UTC 2026":           false,
		"08:00:00.125 UTC Thu Oct  1 2026":       false,
		"Thu Oct 1 08:00:00.123 UTC: bgp[1051]:": false,
		"Built on Thu May  6 17:28:51 DST 2010":  false,
	} {
		if isStamp(line) != want {
			t.Errorf("%q: %t", line, !want)
		}
	}
}

// A line of several words before a table of the device is no log message.
func TestLogLine(t *testing.T) {
	for line, want := range map[string]bool{
		"RP/0/RSP1/CPU0:Mar 28 15:08:30.941 UTC: bgp[1051]: %ROUTING-BGP-5-MAXPFX : No. of prefixes": true,
		"LC/0/0/CPU0:Mar 28 15:08:30.941 : ifmgr[203]: up":                                           true,
		"RP/0/RP0/CPU0:2026 Oct  1 08:00:00.2 UTC: ntpd[253]: %IP-IP_NTP-5-SYNC_LOSS : lost":         true,
		"ntp[1]: server": false,
		"*~192.0.2.1    198.51.100.9  3 13 64 377 1.0 0.1 0.2": false,
	} {
		if isLog(line) != want {
			t.Errorf("%q: %t", line, !want)
		}
	}
}

func TestIdentify(t *testing.T) {
	p := Platform()
	for _, c := range platformtest.ReadCaptures(t, captures) {
		if c.Command != ShowVersion {
			continue
		}
		if v, ok := p.Identify(c.Text); !ok || v.OSVersion == "" {
			t.Errorf("%s is not recognized", c.File)
		}
	}
	for _, text := range []string{
		"Cisco IOS XE Software, Version 17.09.04a\n", "Cisco IOS Software, C2960 Software, Version 15.0(2)SE11\n", "",
		strings.Repeat("x\n", 100) + "Cisco IOS XR Software, Version 7.9.2\n",
	} {
		if _, ok := p.Identify(text); ok {
			t.Errorf("%q is taken for IOS XR", text)
		}
	}
	for text, want := range map[string]bool{
		captureNamed(t, "show-running-config.whole"): true,
		captureNamed(t, "show-running-config.parts"): true,
		"version 15.2\nhostname r1\n":                false,
		"hostname r1\n":                              false,
	} {
		if p.Recognize(text) != want {
			t.Errorf("%.40q: %t", text, !want)
		}
	}
}

// Whatever the corpus holds of IOS XR is recognized by its "show version", and nothing else is.
func TestIdentifyCorpus(t *testing.T) {
	for folder, want := range map[string]bool{"iosxr": true, "ios": false, "iosxe": false, "nxos": false, "eos": false, "junos": false} {
		for _, c := range platformtest.Cases(t, folder) {
			if c.Command != ShowVersion {
				continue
			}
			if _, ok := identify(c.Text); ok != want {
				t.Errorf("%s/%s: %t", folder, c.Name, ok)
			}
		}
	}
}

func TestCommands(t *testing.T) {
	p := Platform()
	seen := map[string]bool{}
	for _, c := range p.Commands {
		if seen[c.Line] || !strings.HasSuffix(c.Purpose, ".") || strings.ContainsAny(c.Line, "?\r\n") || c.Instead != "" && !p.Allowed(c.Instead) {
			t.Errorf("%+v", c)
		}
		seen[c.Line] = true
	}
	for _, line := range []string{p.Terminal.Unpaged, p.Terminal.Wide, p.Terminal.Sample} {
		if !p.Allowed(line) {
			t.Errorf("%q is not among the commands", line)
		}
	}
	for _, line := range []string{"", "show running-config", "terminal exec prompt no-timestamp", "enable", "commit", "show clock | file disk0:x"} {
		if p.Allowed(line) {
			t.Errorf("%q may be sent", line)
		}
	}
	asks := strings.Join(p.Asks([]show.Kind{show.KindClock}), "; ")
	if asks != "show clock; show ntp status; show version; show running-config ntp; show running-config clock" {
		t.Errorf("for the clock: %s", asks)
	}
}

func TestLookUp(t *testing.T) {
	for typed, want := range map[string]string{
		"sh clo": ShowClock, "show clock detail": "show clock detail", "sh ntp stat": ShowNTPStatus, "sh ntp ass": ShowNTPAssociations,
		"sh ntp associations det": ShowNTPAssociationsDetail, "sh run": "show running-config", "sh run ntp": "show running-config",
		"show running-config formal ntp": "show running-config", "sh run | i ^service": "show running-config", "sh ver": ShowVersion,
		"sh cal": "show calendar", "sh ipv4 vrf all int bri": ShowInterfaces,
	} {
		if f, err := forms().LookUp(typed); err != nil || f.Command != want {
			t.Errorf("%q: %q, %v", typed, f.Command, err)
		}
	}
	for _, typed := range []string{"", "show", "sh c", "show inventory", "conf t"} {
		if f, err := forms().LookUp(typed); err == nil {
			t.Errorf("%q is taken for %q", typed, f.Command)
		}
	}
}

// A text that names the system is of it although it names no release: as that of another, its time lines would be absent.
func TestIdentifyWithoutRelease(t *testing.T) {
	if v, ok := identify("Cisco IOS XR Software, Version\n"); !ok || v.OSVersion != "" {
		t.Errorf("%+v, %t", v, ok)
	}
}

// What the form below an interface says of a key is not kept.
func TestInterfaceNTPHasNoKey(t *testing.T) {
	c, err := ParseConfig("ntp\n interface GigabitEthernet0/0/0/0\n  authentication-key 10 md5 encrypted CANARY\n !\n!\n")
	if err != nil || strings.Contains(fmt.Sprintf("%+v", c), "CANARY") {
		t.Errorf("%+v, %v", c, err)
	}
}
