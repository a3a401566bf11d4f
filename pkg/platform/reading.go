package platform

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Last returns the last answer to a command: a later one was asked because the earlier did not do.
func Last(answers []show.Answer, command string) (show.Answer, bool) {
	for _, a := range slices.Backward(answers) {
		if a.Command == command {
			return a, true
		}
	}
	return show.Answer{}, false
}

// Misread says why an answer is of no use: the device refused, it is cut, or it was not understood.
func Misread(a show.Answer, err error) string {
	var refusal *show.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Kind == show.Unauthorized:
		return a.Command + ": not authorized"
	case errors.As(err, &refusal):
		return fmt.Sprintf("%s: refused: %s", a.Command, refusal.Line)
	case !a.Whole:
		return a.Command + ": " + CutShort(a)
	case strings.TrimSpace(a.Text) == "":
		return a.Command + ": the answer is empty"
	case err != nil:
		return a.Command + ": not understood: " + err.Error()
	}
	return a.Command + ": not understood"
}

// CutShort says how an answer ended before its time.
func CutShort(a show.Answer) string {
	switch {
	case a.Text == "":
		return "no answer in time"
	case a.Cut == "size":
		return "cut: the answer is too long"
	case a.Cut != "":
		return "cut (" + a.Cut + ")"
	}
	return "cut"
}
