package lab

import (
	"strings"
	"testing"
)

// nxosNTPAfter are the lines of "show running-config ntp" after some lines.
func nxosNTPAfter(t *testing.T, l *Lab, lines ...string) string {
	t.Helper()
	const typed = "show running-config ntp"
	_, after, _ := strings.Cut(answers(t, l, "r1", append(lines, typed)...), "# "+typed+"\n")
	_, after, _ = strings.Cut(after, "\nversion ")
	_, after, _ = strings.Cut(after, "\n")
	after, _, _ = strings.Cut(after, "\nr1# ")
	return strings.TrimSpace(after)
}

func TestNXOSConfigure(t *testing.T) {
	before := "ntp server 10.9.0.1 use-vrf management\nntp server 10.9.0.2 use-vrf management\nntp server 10.9.0.3 use-vrf management"
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"server", []string{"ntp server 10.9.0.4 use-vrf management prefer key 5"}, before + "\nntp server 10.9.0.4 use-vrf management prefer key 5"},
		{"the same in another VRF", []string{"ntp server 10.9.0.1"}, before + "\nntp server 10.9.0.1"},
		{"replaced", []string{"ntp server 10.9.0.3 key 5 use-vrf management"}, strings.Replace(before, "10.9.0.3 use-vrf management", "10.9.0.3 key 5 use-vrf management", 1)},
		{"removed as printed", []string{"no ntp server 10.9.0.1 use-vrf management"}, strings.TrimPrefix(before, "ntp server 10.9.0.1 use-vrf management\n")},
		{"removal wants the VRF", []string{"no ntp server 10.9.0.1"}, before},
		{"VRF default is none", []string{"ntp server 10.9.0.8 use-vrf default", "no ntp server 10.9.0.8"}, before},
		{"keys", []string{"ntp authentication-key 5 md5 a", "ntp authentication-key 5 md5 b", "ntp trusted-key 5", "ntp trusted-key 6", "no ntp trusted-key 5"},
			before + "\nntp authentication-key 5 md5 " + hide("b") + " 7\nntp trusted-key 6"},
		{"groups of one kind", []string{"ntp access-group peer A", "ntp access-group peer B", "no ntp access-group peer A", "ntp access-group match-all"},
			before + "\nntp access-group peer B\nntp access-group match-all"},
		{"one source", []string{"ntp source-interface mgmt0", "ntp source 10.0.0.1", "no ntp source-interface mgmt0", "ntp source 10.0.0.1"}, before + "\nntp source 10.0.0.1"},
		{"feature off", []string{"no feature ntp", "feature ntp"}, ""},
		{"from below an interface", []string{"interface mgmt0", "vrf member X", "ntp master 9"}, before + "\nntp master 9"},
		{"refused", []string{"ntp sever 10.9.0.1", "ntp server", "ntp trusted-key 1 - 5", "ntp authentication-key 5 sha1 x", "ntp server 10.9.0.9 vrf management",
			"ntp server 10.9.0.9 key", "ntp access-group sideways A", "ntp master 16", "no ntp nothing"}, before},
		{"a fabric waits", []string{"ntp distribute", "ntp master 9"}, before + "\nntp distribute"},
		{"a fabric commits", []string{"ntp distribute", "ntp master 9", "ntp commit"}, before + "\nntp distribute\nntp master 9"},
		{"a fabric aborts", []string{"ntp distribute", "ntp master 9", "ntp abort", "ntp commit"}, before + "\nntp distribute"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lines := append(append([]string{"configure terminal"}, test.lines...), "end")
			if got := nxosNTPAfter(t, one(t, nexus()), lines...); got != test.want {
				t.Errorf("have\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestNXOSConfigureOtherLines(t *testing.T) {
	l := one(t, nexus())
	got := answers(t, l, "r1", "configure terminal", "clock timezone CET 1 0", "clock summer-time CEST 5 Sunday March 02:00 5 Sunday October 03:00 60",
		"clock timezone EST -5", "clock timezone EST -13 0", "clock summer-time CEST last Sun Mar 02:00 last Sun Oct 03:00 60", "clock summer-time EDT",
		"clock format show-timezone syslog", "clock format 12hours", "clock format 24hours", "logging timestamp seconds", "logging timestamp nanoseconds", "hostname r2",
		"ip access-list NTP", "10 permit ip host 10.9.0.9 any", "10 permit ip host 10.9.0.1 any", "interface loopback1", "no ip address", "vrf context management", "show clock", "exit", "exit",
		`show running-config | include "^clock|^logging|^hostname|^ip access|permit"`)
	wantText(t, got, "% Incomplete command at '^' marker.\nr1(config)# clock timezone EST -13 0\n"+strings.Repeat(" ", 31)+"^\n% Invalid number",
		"last Sun Oct 03:00 60\n"+strings.Repeat(" ", 35)+"^\n% Invalid command", "(config-acl)# 10 permit", "(config-if)# no ip address", "(config-vrf)# show clock\n",
		"\nhostname r2\nip access-list NTP\n  10 permit ip host 10.9.0.1 any\nclock timezone CET 1 0\nclock summer-time EDT\nclock format show-timezone syslog\nr2# ")
}
