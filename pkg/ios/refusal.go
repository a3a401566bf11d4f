package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refusals holds how the error lines of IOS start.
var refusals = capture.Refusals{
	{"% Invalid input detected at", show.InvalidInput},
	{"% Incomplete command", show.Incomplete},
	{"% Ambiguous command", show.Ambiguous},
	{"% Unknown command", show.UnknownCommand},
	{"% Unrecognized command", show.UnknownCommand},
	{"% Bad IP address or host name", show.UnknownCommand},
	{"Command authorization failed", show.Unauthorized},
	{"% Authorization failed", show.Unauthorized},
}

// DeviceError tells whether a text is an error that the device printed instead of an answer. "%NTP is not enabled." is an
// answer, not an error.
func DeviceError(text string) (refusal *show.Refusal, found bool) {
	noise := func(line string) bool { return isNoise(line) || isLookup(line) }
	return refusals.In(capture.FirstLine(capture.Content(text, noise)))
}

// isLookup recognizes what is printed while a command that is not known is looked up as the name of a host:
//
//	Translating "xyz"...domain server (255.255.255.255)
func isLookup(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "Translating ") }

// notUnderstood is the error for a text in which a parser found nothing of what it reads.
func notUnderstood(text, wanted string) error {
	return capture.NotUnderstood(text, wanted, DeviceError)
}
