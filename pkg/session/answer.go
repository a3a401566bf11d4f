package session

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// silence is how long a device may say nothing before it answers command, or in the middle of that.
func (l Limits) silence(command string) time.Duration {
	if privileged(command) {
		return l.Configuration
	}
	return l.Silence
}

// bytes is how long the answer to command may be.
func (l Limits) bytes(command string) int {
	if privileged(command) {
		return l.ConfigBytes
	}
	return l.AnswerBytes
}

// privileged reports whether only privileged EXEC answers in full: the configuration does.
func privileged(command string) bool {
	return slices.ContainsFunc(ios.Commands(), func(c platform.Command) bool {
		return c.Line == command && c.Privilege == 15
	})
}

func isClock(command string) bool { return command == ios.ShowClock || command == ios.ShowClockDetail }

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

// first is the stamp of the clock line or, for other commands, of the first byte, of the answer in heard before end.
// heard begins with the newline of the echo.
func (s *shell) first(command string, end int) *snapshot.Stamp {
	if !isClock(command) {
		if end <= 1 {
			return nil
		}
		return s.heard.arrived(1)
	}
	if at, found := capture.FindClockLine(s.heard.text[:end]); found {
		return s.heard.arrived(at)
	}
	return nil
}

// answerText is an answer as it is kept. raw begins with the newline of the echo.
func (s *shell) answerText(raw []byte) string {
	if len(raw) > s.limits.AnswerBytes {
		s.budget.copying.Lock()
		defer s.budget.copying.Unlock()
	}
	return s.login.sanitize(string(bytes.TrimPrefix(raw, []byte("\n"))))
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
