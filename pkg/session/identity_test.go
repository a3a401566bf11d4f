package session_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

const (
	iosVersion = "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)\n"
	xeVersion  = "Cisco IOS XE Software, Version 17.09.04a\n" + iosVersion
	eosVersion = "Arista DCS-7050\nHardware version: 1.0\nSoftware image version: 4.29.2F\n"
)

// iosAnswers are plainAnswers of a device whose version is known.
func iosAnswers(version string) map[string]string {
	answers := plainAnswers()
	answers[ios.ShowVersion] = version
	return answers
}

// misdeclaration is a device that is not always what an inventory says.
type misdeclaration struct {
	declared inventory.Platform
	answers  map[string]string
	early    bool // how the terminal echoes
	prompt   string
	is       string
	notes    []string // parts of the notes, beside that on host keys
	turns    int
}

func misdeclared() map[string]misdeclaration {
	return map[string]misdeclaration{
		"IOS":                    {"cisco_ios", iosAnswers(iosVersion), false, "R1#", "cisco_ios", nil, 2},
		"IOS, nothing said":      {"", iosAnswers(iosVersion), false, "R1#", "cisco_ios", nil, 2},
		"NX-OS, nothing said":    {"", nexusAnswers(), true, "n1# ", "cisco_nxos", nil, 0},
		"IOS without a name":     {"cisco_ios", plainAnswers(), false, "R1#", "cisco_ios", nil, 2},
		"IOS-XE as IOS":          {"cisco_ios", iosAnswers(xeVersion), false, "R1#", "cisco_iosxe", nil, 2},
		"IOS as IOS-XE":          {"cisco_iosxe", iosAnswers(iosVersion), false, "R1#", "cisco_ios", nil, 2},
		"NX-OS as IOS":           {"cisco_ios", nexusAnswers(), true, "n1# ", "cisco_nxos", []string{"asked as NX-OS: show version says so, the inventory says cisco_ios"}, 0},
		"NX-OS as IOS, in lines": {"cisco_ios", nexusAnswers(), false, "n1# ", "cisco_nxos", []string{"asked as NX-OS: show version says so, the inventory says cisco_ios"}, 0},
		"IOS-XR as IOS-XE":       {"cisco_iosxe", xrAnswers(), true, "RP/0/RP0/CPU0:r1#", "cisco_iosxr", []string{"asked as IOS-XR: show version says so, the inventory says cisco_iosxe"}, 0},
		"IOS-XR as NX-OS":        {"cisco_nxos", xrAnswers(), true, "RP/0/RP0/CPU0:r1#", "cisco_iosxr", []string{"asked as IOS-XR: show version says so, the inventory says cisco_nxos"}, 7},
		"IOS as NX-OS":           {"cisco_nxos", iosAnswers(iosVersion), false, "R1#", "cisco_ios", []string{"asked as IOS: show version says so, the inventory says cisco_nxos"}, 5},
		"auto, IOS":              {"auto", iosAnswers(iosVersion), false, "R1#", "cisco_ios", nil, 4},
		"auto, IOS-XE":           {"auto", iosAnswers(xeVersion), false, "R1#", "cisco_iosxe", nil, 4},
		"auto, NX-OS":            {"auto", nexusAnswers(), true, "n1# ", "cisco_nxos", nil, 7},
		"auto, IOS-XR":           {"auto", xrAnswers(), true, "RP/0/RP0/CPU0:r1#", "cisco_iosxr", nil, 7},
	}
}

// A device is asked as what its show version says, whatever the inventory says, and what it answered before is kept.
func TestAskedAsWhatItIs(t *testing.T) {
	for name, test := range misdeclared() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, turns, _ := asAre(t, test.declared, nil, func(c *terminal) {
				if test.early {
					c.early(test.prompt, test.answers)
				} else {
					c.serve(test.prompt, test.answers)
				}
			})
			mustBe(t, d, snapshot.Audited, "")
			if d.Platform != test.is {
				t.Errorf("asked as %q, want %q", d.Platform, test.is)
			}
			if len(d.Notes) != 1+len(test.notes) {
				t.Errorf("notes %q", d.Notes)
			}
			for i, part := range test.notes {
				if !strings.Contains(d.Notes[min(1+i, len(d.Notes)-1)], part) {
					t.Errorf("notes %q do not say %q", d.Notes, part)
				}
			}
			if test.turns > 0 && turns != test.turns {
				t.Errorf("%d round trips, want %d", turns, test.turns)
			}
			asked, _ := known().ByName(test.is)
			for _, line := range asked.Asks(allKinds) {
				if a := answerTo(t, d, line); a.Text != test.answers[line] || !a.Whole() {
					t.Errorf("%q: %q, want %q", line, a.Text, test.answers[line])
				}
			}
			for i, a := range d.Answers {
				if isShow := strings.HasPrefix(a.Command, "show "); isShow && slices.ContainsFunc(d.Answers[:i], func(b snapshot.Answer) bool { return b.Command == a.Command }) {
					t.Errorf("%q was asked twice", a.Command)
				}
			}
		})
	}
}

// What is no platform that is known is asked nothing more, and is told apart from what does not answer.
func TestNoPlatform(t *testing.T) {
	stack := "Cisco Nexus Operating System (NX-OS) Software\n  NXOS: version 10.3(9)\nCisco IOS XR Software, Version 7.9.2\n"
	tests := map[string]struct {
		declared inventory.Platform
		version  string
		says     []string
	}{
		"EOS as IOS":        {"cisco_ios", eosVersion, []string{"show version says EOS 4.29.2F, which cannot be audited; set its platform or leave it out"}},
		"EOS as NX-OS":      {"cisco_nxos", eosVersion, []string{"show version says EOS 4.29.2F, which cannot be audited"}},
		"EOS, auto":         {"auto", eosVersion, []string{"show version says EOS 4.29.2F, which cannot be audited"}},
		"two at once":       {"cisco_ios", stack, []string{"NX-OS 10.3(9)", " and ", "IOS-XR 7.9.2", "set its platform or leave it out"}},
		"two at once, auto": {"auto", stack, []string{"NX-OS 10.3(9)", " and "}},
		"nothing, auto":     {"auto", "Welcome\n", []string{"names no system that is known", "set its platform to one of cisco_ios, cisco_iosxe, cisco_nxos, cisco_iosxr"}},
		"refused, auto":     {"auto", "% Permission denied for the role\n", []string{"show version was refused (% Permission denied for the role)", "set its platform to one of cisco_ios"}},
		"a secret in it":    {"cisco_ios", "Arista DCS-7050\nSoftware image version: " + password + "\n", []string{"EOS <redacted>"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := maps.Clone(nexusAnswers())
			maps.Copy(answers, plainAnswers())
			answers[ios.ShowVersion] = test.version
			var typed []string
			d, _, _ := asAre(t, test.declared, sampling(2), func(c *terminal) {
				c.early("n1# ", answers, func(line string) bool {
					typed = append(typed, line)
					return false
				})
			})
			mustBe(t, d, snapshot.Unsupported, "platform")
			for _, part := range test.says {
				if !strings.Contains(d.Error.Message, part) {
					t.Errorf("message %q does not say %q", d.Error.Message, part)
				}
			}
			if last := typed[len(typed)-1]; last != ios.ShowVersion {
				t.Errorf("%q was asked behind show version", typed)
			}
			if test.declared == "auto" && !slices.Equal(typed, []string{"terminal length 0", ios.ShowVersion}) {
				t.Errorf("typed %q", typed)
			}
		})
	}
}

// A session that is none of the system's own is given up by name, before anything is typed.
func TestUnfitSessions(t *testing.T) {
	tests := map[string]struct {
		declared         inventory.Platform
		greeting, prompt string
		says             string
	}{
		"kickstart":       {"cisco_nxos", "", "switch(boot)# ", "kickstart"},
		"standby":         {"cisco_nxos", "", "switch(standby)# ", "active one"},
		"standby, auto":   {"auto", "", "switch(standby)# ", "active one"},
		"XR, not ready":   {"cisco_iosxr", "\nThis (D)RP Node is not ready or active for login /configuration\n", "", "route processor"},
		"XR, with prompt": {"cisco_iosxr", "\nThis (D)RP Node is not ready or active for login /configuration\n", "ios#", "route processor"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typed := "nothing"
			d, _, _ := asAre(t, test.declared, nil, func(c *terminal) {
				c.say(test.greeting)
				if c.say(test.prompt); test.prompt != "" {
					typed, _ = c.in.ReadString('\n')
				}
			})
			mustBe(t, d, snapshot.Unsupported, "unfit")
			if !strings.Contains(d.Error.Message, test.says) || test.prompt != "" && typed != "" {
				t.Errorf("message %q, typed %q", d.Error.Message, typed)
			}
		})
	}
}

// Where rights come with the account, nothing asks for more, whatever the inventory holds and the prompt looks like.
func TestNoEnableWithoutLevels(t *testing.T) {
	for _, declared := range []inventory.Platform{"cisco_nxos", "cisco_ios", "auto"} {
		var typed []string
		answers := nexusAnswers()
		answers[nexusConfig] = "% Permission denied for the role\n"
		d, _, _ := asAre(t, declared, sampling(1), func(c *terminal) {
			c.early("n1>", answers, func(line string) bool {
				typed = append(typed, line)
				return false
			})
		})
		mustBe(t, d, snapshot.Audited, "")
		if slices.Contains(typed, ios.Enable) || slices.Contains(typed, enable) {
			t.Errorf("%s: typed %q", declared, typed)
		}
	}
}

// A device that says in the middle of a session that it is another one is asked as that from then on, once.
func TestAnotherPlatformInMidSession(t *testing.T) {
	answers := nexusAnswers()
	answers[nexusPeers] = xeVersion
	answers[ios.ShowClock] = "18:57:38.347 UTC Mon Oct 19 2015\n" + iosVersion
	d, turns, _ := asAre(t, "cisco_nxos", sampling(1), func(c *terminal) { c.early("n1# ", answers) })
	mustBe(t, d, snapshot.Audited, "")
	if d.Platform != "cisco_nxos" || turns != 8 {
		t.Errorf("asked as %s in %d round trips", d.Platform, turns)
	}
}
