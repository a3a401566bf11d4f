package session

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

// guard stands before every write, and is the last word on what a device is ever sent: the commands of its platform, empty
// lines, blanks for the pager, and once the secret or the key that it was told of.
type guard struct {
	platform *platform.Platform // nil: no line may be sent
	typed    string             // of a line that has no newline yet
	secret   string             // the next line may be this, once
	key      string             // the next write may be this, once: a pager takes it, and no line begins with it
}

// pass refuses text that completes, or begins, a line which may not be sent. Nothing of it is sent then.
func (g *guard) pass(text []byte) error {
	if g.key != "" && g.key == string(text) {
		g.key = ""
		return nil
	}
	lines := strings.Split(g.typed+string(text), "\n")
	whole, typed := lines[:len(lines)-1], lines[len(lines)-1]
	secret := g.secret
	for _, line := range whole {
		switch {
		case secret != "" && line == secret:
			secret = ""
		case !g.harmless(line):
			return notAllowed(line)
		}
	}
	if !g.beginning(typed) && (secret == "" || !strings.HasPrefix(secret, typed)) {
		return notAllowed(typed)
	}
	g.typed, g.secret = typed, secret
	return nil
}

func (g *guard) harmless(line string) bool {
	line = strings.Trim(line, " ")
	return line == "" || g.platform != nil && g.platform.Allowed(line)
}

// beginning reports whether text may stand in a line that is not finished. A "?" or a control character
// would act at once.
func (g *guard) beginning(text string) bool {
	text = strings.TrimLeft(text, " ")
	if text == "" || g.platform == nil {
		return text == ""
	}
	for _, c := range g.platform.Commands {
		if strings.HasPrefix(c.Line, text) {
			return true
		}
	}
	return false
}
