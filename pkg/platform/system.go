package platform

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// Mark is how a text says whose it is: "show version", or the head of a configuration.
type Mark struct {
	Line    *regexp.Regexp // a line that no other system prints
	Release *regexp.Regexp // the line, the same or another, that names the release in one of its groups; nil: it is not asked
}

// On reports whether the mark stands in the head of a text.
func (m Mark) On(text string) bool {
	_, found := m.In(text)
	return found
}

// headLines is how far down a mark is looked for. Below it a banner may say anything.
const headLines = 40

// longestMark is longer than any line that names a system; a hostile device may send megabytes without a newline.
const longestMark = 256

// headBytes bounds what is read of a text: prompts, echoes and blank lines are no lines of its head, and a hostile device may
// send megabytes of them.
const headBytes = 64 << 10

// In looks for the mark in the head of a text. The release is empty where none is printed.
func (m Mark) In(text string) (release string, found bool) {
	text = text[:min(len(text), headBytes)]
	n := 0
	for l := range capture.Lines(text) {
		s := strings.TrimSpace(l.Text)
		if capture.IsPrompt(l.Text) || capture.IsEcho(l.Text) {
			continue
		}
		if n++; n > headLines || strings.HasPrefix(s, "banner ") {
			break
		}
		if len(s) > longestMark {
			continue
		}
		found = found || m.Line.MatchString(s)
		if found {
			release = m.releaseIn(s)
		}
		if release != "" {
			break
		}
	}
	if !found {
		return "", false
	}
	return release, true
}

// releaseIn is the first group that the line fills.
func (m Mark) releaseIn(line string) string {
	if m.Release == nil {
		return ""
	}
	groups := m.Release.FindStringSubmatch(line)
	if len(groups) == 0 {
		return ""
	}
	return strings.TrimSuffix(strings.Join(groups[1:], ""), ",")
}

// foreignSystems are known in order to say what a device is. One that has a package of its own counts only where that
// package is not in the list.
var foreignSystems = []struct {
	name     string
	platform string // the name of the platform that reads it; empty: none does
	Mark
}{
	{"IOS XR", "cisco_iosxr", Mark{
		regexp.MustCompile(`^Cisco IOS XR Software|^!! IOS XR Configuration|^!RANCID-CONTENT-TYPE: cisco-xr`),
		regexp.MustCompile(`^(?:Cisco IOS XR Software, Version|!! IOS XR Configuration(?: version =)?) ([^\s\[]+)`),
	}},
	{"NX-OS", "cisco_nxos", Mark{
		regexp.MustCompile(`^(! )?Cisco Nexus Operating System|^(NXOS|kickstart): +version |^!Command: show |^version \S+ Bios:|^!RANCID-CONTENT-TYPE: cisco-nx`),
		regexp.MustCompile(`^(?:(?:NXOS|system): +)?version ([^\s\[]+)`),
	}},
	{"ASA", "", Mark{
		regexp.MustCompile(`^Cisco Adaptive Security Appliance Software|^ASA Version `),
		regexp.MustCompile(`^(?:Cisco Adaptive Security Appliance Software|ASA) Version (\S+)`),
	}},
	{"Firepower", "", Mark{regexp.MustCompile(`^(?:Model +: +)?Cisco Firepower `), regexp.MustCompile(`\bVersion (\S+)`)}},
	{"EOS", "", Mark{
		regexp.MustCompile(`^(?:Arista \S+|vEOS|cEOSLab)$|^! device: .*\bEOS-`),
		regexp.MustCompile(`^Software image version: +(\S+)|^! device: .*\bEOS-([\w.]+)`),
	}},
	{"Junos", "", Mark{
		regexp.MustCompile(`^JUNOS .*\[|^Junos: |^set version |^## Last (commit|changed):`),
		regexp.MustCompile(`^JUNOS .*\[([^\]]+)\]|^(?:Junos:|set version|version) ([^\s;]+)`),
	}},
}

// foreign names the systems that a text is of and no platform of the list reads, with the release where it is printed:
// "EOS 4.27.6M".
func (l List) foreign(text string) (names []string) {
	for _, s := range foreignSystems {
		release, found := s.In(text)
		if !found {
			continue
		}
		if _, reads := l.ByName(s.platform); !reads {
			names = append(names, strings.TrimSpace(s.name+" "+release))
		}
	}
	return names
}
