package iosxr

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Version is "show version". The serial number is in "show inventory" alone.
type Version struct {
	show.Version
	Hostname string // empty: not printed
	Image    string // empty: not printed
}

// ParseVersion reads "show version". Only the lines that tell release, model, uptime and image are looked at; the many
// others are passed over.
func ParseVersion(text string) (Version, error) {
	v := Version{Version: show.Version{Unparsed: []string{}}}
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		read := versionLine(s)
		if read == nil {
			continue
		}
		// The last line of a cut text may be half a line.
		if l.Open || !read(&v, s) {
			v.Unparsed = append(v.Unparsed, l.Raw)
		}
	}
	if v.OSVersion == "" {
		return v, capture.NotUnderstood(text, "software version", DeviceError)
	}
	return v, nil
}

// releasePrefix begins the line that no other system prints.
const releasePrefix = "Cisco IOS XR Software, Version "

// versionLine finds what reads a line. nil: the line is not wanted. What reads it returns false where it does not understand.
func versionLine(s string) func(*Version, string) bool {
	switch {
	case strings.HasPrefix(s, strings.TrimSpace(releasePrefix)):
		return readRelease
	case strings.HasPrefix(s, "cisco ") && strings.Contains(s, " processor"):
		return readModel
	case strings.Contains(s, " uptime is "):
		return readUptime
	case strings.HasPrefix(s, "System image file is "):
		return readImage
	}
	return nil
}

// readRelease reads
//
//	Cisco IOS XR Software, Version 6.4.2[Default]
//	Cisco IOS XR Software, Version 7.9.2 LNT
func readRelease(v *Version, s string) bool {
	release, _, _ := strings.Cut(capture.FirstWord(strings.TrimPrefix(s, releasePrefix)), "[")
	if release == "" || !strings.HasPrefix(s, releasePrefix) || v.OSVersion != "" {
		return false
	}
	v.OSVersion, v.Line = release, s
	return true
}

// readModel reads
//
//	cisco CRS-16/S-B (Intel 686 F6M14S4) processor with 12582912K bytes of memory.
//	cisco NCS-5500 () processor
func readModel(v *Version, s string) bool {
	if v.Model == "" {
		v.Model = capture.FirstWord(s[len("cisco "):])
	}
	return true
}

// readUptime reads "router uptime is 1 week, 6 days, 4 hours, 22 minutes". "System" is no host name.
func readUptime(v *Version, s string) bool {
	host, printed, _ := strings.Cut(s, " uptime is ")
	up, ok := capture.Uptime(printed)
	if !ok || v.Uptime != nil {
		return false
	}
	v.Uptime = &up
	if host != "System" {
		v.Hostname = host
	}
	return true
}

func readImage(v *Version, s string) bool {
	v.Image = strings.Trim(strings.TrimPrefix(s, "System image file is "), `"`)
	return v.Image != ""
}
