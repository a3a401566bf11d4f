package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refusals holds how the error lines of IOS start.
var refusals = []struct {
	prefix string
	kind   show.ErrorKind
}{
	{"% Invalid input detected at", show.InvalidInput},
	{"% Incomplete command", show.Incomplete},
	{"% Ambiguous command", show.Ambiguous},
	{"% Unknown command", show.UnknownCommand},
	{"% Unrecognized command", show.UnknownCommand},
	{"% Bad IP address or host name", show.UnknownCommand},
	{"Command authorization failed", show.Unauthorized},
	{"% Authorization failed", show.Unauthorized},
}

// DeviceError tells whether a text is an error that the device printed instead of an answer. "%NTP is not enabled." is an answer, not an error.
func DeviceError(text string) (refusal *show.Refusal, found bool) {
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		if strings.Trim(s, "^ \t") == "" || strings.HasPrefix(s, "Translating ") {
			continue
		}
		for _, r := range refusals {
			if strings.HasPrefix(s, r.prefix) {
				return &show.Refusal{Kind: r.kind, Line: s}, true
			}
		}
		return nil, false
	}
	return nil, false
}

// notUnderstood is the error for a text in which a parser found nothing of what it reads.
func notUnderstood(text, wanted string) error {
	return capture.NotUnderstood(text, wanted, DeviceError)
}
