package ios

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

func TestLookUp(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"show clock", "show clock"},
		{"sh clo", "show clock"},
		{"do sh clo det", "show clock detail"},
		{"SHOW  CLOCK", "show clock"},
		{"show cal", "show calendar"},
		{"sh ntp ass", "show ntp associations"},
		{"sh nt a d", "show ntp associations detail"},
		{"sho ntp stat", "show ntp status"},
		{"sh ntp conf", "show ntp config"},
		{"show run", "show running-config"},
		{"show run all", "show running-config"},
		{"show run | inc ntp", "show running-config"},
		{"sh run|s ntp", "show running-config"},
		{ShowTimeConfig, "show running-config"},
		{"sh star", "show startup-config"},
		{"sh conf", "show configuration"},
		{"sh ver", "show version"},
		{"sh priv", "show privilege"},
		{"sh sntp", "show sntp"},
		{"sh cry pki cert", "show crypto pki certificates"},
	}
	for _, test := range tests {
		a, err := forms().LookUp(test.typed)
		if err != nil || a.Command != test.want {
			t.Errorf("%q: %q, %v; want %q", test.typed, a.Command, err, test.want)
		}
	}
}

func TestLookUpRefuses(t *testing.T) {
	tests := []struct{ typed, says string }{
		{"", "is not known; known are show clock, "},
		{"|", "is not known"},
		{"do", "is not known"},
		{"show", "is not known"},
		{"show ntp", "is not known"},
		{"show ip route", "is not known"},
		{"show clock detail now", "is not known"},
		{"configure terminal", "is not known"},
		{"sh c", "may be clock or calendar or configuration or crypto"},
		{"sh s", "may be startup-config or sntp"},
	}
	for _, test := range tests {
		if a, err := forms().LookUp(test.typed); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: %q, %v; want an error that says %q", test.typed, a.Command, err, test.says)
		}
	}
}

func TestParseUnknownPlatform(t *testing.T) {
	_, err := Parse("cisco_nxos", "show clock", "")
	if err == nil || !strings.Contains(err.Error(), "known are cisco_ios, cisco_iosxe") {
		t.Errorf("%v", err)
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]float64{"15937.": 15937, "-1100.": -1100, "0.000": 0, ".5": 0.5, "-518066": -518066, "+3": 3} {
		if got, ok := capture.Decimal(s); !ok || got != want {
			t.Errorf("%q: %v, %t", s, got, ok)
		}
	}
	for _, s := range []string{"", ".", "-", "--1", "+-1", "1.2.3", "1e5", "NaN", "inf", "0x1p4", "1_000", "9999999999999999", "１"} {
		if got, ok := capture.Decimal(s); ok {
			t.Errorf("%q is taken for %v", s, got)
		}
	}
	for s, want := range map[string]int{"377": 255, "0": 0, "17": 15, "376": 254} {
		if got, ok := capture.Octal(s); !ok || got != want {
			t.Errorf("reach %q: %d, %t", s, got, ok)
		}
	}
	for _, s := range []string{"", "8", "9", "378", "400", "0377", "-1", "0o7"} {
		if got, ok := capture.Octal(s); ok {
			t.Errorf("reach %q is taken for %d", s, got)
		}
	}
}

func TestPrivilegeCut(t *testing.T) {
	for text, want := range map[string]int{
		"Current privilege level is 15": 15, "Current privilege level is 7": 7, "Current privilege level is 1\n": 1,
	} {
		if got, err := ParsePrivilege(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"Current privilege level is 1", "Current privilege level is 16\n", "Current privilege level is \n"} {
		if got, err := ParsePrivilege(text); err == nil {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}
