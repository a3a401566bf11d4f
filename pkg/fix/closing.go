package fix

import (
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
	save := m.save()
	var steps []Step
	if len(entered) > 0 {
		leave := []string{"end"}
		if m.system.Staged {
			leave = append(slices.Clone(save), leave...)
		}
		steps = append(steps, Step{Exec: leave})
		steps = append(steps, m.looks(entered)...)
		steps = append(steps, Step{Back: m.back(entered)})
	}
	if !m.system.Staged && len(save) > 0 {
		steps = append(steps, Step{Exec: save, Why: "not saved, it is lost at the next reload"})
	}
	for i := range steps {
		steps[i].Stage, steps[i].Lines, steps[i].ByHand = 1, []string{}, true
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
		return m.shows(show.KindDetail, show.KindAssociations) + m.only(w.change.Server.Address),
			`"authenticated", then reach rises: wait 3 polls (about 4 min)`
	case show.Authenticate:
		return m.shows(show.KindDetail, show.KindAssociations), `"authenticated" for every source with a key`
	case show.AddServer:
		if m.outvoted() != "" {
			return m.shows(show.KindAssociations), "reach of " + w.change.Server.Address + " rises to 377 (8 polls)"
		}
		fallthrough
	case show.SetServer, show.SetSource, show.EnableNTP, show.StopSNTP:
		return m.shows(show.KindAssociations), `"*" before one source, and reach of each rises to 377 (8 polls)`
	case show.RemoveServer, show.LimitMaster, show.DropMaster:
		return m.shows(show.KindAssociations), `"*" before a source that is to stay`
	case show.RestrictAccess, show.SetAccessList:
		if s := &m.world.devices[m.device]; len(s.sources) > 0 && len(s.usable(func(*source) bool { return true })) == 0 {
			return m.shows(show.KindAssociations), "reach of each source rises to 377 (8 polls)"
		}
		return m.shows(show.KindAssociations), "reach of every source stays 377, here and on the clients"
	case show.SetZone, show.ClearZone, show.SetSummerTime, show.ClearSummerTime:
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
		for _, line := range append(w.first(), m.reverse(w)) {
			if line != "" && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// opposite is the change that undoes another where no line was in force.
var opposite = map[show.Verb]show.Verb{
	show.SetKey: show.RemoveKey, show.AddServer: show.RemoveServer, show.SetZone: show.ClearZone, show.SetSummerTime: show.ClearSummerTime, show.LimitMaster: show.DropMaster,
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

// unsaved reports whether a finding asks for what is in force to be saved.
func (m *maker) unsaved() bool { return len(m.saves) > 0 }
