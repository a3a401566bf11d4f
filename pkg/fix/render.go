package fix

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// statement is a change and its lines: one, or a head and what is indented below it.
type statement struct {
	change show.Change
	lines  []string
}

func (s statement) text() string { return strings.Join(s.lines, "\n") }

// Lines are the changes of one finding as configuration lines of a device. Where one of them cannot be written there is none
// at all, as the others may rest on it, but a sentence with the reason.
func (r Renderer) Lines(platform, release string, changes []show.Change) (lines []string, reason string) {
	statements, reason := r.statements(platform, release, changes)
	for _, s := range statements {
		lines = append(lines, s.lines...)
	}
	return lines, reason
}

func (r Renderer) statements(name, release string, changes []show.Change) (list []statement, reason string) {
	if len(changes) == 0 {
		return nil, ""
	}
	p, known := r.platforms.ByName(name)
	if !known || p.Render == nil {
		return nil, fmt.Sprintf("No line is written: how platform %s is configured is not known here.", check.Cut(name, mostComment))
	}
	for _, c := range changes {
		c.Release = release
		lines, err := render(p, c)
		if err != nil {
			return nil, fmt.Sprintf("No line is written for %s: %s.", p.Title, check.Cut(err.Error(), mostComment))
		}
		if len(lines) > 0 {
			list = append(list, statement{c, lines})
		}
	}
	return list, ""
}

// render has a change written.
func render(p *platform.Platform, c show.Change) ([]string, error) {
	if c.Verb == show.Save {
		return nil, fmt.Errorf("saving alone changes nothing")
	}
	return p.Write(c)
}

// staged is the line that makes others act, where a platform collects them until then.
func (r Renderer) staged(d Device) string {
	p, known := r.platforms.ByName(d.Platform)
	if !known || !p.Staged {
		return ""
	}
	lines, err := p.Write(show.Change{Verb: show.Save, Release: d.Release})
	if err != nil {
		return ""
	}
	return strings.Join(lines, ", ")
}
