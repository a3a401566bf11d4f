package fix

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// closing is what follows the lines that are entered: out of configuration mode, how to see that they work, how to take them
// back, and how to make them last.
func (m *maker) closing() []Step {
	entered := m.entered()
	if len(entered) == 0 && !m.unsaved() {
		return nil
	}
	var steps []Step
	if len(entered) > 0 {
		steps = append(steps, Step{Exec: m.leaving()})
		steps = append(steps, m.looks(entered)...)
		if back := m.back(entered); len(back) > 0 {
			steps = append(steps, Step{Back: back})
		}
	}
	return byHandIn(1, append(steps, m.saving()...))
}

// leaving leaves configuration mode: on a platform that collects lines, by having them act.
func (m *maker) leaving() []string {
	if m.system.Staged {
		return append(slices.Clone(m.save()), "end")
	}
	return []string{"end"}
}

// saving makes lines last that act as they are entered.
func (m *maker) saving() []Step {
	save := m.save()
	if m.system.Staged || len(save) == 0 {
		return nil
	}
	return []Step{{Exec: save, Why: "not saved, it is lost at the next reload"}}
}

// lastly is what follows the stages that are entered by hand, of which the last is given.
func (m *maker) lastly(stage int) []Step {
	return byHandIn(stage, append([]Step{{Exec: m.leaving()}}, m.saving()...))
}

func byHandIn(stage int, steps []Step) []Step {
	for i := range steps {
		steps[i].Stage, steps[i].Lines, steps[i].ByHand = stage, []string{}, true
	}
	return steps
}

// entered is the changes that are entered at once, those without a line left out.
func (m *maker) entered() (list []*wish) {
	for _, w := range m.wishes {
		if !w.byHand && len(w.lines) > 0 {
			list = append(list, w)
		}
	}
	return list
}

// save is how the platform makes lines last: on one that collects lines it is what makes them act.
func (m *maker) save() []string {
	lines, err := m.system.Write(show.Change{Verb: show.Save})
	if err != nil {
		return nil
	}
	return lines
}

// looks are the lines that show whether the changes work, each once with all that it must show.
func (m *maker) looks(entered []*wish) (steps []Step) {
	for _, w := range entered {
		verify, expect := m.seen(w)
		at := slices.IndexFunc(steps, func(x Step) bool { return x.Verify == verify })
		switch {
		case verify == "":
		case at < 0:
			steps = append(steps, Step{Verify: verify, Expect: expect})
		case !strings.Contains(steps[at].Expect, expect):
			steps[at].Expect += "; " + expect
		}
	}
	return steps
}

// seen is the line that shows whether a change worked, and what it must show.
func (m *maker) seen(w *wish) (verify, expect string) {
	switch w.change.Verb {
	case show.UseKey:
		if detail := m.shows(show.KindDetail); detail != "" {
			return detail + m.only(w.change.Server.Address),
				fmt.Sprintf(`"authenticated"; its reach in %s rises after 3 polls (about 4 min)`, m.shows(show.KindAssociations))
		}
		return m.shows(show.KindAssociations), "reach of " + w.change.Server.Address + " rises again: wait 3 polls (about 4 min)"
	case show.Authenticate:
		if detail := m.shows(show.KindDetail); detail != "" {
			return detail, `"authenticated" for every source with a key`
		}
		return m.shows(show.KindAssociations), "reach of every source with a key rises to 377 (8 polls)"
	case show.AddServer:
		if m.outvoted() != "" {
			return m.shows(show.KindAssociations), "reach of " + w.change.Server.Address + " rises to 377 (8 polls)"
		}
		fallthrough
	case show.SetServer, show.SetSource, show.EnableNTP:
		return m.shows(show.KindAssociations), `"*" before one source, and reach of each rises to 377 (8 polls)`
	case show.RemoveServer, show.LimitMaster, show.DropMaster:
		return m.shows(show.KindAssociations), `"*" before a source that is to stay`
	case show.RestrictAccess, show.SetAccessList:
		if s := &m.world.devices[m.device]; len(s.sources) > 0 && len(s.usable(func(*source) bool { return true })) == 0 {
			return m.shows(show.KindAssociations), "reach of each source rises to 377 (8 polls)"
		}
		return m.shows(show.KindAssociations), "reach of every source stays 377, here and on the clients"
	case show.ClearZone:
		return m.shows(show.KindClock), "UTC"
	case show.SetZone, show.SetSummerTime, show.ClearSummerTime:
		return m.shows(show.KindClock), "the local time of the place"
	case show.SetStamps:
		return m.system.ShowLog, "the newest line begins with date and time"
	}
	return "", ""
}

// shows is the line that tells a kind of fact, or the first of others that stand in for it.
func (m *maker) shows(kinds ...show.Kind) string {
	for _, kind := range kinds {
		if lines := m.system.Tellers([]show.Kind{kind}); len(lines) > 0 {
			return lines[0]
		}
	}
	return ""
}

// only has the answer shown for one source, where that is no placeholder.
func (m *maker) only(address string) string {
	if show.IsPlaceholder(address) {
		return ""
	}
	return " | include " + address
}

// back undoes changes, the last first.
func (m *maker) back(entered []*wish) (lines []string) {
	for _, w := range slices.Backward(entered) {
		for _, line := range m.undoing(w) {
			if line != "" && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// undoing is the lines that undo one change. Of a key that is gone the line is written anew: its text is nowhere but with its owner.
func (m *maker) undoing(w *wish) []string {
	if w.change.Verb == show.RemoveKey {
		c := w.change
		c.Verb, c.Line = show.SetKey, ""
		lines, err := m.render(c)
		if err != nil {
			return nil
		}
		return lines
	}
	if line := m.reverse(w); line != "" {
		return append(w.first(), line)
	}
	return nil
}

// opposite is the change that undoes another where no line was in force.
var opposite = map[show.Verb]show.Verb{
	show.SetKey: show.RemoveKey, show.RemoveKey: show.SetKey, show.AddServer: show.RemoveServer, show.SetZone: show.ClearZone, show.SetSummerTime: show.ClearSummerTime, show.LimitMaster: show.DropMaster,
}

// first is what has to go before the line comes back that a change takes away before it enters its own. nil: nothing has to.
func (w *wish) first() []string {
	last := len(w.lines) - 1
	if old := w.change.Line; last < 1 || w.change.Key != nil || old == "" || w.lines[0] != "no "+old {
		return nil
	}
	return []string{"no " + w.lines[last]}
}

// reverse is the line that undoes a change: the line that it replaced, else that of its opposite, else its own with or without
// "no".
func (m *maker) reverse(w *wish) string {
	line := w.lines[len(w.lines)-1]
	if w.change.Verb == show.SetAccessList {
		line = w.lines[0]
	}
	if w.change.Verb == show.RefuseControl {
		return m.answering(w)
	}
	if w.change.Verb == show.LimitMaster && m.facts.Config != nil {
		if in := m.facts.Config.Evidence("ntp master"); len(in) > 0 {
			return strings.TrimSpace(in[0])
		}
	}
	if verb, known := opposite[w.change.Verb]; known && w.change.Line == "" {
		c := w.change
		c.Verb = verb
		if lines, err := m.render(c); err == nil && len(lines) == 1 {
			return lines[0]
		}
	}
	if old := w.change.Line; old != "" && strings.Contains(old, " ") && !strings.HasPrefix(old, "authentication-key") {
		return old
	}
	if positive, negated := strings.CutPrefix(line, "no "); negated {
		return positive
	}
	return "no " + line
}

// answering is the line that has control requests answered again, where one said so before. Private ones stay refused, whatever was:
// they change what the device does. Empty: no line was there, and what holds without one is for the release.
func (m *maker) answering(w *wish) string {
	if m.facts.Config == nil || !m.facts.Config.Control.Answered {
		return ""
	}
	return strings.TrimPrefix(w.lines[0], "no ")
}

// unsaved reports whether a finding asks for what is in force to be saved.
func (m *maker) unsaved() bool { return len(m.saves) > 0 }
