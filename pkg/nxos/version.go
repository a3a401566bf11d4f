package nxos

import (
	"path"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Version is "show version".
type Version struct {
	show.Version
	Hostname string // empty: not printed
	Image    string // the file that runs
	ACI      bool   // a leaf or spine of an ACI fabric, whose configuration is on the APIC
}

// ParseVersion reads "show version". Only the lines that tell release, model, serial number, name, image and uptime are
// looked at; the many others are passed over.
func ParseVersion(text string) (Version, error) {
	var r versionReader
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		if l.Open && isWanted(s) || !l.Open && !r.take(s) {
			r.Unparsed = append(r.Unparsed, l.Raw)
		}
	}
	r.Unparsed = capture.List(r.Unparsed)
	if r.OSVersion == "" && r.Uptime == nil && r.Serial == "" {
		return r.Version, notUnderstood(text, "software version")
	}
	return r.Version, nil
}

// isWanted reports whether a line, which may be cut, would have told something.
func isWanted(s string) bool {
	var probe versionReader
	return !probe.take(s) || probe.wanted > 0
}

type versionReader struct {
	Version
	wanted int // lines that told something
}

// take returns false for a line that it wants and does not understand.
func (r *versionReader) take(s string) bool {
	label, value, colon := strings.Cut(s, ":")
	value = strings.TrimSpace(value)
	switch {
	case r.Line == "" && strings.HasPrefix(s, "Cisco Nexus Operating System"):
		r.Line = s
	case colon && (label == "NXOS" || label == "system"):
		// Not "Host NXOS", and not "System version", which is what ran before the last reset.
		release, ok := strings.CutPrefix(value, "version ")
		return !ok || r.first(&r.OSVersion, capture.FirstWord(release))
	case colon && label == "Device name":
		return r.first(&r.Hostname, capture.FirstWord(value))
	case colon && strings.HasSuffix(label, " image file is"):
		return r.takeImage(label, capture.FirstWord(value))
	case strings.HasPrefix(s, "Processor Board ID "):
		return r.first(&r.Serial, capture.FirstWord(s[len("Processor Board ID "):]))
	case strings.HasPrefix(s, "cisco "):
		return r.first(&r.Model, model(s[len("cisco "):]))
	case strings.HasPrefix(s, "Kernel uptime is ") && r.Uptime == nil:
		up, ok := capture.Uptime(s[len("Kernel uptime is "):])
		if ok {
			r.wanted++
			r.Uptime = &up
		}
		return ok
	}
	return true
}

func (r *versionReader) first(into *string, value string) bool {
	r.wanted++
	if *into == "" {
		*into = value
	}
	return value != ""
}

// takeImage reads the file of NXOS, or of the system; an old kickstart image only tells whether it is one of ACI.
func (r *versionReader) takeImage(label, file string) bool {
	r.ACI = r.ACI || strings.HasPrefix(path.Base(file), "aci-")
	if strings.HasPrefix(label, "kickstart ") {
		return true
	}
	return r.first(&r.Image, file)
}

// model leaves out what follows the name:
//
//	Nexus 5596 Chassis ("O2 48X10GE/Modular Supervisor")
//	N9K-C9396PX ("supervisor")
func model(s string) string {
	for _, behind := range []string{"(", " Chassis", " chassis"} {
		s, _, _ = strings.Cut(s, behind)
	}
	return strings.TrimSpace(s)
}
