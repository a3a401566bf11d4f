package fix

import (
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// newcomer is who has no time from a device yet and is to, or is no source of it yet: a device by its plan.
type newcomer struct {
	name string
	from []netip.Addr // which it may ask from, or be asked at; none: it is not known
	kind string       // of the access-group that it needs
}

// restricts reports whether a change is about whom a device lets in.
func (w *wish) restricts() bool {
	return w.change.Verb == show.SetAccessList || w.change.Verb == show.RestrictAccess
}

// expect tells the devices that the plan has for new sources that they get a client, at once or in a later stage.
func (m *maker) expect() {
	for _, w := range m.wishes {
		if w.change.Verb != show.AddServer || w.stage == 0 {
			continue
		}
		line := w.change.Server
		node, known := m.world.graph.NodeAt(line.Address)
		if !known {
			continue
		}
		n := newcomer{name: m.facts.Name, from: ofFamily(line.Address, m.facts.AsksFrom(facts.ConfigServer{VRF: &line.VRF, Source: nonEmpty(line.Source)})), kind: "serve-only"}
		for _, device := range m.world.graph.Members(node) {
			m.world.coming[device] = append(m.world.coming[device], n)
		}
	}
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// ofFamily keeps the addresses of the family of another; all where that is a name.
func ofFamily(of string, list []netip.Addr) []netip.Addr {
	a, err := netip.ParseAddr(of)
	if err != nil {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(b netip.Addr) bool { return a.Is4() != b.Is4() })
}

// replayAccess tries whom the device lets in, with those added to it that the plans of the run bring.
func (m *maker) replayAccess() {
	if slices.ContainsFunc(m.wishes, (*wish).restricts) {
		m.welcome(m.comers())
		m.try((*wish).restricts)
	}
	m.inStages()
}

// comers are the clients that other plans bring, and the sources that this one does.
func (m *maker) comers() []newcomer {
	list := slices.Clone(m.world.coming[m.device])
	for _, w := range m.wishes {
		if w.change.Verb != show.AddServer || w.stage == 0 {
			continue
		}
		if a, err := netip.ParseAddr(w.change.Server.Address); err == nil {
			list = append(list, newcomer{name: a.String(), from: []netip.Addr{a}, kind: "peer"})
		}
	}
	return list
}

// welcome adds newcomers to the lists of their family and kind, before the placeholders for others.
func (m *maker) welcome(list []newcomer) {
	in := m.admitted()
	added := make(map[*wish][]string)
	for _, n := range list {
		for _, a := range n.from {
			if l := m.listFor(a, n.kind); l != nil && !in.has(n, a) {
				added[l] = append(added[l], a.String())
				in.add(n.kind, facts.KeyOfAddr(a))
			}
		}
	}
	for _, w := range m.wishes {
		if len(added[w]) > 0 {
			m.lengthen(w, added[w])
		}
	}
}

// lengthen adds members to a list. The changes of the findings stay as they are.
func (m *maker) lengthen(w *wish, members []string) {
	longer := *w.change.List
	at := slices.IndexFunc(longer.Members, show.IsPlaceholder)
	if at < 0 {
		at = len(longer.Members)
	}
	longer.Members = slices.Insert(slices.Clone(longer.Members), at, members...)
	c := w.change
	c.List = &longer
	if lines, err := m.render(c); err == nil {
		w.change, w.lines = c, lines
	}
}

// listFor is the list of the plan that an access-group of a kind names for the family of an address; nil: there is none.
func (m *maker) listFor(a netip.Addr, kind string) *wish {
	family := show.IPv4
	if a.Is6() {
		family = show.IPv6
	}
	for _, rule := range m.wishes {
		if rule.change.Verb != show.RestrictAccess || rule.change.Access.Kind != kind || rule.change.Access.Family != family {
			continue
		}
		for _, l := range m.wishes {
			if l.change.Verb == show.SetAccessList && l.change.List.Name == rule.change.Access.List {
				return l
			}
		}
	}
	return nil
}

// shutOut names a newcomer whom the lists of the plan do not let in. Where other access-groups are in force they decide. Empty: there
// is none.
func (m *maker) shutOut() string {
	if m.world.devices[m.device].guarded {
		return ""
	}
	in := m.admitted()
	for _, n := range m.comers() {
		if len(n.from) == 0 || slices.ContainsFunc(n.from, func(a netip.Addr) bool { return !in.has(n, a) }) {
			return n.name
		}
	}
	return ""
}
