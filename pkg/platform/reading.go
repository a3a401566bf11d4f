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
	refusal, refused := show.RefusalOf(err)
	switch {
	case refused && refusal.Kind == show.Unauthorized:
		return a.Command + ": not authorized"
	case refused:
		return fmt.Sprintf("%s: refused: %s", a.Command, refusal.Line)
	case !a.Whole:
		return a.Command + ": " + CutShort(a)
	case strings.TrimSpace(a.Text) == "":
		return a.Command + ": the answer is empty"
	case errors.Is(err, show.ErrLeapSecond):
		return a.Command + ": " + err.Error()
	case err != nil:
		return a.Command + ": not understood: " + err.Error() + "; it begins: " + firstLine(a.Text)
	}
	return a.Command + ": not understood: " + firstLine(a.Text)
}

// firstLine is the first line of a text that is not blank, up to what a message can hold.
func firstLine(text string) string {
	const longest = 80
	line, _, _ := strings.Cut(strings.TrimLeft(text, " \t\r\n"), "\n")
	line = strings.TrimSpace(line)
	if len(line) > longest {
		line = strings.ToValidUTF8(line[:longest], "") + "…"
	}
	return line
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

// Reader puts the answers of a device into rows, and what it cannot into gaps.
type Reader struct {
	Answers []show.Answer
	State   show.State
}

// Gap notes why a kind of fact is missing. An empty reason: the command was not answered.
func (r *Reader) Gap(kind show.Kind, command, reason string) {
	r.State.Gaps = append(r.State.Gaps, show.Gap{Kind: kind, Command: command, Reason: reason})
}

// Last returns the last answer to a command. Where there is none, the kind of fact is a gap.
func (r *Reader) Last(kind show.Kind, command string) (show.Answer, bool) {
	a, asked := Last(r.Answers, command)
	if !asked {
		r.Gap(kind, command, "")
	}
	return a, asked
}

// Clocks reads the answers that show the clock, or should. Where there is none, the clock is a gap of the first command.
func (r *Reader) Clocks(parse func(string) (show.Clock, error), commands ...string) {
	for i, a := range r.Answers {
		if !slices.Contains(commands, a.Command) {
			continue
		}
		reading := show.Reading{Answer: i}
		if reading.Clock, reading.Err = parse(a.Text); reading.Err != nil {
			reading.Reason = Misread(a, reading.Err)
		}
		r.State.Readings = append(r.State.Readings, reading)
	}
	if len(r.State.Readings) == 0 {
		r.Gap(show.KindClock, commands[0], "")
	}
}

// Status reads the answer to a command that tells whether NTP runs, and is synchronized.
func (r *Reader) Status(parse func(string) (show.Status, error), command string) {
	a, asked := r.Last(show.KindStatus, command)
	if !asked {
		return
	}
	s, err := parse(a.Text)
	if err != nil || s.Enabled && s.Synchronized == nil {
		r.Gap(show.KindStatus, a.Command, Misread(a, err))
		return
	}
	s.Command = a.Command
	r.State.Status = &s
}

// Associations reads the answer to a command that lists the sources. Rows are taken although others are missing: the table
// is then marked as cut.
func (r *Reader) Associations(parse func(string) (show.Associations, error), command string) {
	a, asked := r.Last(show.KindAssociations, command)
	if !asked {
		return
	}
	table, err := parse(a.Text)
	table.Truncated = table.Truncated || !a.Whole
	if err != nil || !table.Complete() && len(table.Associations) == 0 {
		if err == nil && a.Whole && len(table.Unparsed) > 0 {
			a.Text = table.Unparsed[0] // and not the head of the table
		}
		r.Gap(show.KindAssociations, a.Command, Misread(a, err))
		return
	}
	for i := range table.Associations {
		table.Associations[i].Command = a.Command
	}
	r.State.Associations = &table
}

// Detail reads the answer to a command that tells more of each source.
func (r *Reader) Detail(parse func(string) (show.AssociationsDetail, error), command string) {
	a, asked := r.Last(show.KindDetail, command)
	if !asked {
		return
	}
	detail, err := parse(a.Text)
	if err != nil {
		r.Gap(show.KindDetail, a.Command, Misread(a, err))
		return
	}
	r.State.Detail = &detail
}

// Version reads the answer to "show version".
func (r *Reader) Version(parse func(string) (show.Version, error)) {
	a, asked := r.Last(show.KindVersion, ShowVersion)
	if !asked {
		return
	}
	v, err := parse(a.Text)
	if err != nil {
		r.Gap(show.KindVersion, a.Command, Misread(a, err))
		return
	}
	v.Command = a.Command
	r.State.Version = &v
}
