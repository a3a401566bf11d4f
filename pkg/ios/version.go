package ios

import (
	"cmp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ParseVersion reads "show version" of IOS and IOS-XE. Only the lines that tell model, serial
// number, release and uptime are looked at; the many others are passed over.
func ParseVersion(text string) (show.Version, error) {
	var r versionReader
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		if l.Open && isWanted(s) || !l.Open && !r.take(s) {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
	return r.finish(text)
}

// isWanted reports whether a line, which may be cut, would have told something.
func isWanted(s string) bool {
	var probe versionReader
	understood := probe.take(s)
	return !understood || probe.wanted > 0
}

type versionReader struct {
	show.Version
	iosVersion              string
	boardSerial, otherModel string // from the inventory block, where the usual lines are missing
	wanted                  int    // lines that told something
	unparsed                []string
}

// take returns false for a line that it wants and does not understand.
func (r *versionReader) take(s string) bool {
	first := func(into *string, value string) bool {
		r.wanted++
		if *into == "" {
			*into = value
		}
		return value != ""
	}
	switch {
	case isModelLine(s):
		return first(&r.Model, strings.TrimSuffix(capture.FirstWord(s[len("cisco "):]), ","))
	case strings.HasPrefix(s, "Cisco IOS") || strings.HasPrefix(s, "IOS (tm)"):
		return r.takeRelease(s)
	case strings.HasPrefix(s, "Processor board ID "):
		return first(&r.Serial, strings.TrimSuffix(capture.FirstWord(s[len("Processor board ID "):]), ","))
	case strings.Contains(s, " uptime is ") && r.Uptime == nil:
		_, printed, _ := strings.Cut(s, " uptime is ")
		return r.takeUptime(printed)
	}
	title, value, ok := strings.Cut(s, ":")
	switch title = strings.ToLower(strings.TrimSpace(title)); {
	case ok && title == "model number":
		first(&r.otherModel, capture.FirstWord(value))
	case ok && title == "system serial number":
		first(&r.boardSerial, capture.FirstWord(value))
	}
	return true
}

// isModelLine recognizes the line that begins with the model, whose wording differs:
//
//	cisco WS-C4507R+E (P5040) processor (revision 2) with 4194304K bytes of physical memory.
//	Cisco IOSv (revision 1.0) with  with 460137K/62464K bytes of memory.
//	Cisco 871 (MPC8272) processor (revision 0x300) with 118784K/12288K bytes of memory.
func isModelLine(s string) bool {
	_, amount, ok := strings.Cut(s, "bytes of ")
	return ok && (strings.HasPrefix(s, "cisco ") || strings.HasPrefix(s, "Cisco ")) && strings.Contains(amount, "memory")
}

// takeRelease reads the release out of one of
//
//	Cisco IOS XE Software, Version 17.09.04a
//	Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE, RELEASE SOFTWARE (fc2)
func (r *versionReader) takeRelease(s string) bool {
	isXE := strings.HasPrefix(s, "Cisco IOS XE") || strings.HasPrefix(s, "Cisco IOS-XE") || strings.Contains(s, "IOS-XE Software")
	r.XE = r.XE || isXE
	r.Line = cmp.Or(r.Line, s)
	_, release, ok := strings.Cut(s, "Version ")
	if !ok {
		return true
	}
	r.wanted++
	release = strings.TrimSuffix(capture.FirstWord(release), ",")
	if isXE && r.OSVersion == "" {
		r.OSVersion = release
	}
	if !isXE && r.iosVersion == "" {
		r.iosVersion = release
	}
	return release != ""
}

func (r *versionReader) takeUptime(printed string) bool {
	d, ok := capture.Uptime(printed)
	if ok {
		r.wanted++
		r.Uptime = &d
	}
	return ok
}

func (r *versionReader) finish(text string) (show.Version, error) {
	v := r.Version
	if v.OSVersion == "" {
		v.OSVersion = r.iosVersion
	}
	if v.Serial == "" {
		v.Serial = r.boardSerial
	}
	if v.Model == "" {
		v.Model = r.otherModel
	}
	v.Unparsed = capture.List(r.unparsed)
	if v.OSVersion == "" && v.Uptime == nil && v.Serial == "" {
		return v, notUnderstood(text, "software version")
	}
	return v, nil
}
