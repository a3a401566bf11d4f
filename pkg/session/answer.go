package session

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// silence is how long the device may say nothing before it answers command, or in the middle of that.
func (s *shell) silence(command string) time.Duration {
	if c, _ := s.login.platform.Command(command); c.Slow {
		return s.limits.Configuration
	}
	return s.limits.Silence
}

// bytes is how long the answer to command may be.
func (s *shell) bytes(command string) int {
	if c, _ := s.login.platform.Command(command); c.Slow {
		return s.limits.ConfigBytes
	}
	return s.limits.AnswerBytes
}

func (s *shell) keep(a snapshot.Answer) {
	s.device.Answers = append(s.device.Answers, a)
	if len(s.device.Answers) == 1 && a.Done != nil {
		s.adapt("the first command", time.Since(s.typed))
	}
}

// last returns the latest whole answer to command.
func last(d *snapshot.Device, command string) (snapshot.Answer, bool) {
	for _, a := range slices.Backward(d.Answers) {
		if a.Command == command && a.Whole() {
			return a, true
		}
	}
	return snapshot.Answer{}, false
}

// isShow reports whether an answer to a command is evidence, and not only the setting of a terminal.
func isShow(command string) bool { return strings.HasPrefix(command, "show ") }

// shown are the answers of a device as a platform reads them.
func shown(d *snapshot.Device) []show.Answer {
	answers := make([]show.Answer, len(d.Answers))
	for i, a := range d.Answers {
		answers[i] = show.Answer{Command: a.Command, Text: a.Text, Whole: a.Whole(), Cut: a.Cut}
	}
	return answers
}

// first is the stamp of the clock line or, for other commands, of the first byte, of the answer in heard before end.
// heard begins with the newline of the echo.
func (s *shell) first(command string, end int) *snapshot.Stamp {
	if !s.login.platform.ReadsClock(command) {
		if end <= 1 {
			return nil
		}
		return s.heard.arrived(1)
	}
	if at, found := s.terminal().ClockLine(s.heard.text[:end]); found {
		return s.heard.arrived(at)
	}
	return nil
}

// answerText is an answer as it is kept: without secrets, and without what its platform has no use for. raw begins with the newline
// of the echo.
func (s *shell) answerText(command string, raw []byte) string {
	if len(raw) > s.limits.AnswerBytes {
		s.budget.copying.Lock()
		defer s.budget.copying.Unlock()
	}
	text := s.login.sanitize(string(bytes.TrimPrefix(raw, []byte("\n"))))
	if keep := s.login.platform.Keep; keep != nil {
		return keep(command, text)
	}
	return text
}

// wordsBytes is how far back lastWords looks. A line that begins before is not quoted: what would show that it holds
// a secret may be in its beginning.
const wordsBytes = 1 << 10

// lastWords quotes the last line that the device printed, for an error.
func (s *shell) lastWords() string {
	tail := s.heard.text
	if len(tail) > wordsBytes {
		_, tail, _ = bytes.Cut(tail[len(tail)-wordsBytes:], []byte("\n"))
	}
	lines := strings.Split(s.login.sanitize(string(tail)), "\n")
	for _, line := range slices.Backward(lines) {
		if line = strings.TrimSpace(line); line != "" {
			return fmt.Sprintf("; its last line was %.80q", line)
		}
	}
	return ""
}
