package ntpshow

import (
	"iter"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Dialect is in what the operating systems differ that share this NTP code.
type Dialect struct {
	Noise   func(line string) bool                  // a line of the terminal, which is none of the answer
	Refused func(text string) (*show.Refusal, bool) // an error that is printed instead of an answer
}

// content yields the lines that can carry an answer.
func (d Dialect) content(text string) iter.Seq[capture.Line] {
	return func(yield func(capture.Line) bool) {
		for l := range capture.Lines(text) {
			if !d.Noise(l.Text) && !yield(l) {
				return
			}
		}
	}
}

func (d Dialect) notUnderstood(text, wanted string) error {
	return capture.NotUnderstood(text, wanted, d.Refused)
}

// ntpDisabled is the whole answer of a device on which NTP does not run.
func ntpDisabled(text string) bool {
	s, ok := strings.CutPrefix(strings.TrimSpace(text), "%")
	return ok && strings.TrimLeft(s, " ") == "NTP is not enabled."
}
