package ios

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// otherSystem is an operating system that answers to some of the same commands, in another
// grammar: read as IOS, what it says would be taken for absent.
type otherSystem struct {
	name    string
	mark    *regexp.Regexp // a line that no IOS prints
	release *regexp.Regexp // the line, the same or another, that names the release
}

// otherSystems are told by "show version", or by the head of a configuration. XR comes first,
// as its name holds that of IOS.
var otherSystems = []otherSystem{
	{
		"IOS XR", regexp.MustCompile(`^Cisco IOS XR Software|^!! IOS XR Configuration|^!RANCID-CONTENT-TYPE: cisco-xr`),
		regexp.MustCompile(`^(?:Cisco IOS XR Software, Version|!! IOS XR Configuration(?: version =)?) ([^\s\[]+)`),
	},
	{
		"NX-OS", regexp.MustCompile(`^(! )?Cisco Nexus Operating System|^(NXOS|kickstart): +version |^!Command: show |^version \S+ Bios:|^!RANCID-CONTENT-TYPE: cisco-nx`),
		regexp.MustCompile(`^(?:(?:NXOS|system): +)?version ([^\s\[]+)`),
	},
	{
		"ASA", regexp.MustCompile(`^Cisco Adaptive Security Appliance Software|^ASA Version `),
		regexp.MustCompile(`^(?:Cisco Adaptive Security Appliance Software|ASA) Version (\S+)`),
	},
	{"Firepower", regexp.MustCompile(`^Cisco Firepower `), regexp.MustCompile(`\bVersion (\S+)`)},
	{
		"EOS", regexp.MustCompile(`^Arista \S+$|^! device: .*\bEOS-`),
		regexp.MustCompile(`^Software image version: +(\S+)|^! device: .*\bEOS-([\w.]+)`),
	},
	{
		"Junos", regexp.MustCompile(`^JUNOS .*\[|^Junos: |^set version |^## Last (commit|changed):`),
		regexp.MustCompile(`^JUNOS .*\[([^\]]+)\]|^(?:Junos:|set version|version) ([^\s;]+)`),
	},
}

// Its own name, or what only a configuration holds behind its head.
var endsTheHead = regexp.MustCompile(`^Cisco IOS Software|^Cisco IOS[ -]XE Software|^IOS \(tm\)|^banner `)

// headLines is how far down a mark is looked for. Below it a banner may say anything.
const headLines = 40

// OtherSystem tells which operating system, with its release where it is printed, an answer to
// "show version" or the head of a configuration names, if that is neither IOS nor IOS-XE:
// "IOS XR 7.3.2", "NX-OS 9.3(8)", "ASA 9.16(4)".
func OtherSystem(text string) (name string, found bool) {
	var system *otherSystem
	n := 0
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		if n++; system == nil && (n > headLines || endsTheHead.MatchString(s)) {
			return "", false
		}
		if len(s) > capture.MaxClockLine {
			continue
		}
		if system == nil {
			system = systemOf(s)
		}
		if system == nil {
			continue
		}
		if release := system.releaseIn(s); release != "" {
			return system.name + " " + release, true
		}
	}
	if system == nil {
		return "", false
	}
	return system.name, true
}

func systemOf(line string) *otherSystem {
	for i := range otherSystems {
		if otherSystems[i].mark.MatchString(line) {
			return &otherSystems[i]
		}
	}
	return nil
}

// releaseIn is the first group that the line fills.
func (o *otherSystem) releaseIn(line string) string {
	return strings.TrimSuffix(strings.Join(tail(o.release.FindStringSubmatch(line)), ""), ",")
}

func tail(groups []string) []string {
	if len(groups) == 0 {
		return nil
	}
	return groups[1:]
}

// OtherSystemError is the error of the parsers for a text that another system printed.
type OtherSystemError struct {
	System string // as OtherSystem names it
}

func (e *OtherSystemError) Error() string {
	return "the text is of " + e.System + ", which is not read as IOS"
}
