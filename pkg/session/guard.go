package session

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// guard stands before every write, and is the last word on what a device is ever sent: lines of
// ios.Commands, empty lines, blanks for the pager, and once the secret that it was told of.
type guard struct {
	typed  string // of a line that has no newline yet
	secret string // the next line may be this, once
}

// pass refuses text that completes, or begins, a line which may not be sent. Nothing of it is sent then.
func (g *guard) pass(text []byte) error {
	lines := strings.Split(g.typed+string(text), "\n")
	whole, typed := lines[:len(lines)-1], lines[len(lines)-1]
	secret := g.secret
	for _, line := range whole {
		switch {
		case secret != "" && line == secret:
			secret = ""
		case !harmless(line):
			return notAllowed(line)
		}
	}
	if !beginning(typed) && (secret == "" || !strings.HasPrefix(secret, typed)) {
		return notAllowed(typed)
	}
	g.typed, g.secret = typed, secret
	return nil
}

func harmless(line string) bool {
	line = strings.Trim(line, " ")
	return line == "" || ios.Allowed(line)
}

// beginning reports whether text may stand in a line that is not finished. A "?" or a control character
// would act at once.
func beginning(text string) bool {
	text = strings.TrimLeft(text, " ")
	for _, c := range ios.Commands() {
		if strings.HasPrefix(c.Line, text) {
			return true
		}
	}
	return false
}
