package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refusals holds how the error lines of NX-OS start.
var refusals = []struct {
	prefix string
	kind   show.ErrorKind
}{
	{"% Permission denied", show.PermissionDenied},
	{"% This command is not authorized", show.Unauthorized},
	{"Error: AAA authorization failed", show.Unauthorized},
	{"% Incomplete command", show.Incomplete},
	{"% Ambiguous command", show.Ambiguous},
	{"% Invalid command", show.InvalidInput},
	{"% Bad ", show.InvalidInput},
	{"Syntax error while parsing", show.InvalidInput}, // over an exec channel
	{"ERROR: ", show.InvalidInput},
}

// DeviceError tells whether a text is an error that the device printed instead of an answer.
func DeviceError(text string) (refusal *show.Refusal, found bool) {
	for l := range content(text) {
		s := strings.TrimSpace(l.Text)
		if strings.Trim(s, "^ \t") == "" {
			continue
		}
		kind, refused := refusalKind(s)
		if !refused {
			return nil, false
		}
		return &show.Refusal{Kind: kind, Line: s}, true
	}
	return nil, false
}

func refusalKind(s string) (kind show.ErrorKind, refused bool) {
	for _, r := range refusals {
		if strings.HasPrefix(s, r.prefix) {
			return r.kind, true
		}
	}
	// There are many of these: "% Invalid number at '^' marker.", "% Invalid parameter detected at '^' marker.".
	return show.InvalidInput, strings.HasPrefix(s, "% ") && strings.HasSuffix(s, "marker.")
}

// notUnderstood is the error for a text in which a parser found nothing of what it reads.
func notUnderstood(text, wanted string) error {
	return capture.NotUnderstood(text, wanted, DeviceError)
}
