package fix

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// wish is a change that findings ask for.
type wish struct {
	change   show.Change
	lines    []string // none: the platform needs none for it
	findings []int    // that ask for it, by their places
	stage    int      // in which it is entered; 0: it is left out
	later    bool     // it puts a key on a source that the plan adds without one
	byHand   bool     // it is shown and not entered
	waits    string   // why it is not entered at once
}

func (w *wish) text() string { return strings.Join(w.lines, "\n") }

// maker makes the plan of one device.
type maker struct {
	world    *world // nil where no finding asks for a change
	device   int
	facts    *facts.Device
	system   *platform.Platform // nil: none that is known
	findings []check.Finding
	wishes   []*wish // in the order in which they are entered
	outcomes []Outcome
	saves    []int        // the findings that ask for saving
	staying  *bool        // see stays
	gone     map[int]bool // the sources that the plan takes away
	wrong    map[int]bool // see accused
}

// collect writes the changes of all findings as lines. What the platform refuses goes, with all of its finding that rests on it.
func (m *maker) collect() {
	for k := range m.findings {
		f := &m.findings[k]
		if !wanted(f) || len(f.Changes) == 0 {
			continue
		}
		if m.system == nil || m.system.Render == nil {
			m.because(k, "No line is written: how platform %s is configured is not known here.", check.Cut(string(m.facts.Found().Platform), mostComment))
			continue
		}
		m.wishes = append(m.wishes, m.write(k, f.Changes)...)
	}
}

// write has the changes of a finding written.
func (m *maker) write(finding int, changes []show.Change) []*wish {
	var list, refused []*wish
	for _, c := range changes {
		if c.Verb == show.Save && !m.system.Staged {
			m.saves = append(m.saves, finding)
			continue
		}
		if err := c.Validate(); err != nil { // of none of its finding is it known what it rests on
			m.because(finding, "No line is written: %s.", check.Cut(err.Error(), mostComment))
			return nil
		}
		added := m.added(list, c)
		c.Line = cmp.Or(c.Line, added)
		w := &wish{change: c, findings: []int{finding}, stage: 1, later: added != ""}
		lines, err := m.render(c)
		if err != nil {
			m.because(finding, "No line is written for %s: %s.", m.system.Title, check.Cut(err.Error(), mostComment))
			refused = append(refused, w)
			continue
		}
		w.lines = lines
		list = append(list, w)
	}
	m.unkey(list, refused)
	return without(list, refused)
}

// unkey adds sources without the key that the platform refuses to a device that has none which works: the time comes first.
func (m *maker) unkey(list, refused []*wish) {
	if len(m.world.devices[m.device].usable(func(*source) bool { return true })) > 0 {
		return
	}
	for _, w := range list {
		rests := func(gone *wish) bool { return gone.change.Verb == show.SetKey && w.rests(gone) }
		if w.change.Verb != show.AddServer || !slices.ContainsFunc(refused, rests) {
			continue
		}
		bare := *w.change.Server
		bare.Key, bare.KeyAgreed = nil, ""
		c := w.change
		c.Server = &bare
		if lines, err := m.render(c); err == nil {
			w.change, w.lines = c, lines
		}
	}
}

// added is the line of a source that the changes before have added, for one that puts a key on it. Empty: they added none.
func (m *maker) added(before []*wish, c show.Change) string {
	if c.Verb != show.UseKey {
		return ""
	}
	for _, w := range before {
		if s := w.change.Server; w.change.Verb == show.AddServer && s.Address == c.Server.Address && s.VRF == c.Server.VRF {
			return w.lines[len(w.lines)-1]
		}
	}
	return ""
}

// without leaves out what rests on what was refused, and what rests on that.
func without(list, refused []*wish) []*wish {
	for len(refused) > 0 {
		gone := refused[0]
		refused = refused[1:]
		list = slices.DeleteFunc(list, func(w *wish) bool {
			falls := w.rests(gone)
			if falls {
				refused = append(refused, w)
			}
			return falls
		})
	}
	return list
}

// render has a change written by the platform of the device.
func (m *maker) render(c show.Change) ([]string, error) {
	if c.Verb == show.Save {
		return nil, fmt.Errorf("saving alone changes nothing")
	}
	if v := m.facts.Version; v != nil {
		c.Release, c.Model = v.OSVersion, v.Model
	}
	return m.system.Write(c)
}

// because says of a finding why a line is not there. What is said twice stands there once.
func (m *maker) because(finding int, format string, args ...any) {
	o := &m.outcomes[finding]
	if reason := fmt.Sprintf(format, args...); !slices.Contains(o.Reasons, reason) {
		o.Reasons = append(o.Reasons, reason)
	}
}

// leave takes a change out of the plan, for all findings that ask for it, with the reason.
func (m *maker) leave(w *wish, format string, args ...any) {
	w.stage = 0
	for _, k := range w.findings {
		m.because(k, format, args...)
	}
}

// checks names the checks that ask for a change.
func (m *maker) checks(w *wish) string {
	var names []string
	for _, k := range w.findings {
		if id := m.findings[k].Check; !slices.Contains(names, id) {
			names = append(names, id)
		}
	}
	return strings.Join(names, ", ")
}
