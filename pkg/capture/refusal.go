package capture

import (
	"iter"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Refusals are the beginnings of the lines in which a system says that it does not take a command. The first that fits counts.
type Refusals []struct {
	Prefix string
	Kind   show.ErrorKind
}

// In finds what a line, without the blanks around it, objects to.
func (r Refusals) In(line string) (refusal *show.Refusal, found bool) {
	for _, known := range r {
		if strings.HasPrefix(line, known.Prefix) {
			return &show.Refusal{Kind: known.Kind, Line: line}, true
		}
	}
	return nil, false
}

// FirstLine is the first line of an answer below the caret that marks a place in the command, without the blanks around it.
// Empty: there is none.
func FirstLine(lines iter.Seq[Line]) string {
	for l := range lines {
		if s := strings.TrimSpace(l.Text); strings.Trim(s, "^ \t") != "" {
			return s
		}
	}
	return ""
}

// NotUnderstood is the error for a text in which a parser found nothing of what it reads: a [*show.Refusal] where refused
// finds one in it.
func NotUnderstood(text, wanted string, refused func(string) (*show.Refusal, bool)) error {
	if refusal, found := refused(text); found {
		return refusal
	}
	return noAnswerError(wanted)
}

// noAnswerError names what was looked for in vain.
type noAnswerError string

func (e noAnswerError) Error() string { return "no " + string(e) + " in the output" }
