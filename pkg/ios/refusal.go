package ios

import "strings"

// ErrorKind is what a device objects to.
type ErrorKind string

// The kinds of errors that IOS prints instead of an answer.
const (
	InvalidInput   ErrorKind = "invalid_input"
	Incomplete     ErrorKind = "incomplete"
	Ambiguous      ErrorKind = "ambiguous"
	UnknownCommand ErrorKind = "unknown_command"
	Unauthorized   ErrorKind = "unauthorized"
)

// Refusal is the error of every parser for a text in which the device refuses the command.
type Refusal struct {
	Kind ErrorKind
	Line string // as printed
}

func (r *Refusal) Error() string { return "the device refused the command: " + r.Line }

// refusals holds how the error lines of IOS start.
var refusals = []struct {
	prefix string
	kind   ErrorKind
}{
	{"% Invalid input detected at", InvalidInput},
	{"% Incomplete command", Incomplete},
	{"% Ambiguous command", Ambiguous},
	{"% Unknown command", UnknownCommand},
	{"% Unrecognized command", UnknownCommand},
	{"% Bad IP address or host name", UnknownCommand},
	{"Command authorization failed", Unauthorized},
	{"% Authorization failed", Unauthorized},
}

// DeviceError tells whether a text is an error that the device printed instead of an answer,
// which kind, and the line that says so. "%NTP is not enabled." is an answer, not an error.
func DeviceError(text string) (kind ErrorKind, errorLine string, found bool) {
	for l := range content(text) {
		s := strings.TrimSpace(l.text)
		if strings.Trim(s, "^ \t") == "" || strings.HasPrefix(s, "Translating ") {
			continue
		}
		for _, r := range refusals {
			if strings.HasPrefix(s, r.prefix) {
				return r.kind, s, true
			}
		}
		return "", "", false
	}
	return "", "", false
}

// notUnderstood is the error for a text in which a parser found nothing of what it reads.
func notUnderstood(text, wanted string) error {
	if kind, errorLine, found := DeviceError(text); found {
		return &Refusal{kind, errorLine}
	}
	return noAnswerError(wanted)
}

// noAnswerError names what was looked for in vain.
type noAnswerError string

func (e noAnswerError) Error() string { return "no " + string(e) + " in the output" }

// ntpDisabled is the whole answer of a device on which NTP does not run.
func ntpDisabled(text string) bool {
	s, ok := strings.CutPrefix(strings.TrimSpace(text), "%")
	return ok && strings.TrimLeft(s, " ") == "NTP is not enabled."
}
