package nxos

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
	return capture.IsPrompt(text) || capture.IsEcho(text) || isLog(text)
}

// A log message. The year comes first, and the name of the device or of the zone before the message:
//
//	2017 Jul 28 14:42:46 UTC: %AUTHPRIV-6-SYSTEM_MSG: pam_aaa:Authentication failed
//	2026 Oct  1 08:00:00.123 n9k1 %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up
//	2026 Oct  1 08:00:00 n7k1 %$ VDC-1 %$ %SYSMGR-2-NON_VOLATILE_STORAGE_FULL: …
var logLine = regexp.MustCompile(`^\s*\d{4} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(\.\d{1,6})?( [\w.:+\-]{1,63}){0,3}:? (%\$ VDC-\d+ %\$ )?%[A-Z][A-Z0-9_]*(-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+:`)

// isLog reports whether a line is a log message, which a device may print into any answer.
func isLog(text string) bool {
	return strings.IndexByte(text, '%') >= 0 && (logLine.MatchString(text) || capture.IsLog(text))
}

// isRule reports whether a line is the one of hyphens below the head of a table.
func isRule(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) > 1 && strings.Trim(text, "-") == ""
}
