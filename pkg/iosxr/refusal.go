package iosxr

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refusals holds how the error lines of IOS XR start.
var refusals = capture.Refusals{
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
var emptySection = capture.Refusals{{"% No such configuration item(s)", show.NoSuchItem}}

// DeviceError tells whether a text is an error that the device printed instead of an answer. That there is no such
// configuration item is an answer, and so is that NTP is not enabled.
func DeviceError(text string) (refusal *show.Refusal, found bool) {
	return refusals.In(capture.FirstLine(content(text)))
}

// complaint is a line amid an answer, or behind it, in which the device objects to something. What the answer lacks for it is
// not known.
func complaint(text string) (line string, found bool) {
	first := true
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		if strings.Trim(s, "^ ") == "" {
			continue
		}
		_, known := refusals.In(s)
		if !first && (known || strings.HasPrefix(s, "% ")) {
			return s, true
		}
		first = false
	}
	return "", false
}

// noValues is DeviceError, and the answer that a part of the configuration is empty: in neither there is anything to parse.
func noValues(text string) (*show.Refusal, bool) {
	return slices.Concat(emptySection, refusals).In(capture.FirstLine(content(text)))
}
