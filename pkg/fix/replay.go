package fix

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// replay tries the changes on the model, in the order in which they are entered. One that costs something that works waits for
// a later stage, or is left out; so does what rests on it.
func (m *maker) replay() {
	m.try(func(w *wish) bool { return !w.restricts() })
	m.expect()
}

// try goes through those of the changes that are meant.
func (m *maker) try(meant func(*wish) bool) {
	for i, w := range m.wishes {
		if !meant(w) {
			continue
		}
		switch after := m.waiting(m.wishes[:i], w); {
		case w.stage == 0: // it went with another
		case after > 0:
			w.stage = after
		default:
			if reason := m.objection(w); reason != "" {
				m.postpone(w, reason)
				continue
			}
			m.world.make(m.device, w.change)
		}
	}
}

// inStages puts the changes in the order of their stages, without those that are left out.
func (m *maker) inStages() {
	m.wishes = slices.DeleteFunc(m.wishes, func(w *wish) bool { return w.stage == 0 })
	slices.SortStableFunc(m.wishes, func(a, b *wish) int { return cmp.Or(cmp.Compare(a.stage, b.stage), m.late(a)-m.late(b)) })
}

// late puts the source that is followed behind the others whose key changes: it is the last to be tried.
func (m *maker) late(w *wish) int {
	s := &m.world.devices[m.device]
	chosen := func(i int) bool { return s.sources[i].chosen }
	if w.stage > 1 && w.change.Verb == show.UseKey && slices.ContainsFunc(s.meant(w.change.Server), chosen) {
		return 1
	}
	return 0
}

// waiting is the stage that a change waits for because it rests on others that wait; 0: it rests on none.
func (m *maker) waiting(before []*wish, w *wish) (stage int) {
	if w.change.Verb == show.Authenticate && m.world.devices[m.device].hasKeys() {
		return 0 // the replies of others show as authenticated only then
	}
	for _, b := range before {
		standIn := w.change.Verb == show.RemoveServer && b.change.Verb == show.AddServer && !m.stays()
		if b.stage < 2 || !standIn && !w.rests(b) {
			continue
		}
		stage = max(stage, b.stage)
		if b.change.Server != nil {
			stage = max(stage, b.stage+1) // each server first, one after the other
		}
	}
	return stage
}

// postpone has a change wait until what stands before it was seen to work, or leaves it out where no order makes it safe.
func (m *maker) postpone(w *wish, reason string) {
	if m.hopeless(w) {
		for _, other := range m.wishes {
			if other == w || other.rests(w) {
				m.leave(other, "%s is not written: %s.", quoted(w), reason)
			}
		}
		return
	}
	w.stage, w.waits = 2, reason
	for _, k := range w.findings {
		m.because(k, "%s is for a later stage: %s.", quoted(w), reason)
	}
}

// hopeless reports whether no later stage makes a change safe.
func (m *maker) hopeless(w *wish) bool {
	if m.stopsSNTP(w) {
		return false
	}
	switch w.change.Verb {
	case show.AddServer:
		return m.world.effect(m.device, w.change).leads != ""
	case show.SetKey:
		return m.world.devices[m.device].keys[w.change.Key.Number] // what others hold under the number is never replaced
	case show.DropMaster, show.LimitMaster, show.SetAccessList, show.RestrictAccess:
		return true
	}
	return false
}

// objection is why a change is not entered at once. Empty: nothing that works is lost by it.
func (m *maker) objection(w *wish) string {
	e := m.world.effect(m.device, w.change)
	switch w.change.Verb {
	case show.AddServer:
		if reason := m.outvoted(); reason != "" && e.leads == "" {
			return reason
		}
	case show.RemoveServer:
		return m.lastSource(e)
	case show.DropMaster:
		return m.lastResort()
	case show.SetAccessList, show.RestrictAccess:
		if name := m.takenList(); name != "" {
			return fmt.Sprintf("access list %s is there, and is for something else", name)
		}
		if name := m.shutOut(); name != "" {
			return name + " is to take time from this device, or to be its source, and no list of the plan lets it in"
		}
		e = m.refused()
	}
	if m.stopsSNTP(w) {
		return "IOS stops SNTP as soon as NTP starts, and nothing sets the clock until a server has answered over NTP"
	}
	if s := w.change.Server; s != nil && m.unsharedKey(*s) {
		return fmt.Sprintf("which key %s shares with this device is for its owner to say", s.Address)
	}
	if reason := m.onlySource(w); reason != "" {
		return reason
	}
	if k := w.change.Key; k != nil && k.Agreed != "" {
		return "its number is for the owner of the server to say"
	}
	if w.change.Verb == show.Untrust && len(w.lines) > 1 {
		return "until its last line is in, no key of the range is trusted"
	}
	if who := m.strangers(w); who != "" {
		return fmt.Sprintf("which type and secret key %s has is for the owner of %s to say", w.change.Key.NumberText(), who)
	}
	switch {
	case e.harmless():
		return ""
	case e.deep:
		return "what stands below this device would come to stratum 16, which is no time"
	case e.leads != "":
		return fmt.Sprintf("%s takes its time from this device: it would add a loop and no clock", e.leads)
	case len(e.lost) > 0:
		return fmt.Sprintf("%s now, and may not after it", does(m.names(e.lost), "work", len(e.lost)))
	}
	names, n := m.clientNames(e.clients)
	return fmt.Sprintf("%s time from this device, and may not after it", does(names, "take", n))
}

// lastSource objects to taking sources away where none would remain that is certain to work and is to stay.
func (m *maker) lastSource(e effect) string {
	if len(e.lost) == 0 {
		return ""
	}
	if m.stays() {
		return ""
	}
	return fmt.Sprintf("without it %s has no source that is known to work", m.facts.Name)
}

// stays reports whether a source works, or will once the wrong ones are gone, that no change takes away. Of changes it depends only on the removals, so that it is worked out
// once.
func (m *maker) stays() bool {
	if m.staying == nil {
		s := &m.world.devices[m.device]
		m.gone = make(map[int]bool)
		for _, w := range m.wishes {
			if w.change.Verb == show.RemoveServer {
				for _, i := range s.meant(w.change.Server) {
					m.gone[i] = true
				}
			}
		}
		works, depth := false, m.world.depth(m.device)
		for i := range s.sources {
			x := &s.sources[i]
			if works || !x.works() || m.gone[i] || x.blurred {
				continue
			}
			works = m.world.reach(m.device, x)+1+depth < unsynchronized // what stands below stays within reach as well
		}
		m.staying = &works
	}
	return *m.staying
}

// enough is how many real sources a device needs before its own clock may go as the source of last resort.
const enough = 2

// lastResort objects to taking the own clock away.
func (m *maker) lastResort() string {
	s := &m.world.devices[m.device]
	working := len(s.certain())
	switch {
	case m.world.partial:
		return "not the whole fleet was read, and devices outside of what was may have no other time"
	case working >= enough:
		return ""
	case len(s.clients) == 0:
		return "its own clock is its last source"
	}
	names, _ := m.clientNames(s.clients)
	return fmt.Sprintf("its own clock is the last source of %s and of %s", m.facts.Name, names)
}

// stopsSNTP reports whether a change starts NTP on a client of SNTP.
func (m *maker) stopsSNTP(w *wish) bool {
	return m.world.devices[m.device].sntp && (w.change.AboutNTP() || w.change.Verb == show.StopSNTP)
}

// names of sources of the device.
func (m *maker) names(sources []int) string {
	var names []string
	for _, i := range sources {
		names = append(names, m.world.devices[m.device].sources[i].address)
	}
	return list(names)
}

func (m *maker) clientNames(clients []client) (text string, n int) {
	var names []string
	seen := make(map[int]bool)
	for _, c := range clients {
		if !seen[c.device] {
			names, seen[c.device] = append(names, m.world.graph.Nodes[c.device].Name), true
		}
	}
	return list(names), len(names)
}

// does is who does something: "a works", "a and b work".
func does(who, verb string, n int) string {
	if n == 1 {
		verb += "s"
	}
	return who + " " + verb
}

// mostNames is how many names a reason gives.
const mostNames = 5

func list(names []string) string {
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n > mostNames:
		return fmt.Sprintf("%s and %d more", joined(names[:mostNames-1]), n-mostNames+1)
	}
	return joined(names[:len(names)-1]) + " and " + names[len(names)-1]
}

func joined(names []string) string {
	text := names[0]
	for _, name := range names[1:] {
		text += ", " + name
	}
	return text
}
