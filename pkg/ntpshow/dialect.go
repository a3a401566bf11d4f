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

	// Banner splits a line in which the terminal tells the time before an answer. nil: none does.
	Banner func(line string) (source, stamp string, ok bool)
	// HeaderTells: the blanks between the titles of "show ntp associations" tell the legend where none is printed.
	HeaderTells bool
	// VRFs: in "show ntp associations" an address may be followed by its VRF.
	VRFs bool
	// Padded: no simulator prints it without zeros, so that a second with less than three decimals is no reading.
	Padded bool
}

func (d Dialect) banner(line string) (source, stamp string, ok bool) {
	if d.Banner == nil {
		return "", "", false
	}
	return d.Banner(line)
}

// content yields the lines that can carry an answer.
func (d Dialect) content(text string) iter.Seq[capture.Line] { return capture.Content(text, d.Noise) }

func (d Dialect) notUnderstood(text, wanted string) error {
	return capture.NotUnderstood(text, wanted, d.Refused)
}

// ntpDisabled is the whole answer of a device on which NTP does not run.
func ntpDisabled(text string) bool {
	s, ok := strings.CutPrefix(strings.TrimSpace(text), "%")
	return ok && strings.TrimLeft(s, " ") == "NTP is not enabled."
}
