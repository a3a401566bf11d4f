package lab

import (
	"strings"
	"testing"
)

// section is what "show running-config formal ntp" lists after some lines.
func xrNTPAfter(t *testing.T, l *Lab, lines ...string) string {
	t.Helper()
	const typed = "show running-config formal ntp"
	_, after, _ := strings.Cut(answers(t, l, "r1", append(lines, typed)...), "#"+typed+"\n")
	_, after, _ = strings.Cut(after, "\n") // the stamp
	after, _, _ = strings.Cut(after, "\n\n")
	return after
}

func TestXRConfigure(t *testing.T) {
	before := "ntp server vrf MGMT 10.9.0.1\nntp server vrf MGMT 10.9.0.2\nntp server vrf MGMT 10.9.0.3"
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"without commit", []string{"ntp server 10.9.0.9", "end", "no"}, before},
		{"one line", []string{"ntp server vrf MGMT 10.9.0.2 key 5 prefer", "commit", "end"}, strings.Replace(before, "10.9.0.2", "10.9.0.2 key 5 prefer", 1)},
		{"block", []string{"ntp", "server vrf MGMT 10.9.0.4", "no server vrf MGMT 10.9.0.1", "exit", "commit", "end"},
			"ntp server vrf MGMT 10.9.0.2\nntp server vrf MGMT 10.9.0.3\nntp server vrf MGMT 10.9.0.4"},
		{"removal wants the VRF", []string{"no ntp server 10.9.0.1", "commit", "end"}, before},
		{"VRF default is none", []string{"ntp server vrf default 10.9.0.8", "no ntp server 10.9.0.8", "commit", "end"}, before},
		{"keys", []string{"ntp authentication-key 5 md5 clear a", "ntp trusted-key 5", "ntp trusted-key 6", "no ntp trusted-key 5", "commit", "end"},
			before + "\nntp authentication-key 5 md5 encrypted " + hide("a") + "\nntp trusted-key 6"},
		{"groups by VRF and family", []string{"ntp access-group ipv4 peer A", "ntp access-group vrf MGMT ipv4 peer B", "ntp access-group ipv4 peer C", "commit", "end"},
			before + "\nntp access-group ipv4 peer C\nntp access-group vrf MGMT ipv4 peer B"},
		{"sources by VRF", []string{"ntp source Loopback0", "ntp source vrf MGMT MgmtEth0/RP0/CPU0/0", "ntp source Loopback1", "commit", "end"},
			before + "\nntp source Loopback1\nntp source vrf MGMT MgmtEth0/RP0/CPU0/0"},
		{"top-level line leaves the block", []string{"interface Loopback7", "ipv4 address 192.0.2.7 255.255.255.255", "ntp master 9", "commit", "end"}, before + "\nntp master 9"},
		{"no ntp", []string{"no ntp", "commit", "end"}, "% No such configuration item(s)"},
		{"answer yes", []string{"ntp master 9", "end", "yes"}, before + "\nntp master 9"},
		{"answer cancel", []string{"ntp master 9", "end", "", "abort"}, before},
		{"clear", []string{"ntp master 9", "clear", "commit", "end"}, before},
		{"refused lines", []string{"ntp sever 10.9.0.9", "ntp server", "ntp trusted-key x", "ntp access-group peer A", "ntp master 16",
			"ntp server vrf MGMT 10.9.0.9 use-vrf X", "ntp authentication-key 5 sha9 clear x", "commit", "end"}, before},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := xrNTPAfter(t, one(t, router()), append([]string{"configure"}, test.lines...)...)
			if got != test.want {
				t.Errorf("have\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestXRCommitIsAtomic(t *testing.T) {
	l := one(t, router(func(d *DeviceSpec) { d.IOSXR.CommitRefuses = []string{"ntp server vrf MGMT 10.9.0.9"} }))
	got := answers(t, l, "r1", "configure", "ntp trusted-key 5", "ntp server vrf MGMT 10.9.0.9", "no ntp server vrf MGMT 10.9.0.1",
		"commit", "show configuration failed", "show configuration", "end", "no", "show running-config formal ntp")
	wantText(t, got, "\n% Failed to commit one or more configuration items during a pseudo-atomic operation. All changes made have been reverted. "+
		"Please issue 'show configuration failed [inheritance]' from this session to view the errors\nRP/0/RP0/CPU0:r1(config)#",
		"!!% Invalid argument: the configuration item is refused\nntp server vrf MGMT 10.9.0.9\n",
		"ntp\n trusted-key 5\n server vrf MGMT 10.9.0.9\n!\nno ntp server vrf MGMT 10.9.0.1\nend\n")
	_, after, _ := strings.Cut(got, "show running-config formal ntp\n")
	if strings.Contains(after, "trusted-key") || !strings.Contains(after, "ntp server vrf MGMT 10.9.0.1\n") {
		t.Errorf("a failed commit has changed the configuration: %s", after)
	}
	region := one(t, router(func(d *DeviceSpec) { d.Timezone.Name, d.IOSXR.Region = "EST", "America/NewYork" }))
	summer := "clock summer-time EDT recurring 2 sunday march 02:00 1 sunday november 02:00"
	got = answers(t, region, "r1", "configure", summer, "commit", "no clock timezone", "clock timezone EST -5", "commit", "end", "show running-config clock")
	wantText(t, got, "% Failed to commit", "\n"+summer+"\nclock timezone EST -5\n\n")
}

func TestXRCommitConfirmed(t *testing.T) {
	l := one(t, router())
	begin := []string{"configure", "no ntp server vrf MGMT 10.9.0.1", "commit confirmed 300"}
	answers(t, l, "r1", begin...)
	d := l.device("r1")
	if got := len(d.current().peers); got != 2 {
		t.Errorf("%d servers on trial", got)
	}
	d.mu.Lock()
	d.trial.until = l.UTC()
	d.mu.Unlock()
	if got := len(d.current().peers); got != 3 {
		t.Errorf("%d servers after the trial", got)
	}
	answers(t, l, "r1", append(begin, "commit", "end")...)
	if d.confirm() || len(d.current().peers) != 2 {
		t.Error("a confirmed commit is still on trial")
	}
	wantText(t, answers(t, l, "r1", "configure", "commit", "commit confirmed 5", "commit replace", "end"),
		"% No configuration changes to commit.\n", "commit confirmed 5\n"+strings.Repeat(" ", 42)+"^\n% Invalid input", "commit replace\n"+strings.Repeat(" ", 32)+"^\n")
	locked := one(t, router(func(d *DeviceSpec) { d.IOSXR.Locked = true }))
	wantText(t, answers(t, locked, "r1", "configure", "ntp master 9", "commit", "abort", "show running-config formal ntp"), "% Failed to commit: the configuration is locked")
}

func TestXRModes(t *testing.T) {
	l := one(t, router())
	got := answers(t, l, "r1", "configure", "ntp", "interface Loopback9 vrf MGMT", "disable", "exit", "exit", "interface Loopback0", "exit", "do show clock",
		"show running-config hostname", "ipv4 access-list A", "nonsense", "10 permit ipv4 any any", "root", "line template vty", "abort", "show clock")
	wantText(t, got, "(config)#ntp\nRP/0/RP0/CPU0:r1(config-ntp)#interface Loopback9 vrf MGMT\nRP/0/RP0/CPU0:r1(config-ntp-int)#disable\nRP/0/RP0/CPU0:r1(config-ntp-int)#exit\n"+
		"RP/0/RP0/CPU0:r1(config-ntp)#exit\nRP/0/RP0/CPU0:r1(config)#interface Loopback0\nRP/0/RP0/CPU0:r1(config-if)#exit\nRP/0/RP0/CPU0:r1(config)#do show clock\n",
		" 2026\nRP/0/RP0/CPU0:r1(config)#show running-config hostname\n", "\nhostname r1\n",
		"(config-ipv4-acl)#nonsense\n"+strings.Repeat(" ", 34)+"^\n", "(config-ipv4-acl)#root\nRP/0/RP0/CPU0:r1(config)#line template vty\nRP/0/RP0/CPU0:r1(config-line)#abort\nRP/0/RP0/CPU0:r1#show clock\n")
}
