package session

import (
	"slices"
	"strings"
	"sync"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// mostShared is how many secrets a run may have for every device's answers to be searched for all of them. A fleet with a
// secret for each device would cost the square of its size; there, a device knows its own.
const mostShared = 32

// vault holds the secrets of a run.
type vault struct {
	mu      sync.Mutex
	secrets []string // distinct, in the order in which they were first needed; at most mostShared+1
}

func (v *vault) add(secrets []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, s := range secrets {
		if len(v.secrets) <= mostShared && !slices.Contains(v.secrets, s) {
			v.secrets = append(v.secrets, s)
		}
	}
}

// shared are the secrets of the run, unless there are too many.
func (v *vault) shared() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.secrets) > mostShared {
		return nil
	}
	return slices.Clone(v.secrets)
}

// share has the secrets of the run hidden as well: devices know the secrets of others, as they have accounts in common.
func (l *login) share(v *vault) {
	v.add(l.secrets)
	for _, s := range v.shared() {
		l.keep(s)
	}
}

// keep remembers what must not be seen again.
func (l *login) keep(secret string) {
	if !slices.Contains(l.secrets, secret) {
		l.secrets = append(l.secrets, secret)
	}
}

// scrub removes the secrets of this login from all that is kept of a device. A device may print back what it was
// told, at any time.
func (l *login) scrub(d *snapshot.Device) {
	d.Prompt = l.hide(d.Prompt)
	for i := range d.Notes {
		d.Notes[i] = l.hide(d.Notes[i])
	}
	for i := range d.Answers {
		d.Answers[i].Text = l.hide(d.Answers[i].Text)
	}
	if d.Error != nil {
		d.Error.Message = l.hide(d.Error.Message)
	}
}

// hide replaces the secrets of this login in a text.
func (l *login) hide(text string) string {
	for _, secret := range l.secrets {
		text = hide(text, secret)
	}
	return text
}

// sanitize is what may be kept of what the device printed. Secrets are looked for before it is cleaned, because a carriage
// return may cover half of one, and after that, because control characters may have stood within one.
func (l *login) sanitize(raw string) string { return l.hide(snapshot.Sanitize(l.hide(raw))) }

// hide replaces a secret wherever it stands. A short word ("cisco") is on every device anyway: to blank it there would
// spoil answers and tell the secret, so it is replaced only where it is a whole line.
func hide(text, secret string) string {
	if !common(secret) {
		return hideSplit(strings.ReplaceAll(text, secret, snapshot.Redacted), secret)
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

// hideSplit replaces a secret that goes on in the next line, because the device wrapped it at the edge of a terminal.
func hideSplit(text, secret string) string {
	var b strings.Builder
	kept := 0 // up to here the text is in b
	for at := 0; at < len(text); {
		i := strings.IndexAny(text[at:], "\r\n")
		if i < 0 {
			break
		}
		at += i
		start, end, found := splitAt(text[kept:], at-kept, secret)
		if found {
			b.WriteString(text[kept : kept+start])
			b.WriteString(snapshot.Redacted)
			kept += end
		}
		at = max(kept, at+lineEnds(text[at:]))
	}
	if kept == 0 {
		return text
	}
	b.WriteString(text[kept:])
	return b.String()
}

// splitAt finds a secret whose first line end is the one at i. A blank before it may be how the device wraps.
func splitAt(text string, i int, secret string) (start, end int, found bool) {
	for _, before := range []string{text[:i], strings.TrimSuffix(text[:i], " ")} {
		if before == "" || strings.IndexByte(secret, before[len(before)-1]) < 0 {
			continue // most lines, at little cost
		}
		for n := min(len(secret)-1, len(before)); n > 0; n-- {
			if !strings.HasSuffix(before, secret[:n]) {
				continue
			}
			if length, found := goesOn(text[i:], secret[n:]); found {
				return len(before) - n, i + length, true
			}
		}
	}
	return 0, 0, false
}

// goesOn finds the rest of a secret behind a line end, and over further ones. A blank before a line end may be part of
// the secret, or of how the device wraps.
func goesOn(text, rest string) (length int, found bool) {
	switch {
	case rest == "":
		return 0, true
	case text == "":
		return 0, false
	case text[0] == rest[0]:
		if length, found = goesOn(text[1:], rest[1:]); found {
			return 1 + length, true
		}
	}
	skip := lineEnds(text)
	if strings.HasPrefix(text, " \r") {
		skip = 1 + lineEnds(text[1:])
	}
	if skip == 0 {
		return 0, false
	}
	length, found = goesOn(text[skip:], rest)
	return skip + length, found
}

// lineEnds is the length of the line ends that text begins with.
func lineEnds(text string) int { return len(text) - len(strings.TrimLeft(text, "\r\n")) }
