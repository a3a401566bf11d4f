package fix

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// settle joins what several findings ask for, settles what contradicts itself, and puts the changes in the order in which they
// are entered.
func (m *maker) settle() {
	var list []*wish
	first := make(map[target]*wish)
	contested := make(map[target]bool)
	for _, w := range m.wishes {
		t := w.target()
		have, seen := first[t]
		switch {
		case !seen:
			first[t] = w
			list = append(list, w)
		case !m.join(have, w):
			contested[t] = true
			m.contradict(have, w)
		}
	}
	list = m.withSuccessor(m.undisputed(list, contested))
	slices.SortStableFunc(list, func(a, b *wish) int { return cmp.Compare(a.rank(), b.rank()) })
	m.wishes = list
}

// undisputed leaves out what two findings want the opposite of, and what rests on that.
func (m *maker) undisputed(list []*wish, contested map[target]bool) []*wish {
	var gone []*wish
	for _, w := range list {
		if contested[w.target()] {
			gone = append(gone, w)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(list), func(w *wish) bool { return slices.Contains(gone, w) })
	left := without(slices.Clone(kept), gone)
	for _, w := range kept {
		if !slices.Contains(left, w) {
			m.leave(w, "%s is not written: it rests on a line that two findings disagree about.", quoted(w))
		}
	}
	return left
}

// withSuccessor lets SNTP go only where a source of NTP comes.
func (m *maker) withSuccessor(list []*wish) []*wish {
	is := func(verb show.Verb) func(*wish) bool { return func(w *wish) bool { return w.change.Verb == verb } }
	if slices.ContainsFunc(list, is(show.AddServer)) {
		return list
	}
	for _, w := range list {
		if w.change.Verb == show.StopSNTP {
			m.leave(w, "%s is not written: no source of NTP is there to come in its place.", quoted(w))
		}
	}
	return slices.DeleteFunc(list, is(show.StopSNTP))
}

// join makes two changes of one thing one. It fails where they are opposites of which neither is the safer.
func (m *maker) join(have, w *wish) bool {
	joined := have
	switch a, b := have.change.Verb, w.change.Verb; {
	case have.text() == w.text():
	case a == show.RemoveServer || b == show.RemoveServer:
		m.removed(have, w) // what goes needs no better options
	case a == show.LimitMaster && b == show.DropMaster:
	case a == show.DropMaster && b == show.LimitMaster:
		have.change, have.lines = w.change, w.lines // the last resort is raised, and not taken away
	case have.change.Server != nil && w.change.Server != nil:
		return m.combine(have, w)
	default:
		return false
	}
	joined.change.Why = cmp.Or(joined.change.Why, w.change.Why)
	for _, k := range w.findings {
		if !slices.Contains(joined.findings, k) && joined.text() == w.text() {
			joined.findings = append(joined.findings, k)
		}
	}
	return true
}

// removed lets the one of two changes stand that takes a source away.
func (m *maker) removed(have, w *wish) {
	gone, spared := *have, *w
	if w.change.Verb == show.RemoveServer {
		gone, spared = *w, *have
	}
	for _, k := range spared.findings {
		m.because(k, "%s goes: see %s.", spared.change.Server.Address, m.checks(&gone))
	}
	*have = gone
}

// combine gives the line of a source the options that each of two changes gives it.
func (m *maker) combine(have, w *wish) bool {
	now := m.configured(*have.change.Server)
	both, ok := bothOptions(now, *have.change.Server, *w.change.Server)
	if !ok {
		return false
	}
	joined := have.change
	joined.Server = &both
	if w.change.Verb == show.UseKey {
		joined.Verb = show.UseKey
	}
	lines, err := m.render(joined)
	if err != nil {
		return false
	}
	have.change, have.lines = joined, lines
	have.findings = append(have.findings, w.findings...)
	return true
}

// configured is a source as its line stands, or with no option where it has none.
func (m *maker) configured(s show.ServerLine) show.ServerLine {
	if m.facts.Config != nil {
		for _, line := range m.facts.Config.Servers {
			whole := line.Whole()
			if whole.Type == s.Type && whole.VRF == s.VRF && facts.KeyOf(whole.Address) == facts.KeyOf(s.Address) {
				return whole
			}
		}
	}
	return show.ServerLine{Type: s.Type, Address: s.Address, Family: s.Family, VRF: s.VRF}
}

// bothOptions takes from each of two lines what differs from the line in force. It fails where both differ, and not alike.
func bothOptions(now, a, b show.ServerLine) (both show.ServerLine, ok bool) {
	both = now
	was, one, other, sum := reflect.ValueOf(now), reflect.ValueOf(a), reflect.ValueOf(b), reflect.ValueOf(&both).Elem()
	same := func(x, y reflect.Value) bool { return reflect.DeepEqual(x.Interface(), y.Interface()) }
	for i := range was.NumField() {
		was, one, other := was.Field(i), one.Field(i), other.Field(i)
		switch {
		case same(one, was):
			sum.Field(i).Set(other)
		case same(other, was) || same(one, other):
			sum.Field(i).Set(one)
		default:
			return both, false
		}
	}
	both.Address = now.Address
	return both, true
}

// contradict says of two changes that only one of them can be meant.
func (m *maker) contradict(a, b *wish) {
	reason := func(own, other *wish) string {
		return "This asks for " + quoted(own) + " and " + m.askers(other) + " for " + quoted(other) + ": decide which is meant."
	}
	for _, k := range a.findings {
		m.because(k, "%s", reason(a, b))
	}
	for _, k := range b.findings {
		m.because(k, "%s", reason(b, a))
	}
}

// askers names the findings that ask for a change: their checks, with what each is about.
func (m *maker) askers(w *wish) string {
	var names []string
	for _, k := range w.findings {
		f := &m.findings[k]
		if name := strings.TrimSpace(f.Check + " " + f.Subject); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return list(names)
}

func quoted(w *wish) string {
	if len(w.lines) == 0 {
		return "nothing"
	}
	line := w.lines[0]
	if s := w.change.Server; s != nil {
		line = w.lines[len(w.lines)-1] // where the old line has to go first
	}
	return `"` + check.Cut(line, mostComment) + `"`
}
