package fix

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Told is the plan of a device as a report has it: a file, in which anything may stand.
type Told struct {
	Platform, Release, Model string        // as the device was found; empty: not known
	Changes                  []show.Change // of the findings that have failed
	Steps                    []Step
}

// Hold reports the first thing in a plan that its changes are not written as: each step has the lines of one of them, and is entered
// at once only where the change is; what is looked at, saved and taken back is what belongs to the platform and to these lines. The
// error is a clause: `has the line "reload", which no failed finding asks for`.
func (r Renderer) Hold(t Told) error {
	h := holder{told: t, again: make(map[string]bool)}
	h.system, _ = r.platforms.ByName(t.Platform)
	h.write()
	for i := range t.Steps {
		if err := h.step(&t.Steps[i]); err != nil {
			return err
		}
	}
	return nil
}

// holder holds the steps of a plan against its changes.
type holder struct {
	told   Told
	system *platform.Platform // nil: none that is known, so that no line is right
	now    []string           // what each change is written as that is made at once, its lines joined
	later  []string           // and those for a later stage
	again  map[string]bool    // lines that undo a change
}

// write writes the changes again. One that the platform refuses has no line.
func (h *holder) write() {
	if h.system == nil || h.system.Render == nil {
		return
	}
	for _, c := range h.told.Changes {
		lines := h.render(c)
		if c.Verb == show.Save || len(lines) == 0 {
			continue
		}
		if text := strings.Join(lines, "\n"); c.Stage > 0 {
			h.later = append(h.later, text)
		} else {
			h.now = append(h.now, text)
		}
		h.undo(c, lines)
	}
}

func (h *holder) render(c show.Change) []string {
	c.Release, c.Model = h.told.Release, h.told.Model
	lines, err := h.system.Write(c)
	if err != nil {
		return nil
	}
	return lines
}

// undo notes the lines that undo a change: the line that was in force, those of the opposite, and its own turned round.
func (h *holder) undo(c show.Change, lines []string) {
	if c.Line != "" {
		h.again[c.Line] = true
	}
	if verb, known := opposite[c.Verb]; known {
		turned := c
		turned.Verb = verb
		for _, line := range h.render(turned) {
			h.again[line] = true
		}
	}
	for _, line := range lines {
		if positive, negated := strings.CutPrefix(line, "no "); negated {
			h.again[positive] = true
		} else {
			h.again["no "+line] = true
		}
	}
}

func (h *holder) step(x *Step) error {
	if x.Stage < 1 || x.Stage > len(h.told.Steps)+len(h.told.Changes) { // a change without a line may have a stage, and no step
		return fmt.Errorf("has a stage %d in %s", x.Stage, check.Count(len(h.told.Steps), "step"))
	}
	if len(x.Lines) > 0 {
		text := strings.Join(x.Lines, "\n")
		switch later := slices.Contains(h.later, text); {
		case slices.Contains(h.now, text), x.ByHand && later:
		case later:
			return fmt.Errorf("has the line %s entered at once, which is for a later stage", shown(x.Lines[0]))
		default:
			return fmt.Errorf("has the line %s, which no failed finding asks for", shown(h.odd(x.Lines)))
		}
	}
	if x.Verify != "" && !h.looks(x.Verify) {
		return fmt.Errorf("looks with %s, which is no line that shows the time of this platform", shown(x.Verify))
	}
	for _, line := range x.Exec {
		if line != "end" && !h.saves(line) {
			return fmt.Errorf("has %s in exec mode, which neither leaves the configuration nor saves it", shown(line))
		}
	}
	for _, line := range x.Back {
		if !h.undoes(line) {
			return fmt.Errorf("goes back with %s, which undoes none of its lines", shown(line))
		}
	}
	return nil
}

// odd is the first of some lines that no change is written with, else the first.
func (h *holder) odd(lines []string) string {
	for _, line := range lines {
		known := func(text string) bool { return slices.Contains(strings.Split(text, "\n"), line) }
		if !slices.ContainsFunc(h.now, known) && !slices.ContainsFunc(h.later, known) {
			return line
		}
	}
	return lines[0]
}

func (h *holder) looks(line string) bool {
	if h.system == nil {
		return false
	}
	command, source, narrowed := strings.Cut(line, " | include ")
	if narrowed && !slices.ContainsFunc(h.told.Changes, func(c show.Change) bool { return c.Server != nil && c.Server.Address == source }) {
		return false
	}
	return command == h.system.ShowLog || slices.ContainsFunc(h.system.Commands, func(c platform.Command) bool { return c.Line == command })
}

func (h *holder) saves(line string) bool {
	return h.system != nil && h.system.Render != nil && slices.Contains(h.render(show.Change{Verb: show.Save}), line)
}

// A number for the own clock as it stands in a configuration, which a change of that number does not repeat.
//
//	ntp master 3
var ownClock = regexp.MustCompile(`^ntp master(?: \d{1,2})?$`)

func (h *holder) undoes(line string) bool {
	raises := func(c show.Change) bool { return c.Verb == show.LimitMaster || c.Verb == show.DropMaster }
	return h.again[line] || ownClock.MatchString(line) && slices.ContainsFunc(h.told.Changes, raises)
}

// shown is a line of a file, short enough for an error.
func shown(line string) string { return fmt.Sprintf("%q", check.Cut(line, longestShown)) }

const longestShown = 80
