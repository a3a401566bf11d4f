package iosxr

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refusals holds how the error lines of IOS XR start.
var refusals = []struct {
	prefix string
	kind   show.ErrorKind
}{
	{"% Invalid input detected at", show.InvalidInput},
	{"% Error parsing piping string", show.InvalidInput},
	{"% Unmatched quote", show.InvalidInput},
	{"% Incomplete command", show.Incomplete},
	{"% Ambiguous command", show.Ambiguous},
	{"% Unknown command", show.UnknownCommand},
	{"% This command is not authorized", show.Unauthorized},
	{"% Authorization failed", show.Unauthorized},
	{"Command authorization failed", show.Unauthorized},
}

// emptySection is the answer for a part of the configuration in which there is nothing.
const emptySection = "% No such configuration item(s)"

// DeviceError tells whether a text is an error that the device printed instead of an answer. That there is no such
// configuration item is an answer, and so is that NTP is not enabled.
func DeviceError(text string) (refusal *show.Refusal, found bool) {
	s := firstLine(text)
	for _, r := range refusals {
		if strings.HasPrefix(s, r.prefix) {
			return &show.Refusal{Kind: r.kind, Line: s}, true
		}
	}
	return nil, false
}

// firstLine is the first line of an answer below the caret that marks a place in the command.
func firstLine(text string) string {
	for l := range content(text) {
		if s := strings.TrimSpace(l.Text); strings.Trim(s, "^ \t") != "" {
			return s
		}
	}
	return ""
}

// isEmptySection reports whether the device says that a part of the configuration is empty.
func isEmptySection(text string) bool { return strings.HasPrefix(firstLine(text), emptySection) }

// noValues is DeviceError, and the answer that a part of the configuration is empty: in neither there is anything to parse.
func noValues(text string) (*show.Refusal, bool) {
	if isEmptySection(text) {
		return &show.Refusal{Kind: show.NoSuchItem, Line: firstLine(text)}, true
	}
	return DeviceError(text)
}
