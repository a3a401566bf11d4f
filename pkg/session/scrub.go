package session

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// scrub removes the secrets of this login from all that is kept of a device. A device may print back what it was
// told, at any time.
func (l *login) scrub(d *snapshot.Device) {
	for _, secret := range l.secrets {
		d.Prompt = hide(d.Prompt, secret)
		for i := range d.Notes {
			d.Notes[i] = hide(d.Notes[i], secret)
		}
		for i := range d.Answers {
			d.Answers[i].Text = hide(d.Answers[i].Text, secret)
		}
		if d.Error != nil {
			d.Error.Message = hide(d.Error.Message, secret)
		}
	}
}

// hide replaces a secret wherever it stands. A short word ("cisco") is on every device anyway: to blank it there would
// spoil answers and tell the secret, so it is replaced only where it is a whole line.
func hide(text, secret string) string {
	if !common(secret) {
		return strings.ReplaceAll(text, secret, snapshot.Redacted)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) == secret {
			lines[i] = snapshot.Redacted
		}
	}
	return strings.Join(lines, "\n")
}

// common reports whether a secret could be a word of an answer.
func common(secret string) bool {
	return len(secret) < 8 && !strings.ContainsFunc(secret, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	})
}
