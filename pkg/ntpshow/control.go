package ntpshow

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// controlReader gathers what is said of requests of modes 6 and 7. The last line about either counts.
type controlReader struct {
	control, private         bool   // such requests are answered
	controlLine, privateLine string // that says so, or not; empty: none does
}

// AllowMode reads what follows "ntp allow" or, where on is false, "no ntp allow". The number behind "control" is a rate: it does
// not matter, as behind "no" it is only what is left of the line that was there.
//
//	mode control 3
//	mode private
//	control rate-limit 3
func (r *ConfigReader) AllowMode(words []string, on bool, line string) {
	if capture.Keyword(words) == "mode" {
		words = words[1:]
	}
	line = strings.TrimSpace(line)
	switch capture.Keyword(words) {
	case "control":
		r.modes.control, r.modes.controlLine = on, line
	case "private":
		r.modes.private, r.modes.privateLine = on, line
	}
}

func (c *controlReader) result() show.Control {
	said := show.Control{
		Refused: c.controlLine != "" && !c.control, Answered: c.controlLine != "" && c.control,
		Private: c.private, Line: c.controlLine,
	}
	if said.Private {
		said.Line = c.privateLine
	}
	return said
}
