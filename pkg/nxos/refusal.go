package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refusals holds how the error lines of NX-OS start.
var refusals = capture.Refusals{
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
	s := capture.FirstLine(content(text))
	// There are many of these: "% Invalid number at '^' marker.", "% Invalid parameter detected at '^' marker.".
	if refusal, found = refusals.In(s); !found && strings.HasPrefix(s, "% ") && strings.HasSuffix(s, "marker.") {
		return &show.Refusal{Kind: show.InvalidInput, Line: s}, true
	}
	return refusal, found
}

// notUnderstood is the error for a text in which a parser found nothing of what it reads.
func notUnderstood(text, wanted string) error {
	return capture.NotUnderstood(text, wanted, DeviceError)
}
