package iosxr

import (
	"iter"
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// content yields the lines that can carry an answer.
func content(text string) iter.Seq[capture.Line] { return capture.Content(text, isNoise) }

// isNoise reports whether a line belongs to the terminal and not to the answer.
func isNoise(text string) bool {
	return capture.IsPrompt(text) || capture.IsEcho(text) || isStamp(text) || isLog(text)
}

// The stamp before an answer. The zone may be of two words, or a sysadmin shell's, and there may be none:
//
//	Mon Nov  5 23:22:25.521 UTC
//	Tue Mar 20 07:01:22.345 PST DST
//	Thu Oct  1  08:00:00.123 UTC+00:00
var stampLine = regexp.MustCompile(`^\s*(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d{1,2}:\d{2}:\d{2}(?:\.\d{1,6})?(?: +[A-Za-z+\-][\w+\-:]{0,15}){0,2}$`)

func isStamp(text string) bool {
	return len(text) <= capture.MaxClockLine && stampLine.MatchString(text)
}

// A log message of this system, whose mnemonic stands behind the process, or is missing:
//
//	RP/0/RSP1/CPU0:Mar 28 15:08:30.941 UTC: bgp[1051]: %ROUTING-BGP-5-MAXPFX : No. of IPv4 Unicast prefixes …
var logLine = regexp.MustCompile(`^\s*(?:[\w/]{1,30}:)?(?:\d{4} )?[A-Z][a-z]{2} +\d{1,2} (?:\d{4} )?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,6})?(?: [\w+\-:]{1,12})? ?: [\w.\-]{1,40}\[\d{1,7}\]: `)

// isLog reports whether a line is a log message, which a device may print into any answer.
func isLog(text string) bool {
	return capture.IsLog(text) || strings.Contains(text, "]: ") && logLine.MatchString(text)
}
