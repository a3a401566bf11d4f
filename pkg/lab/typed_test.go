package lab

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// nowhere is a channel that takes all output, and has no input.
type nowhere struct{ ssh.Channel }

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) Read([]byte) (int, error)    { return 0, io.EOF }
func (nowhere) Close() error                { return nil }

// seated is a session on a device without a network.
func seated(t *testing.T, spec DeviceSpec) *vty {
	t.Helper()
	spec.Name = "r1"
	s := Spec{Devices: []DeviceSpec{spec}}.withDefaults()
	l := &Lab{spec: s, base: newTimebase(0), commands: map[string]*node{}, sources: map[string]timeSource{}}
	for _, platform := range platforms() {
		l.commands[platform] = newExecTree(personalityOf(platform), nil)
	}
	d, err := newDevice(l, s.Devices[0])
	if err != nil {
		t.Skip(err)
	}
	return &vty{ctx: context.Background(), device: d, os: d.os, platform: d.spec.Platform, channel: nowhere{}, link: &link{done: make(chan struct{})},
		privilege: 15, width: 80}
}

// said is what a line is answered with.
func (v *vty) said(line string) string {
	v.out.Reset()
	v.asked = v.prompt()
	v.enter(line)
	return strings.ReplaceAll(v.out.String(), "\r", "")
}

// FuzzTyped: whatever stands in a configuration and is typed, every platform goes on, and what it prints reads back as the
// same.
func FuzzTyped(f *testing.F) {
	f.Add(uint8(0), "ntp server 10.9.0.1\n", "configure terminal\nntp server 10.9.0.1 key 5\nend\nshow running-config | include ntp")
	f.Add(uint8(2), "ip access-list A\n  10 permit ip any any\n\t\n", "configure terminal\nntp access-group peer A\nclock summer-time CEST 5 Sun Mar 02:00 5 Sun Oct 03:00 60\nno\nno ntp\nend\nshow ntp peer-status")
	f.Add(uint8(3), "ntp\n interface X vrf Y\n  disable\n !\n\t\nline template vty\n x\n", "configure\nntp\ninterface Z\nroot\nno\nno ntp source vrf\ncommit\nend\nno\nshow running-config formal ntp")
	f.Add(uint8(3), "", "configure\nipv4 access-list\nipv4 access-list A 10\nntp access-group vrf\nclock timezone A B/C\nntp server vrf\nshow configuration failed\ncommit confirmed x\nend")
	f.Fuzz(func(t *testing.T, platform uint8, config, typed string) {
		spec := DeviceSpec{Platform: platforms()[int(platform)%len(platforms())], Config: config, SaveDelay: time.Nanosecond}
		v := seated(t, spec)
		for line := range strings.SplitSeq(typed, "\n") {
			v.typed = []byte("no\n")
			v.said(line)
		}
		v.config = nil
		for _, line := range []string{"show running-config", "show ntp status", "show ntp associations", "show ntp peer-status"} {
			v.said(line)
		}
		if v.device.spec.Platform != platformXR || strings.Contains(config+typed, "!") {
			return
		}
		lines := v.device.runningConfig().formal("")
		again := parseXR(xrBlocks(lines))
		slices.Sort(lines)
		slices.Sort(again)
		if lines, again = slices.Compact(lines), slices.Compact(again); !slices.Equal(lines, again) {
			t.Errorf("printed and read back\n%q\nis\n%q", lines, again)
		}
	})
}

func TestLogLines(t *testing.T) {
	tests := []struct {
		name, config, want string
		device             DeviceSpec
	}{
		{"NX-OS", "", "2026 Nov 22 Z r1 %NTP-6-X: y", DeviceSpec{Platform: platformNXOS}},
		{"NX-OS with its zone", "clock format show-timezone syslog\n", "2026 Nov 22 Z UTC r1 %NTP-6-X: y", DeviceSpec{Platform: platformNXOS}},
		{"IOS-XR", "", "RP/0/RP0/CPU0:Nov 22 Z: ntpd[263]: %NTP-6-X: y", DeviceSpec{Platform: platformXR}},
		{"IOS-XR without stamps", "", "RP/0/RP0/CPU0:ntpd[263]: %NTP-6-X: y", DeviceSpec{Platform: platformXR, Timestamps: TimestampsSpec{Log: "service timestamps log disable"}}},
	}
	for _, test := range tests {
		test.device.Config, test.device.Clock.SetTo = test.config, "2026-11-22T10:00:00Z"
		test.device.Terminal = TerminalSpec{Monitor: true, Syslog: []string{"%NTP-6-X: y"}}
		v := seated(t, test.device)
		v.monitor = true
		if got := clockOfDay.ReplaceAllString(v.said("show clock"), "Z"); !strings.Contains(got, test.want+"\n") {
			t.Errorf("%s: no %q in %q", test.name, test.want, got)
		}
	}
}
