package capture

import "github.com/ntpaudit/ntpaudit/pkg/show"

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
