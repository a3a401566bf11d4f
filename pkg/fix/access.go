package fix

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// refused is what the access-groups of the plan shut out, once all of them are in force, that works now. Where others are in
// force already they decide, and one more shuts out nobody.
func (m *maker) refused() effect {
	s := &m.world.devices[m.device]
	if s.guarded {
		return effect{}
	}
	in := m.admitted()
	e := effect{lost: s.usable(func(x *source) bool { return !in.peers[x.key] })}
	if m.stays() {
		e.lost = slices.DeleteFunc(e.lost, func(i int) bool { return m.gone[i] }) // the plan takes it away itself
	}
	for _, c := range s.clients {
		served := in.anybody
		if x := m.world.devices[c.device].sources[c.source].line; x != nil && x.Type == "peer" {
			served = in.peers
		}
		if !m.serves(c, served) {
			e.clients = append(e.clients, c)
		}
	}
	return e
}

// takenList is an access list of the plan that the device has already: its entries would be added to, and to undo the plan would
// delete it. Empty: there is none.
func (m *maker) takenList() string {
	if m.facts.Config == nil {
		return ""
	}
	for _, w := range m.wishes {
		if w.change.Verb != show.SetAccessList {
			continue
		}
		for _, name := range m.facts.Config.ListNames {
			if strings.EqualFold(name, w.change.List.Name) {
				return name
			}
		}
	}
	return ""
}

// admitted is whom the plan lets in: as a source, and for anything.
type admitted struct{ peers, anybody map[facts.AddressKey]bool }

func (a admitted) add(kind string, key facts.AddressKey) {
	a.anybody[key] = true
	if kind == "peer" {
		a.peers[key] = true
	}
}

// has reports whether a newcomer is let in at an address.
func (a admitted) has(n newcomer, at netip.Addr) bool {
	key := facts.KeyOfAddr(at)
	return a.peers[key] || n.kind != "peer" && a.anybody[key]
}

func (m *maker) admitted() admitted {
	a := admitted{make(map[facts.AddressKey]bool), make(map[facts.AddressKey]bool)}
	for _, rule := range m.wishes {
		for _, l := range m.wishes {
			if rule.change.Verb != show.RestrictAccess || l.change.Verb != show.SetAccessList || l.change.List.Name != rule.change.Access.List {
				continue
			}
			for _, address := range l.change.List.Members {
				a.add(rule.change.Access.Kind, facts.KeyOf(address))
			}
		}
	}
	return a
}

// serves reports whether a client is let in by whatever address of the family in use it asks from.
func (m *maker) serves(c client, admitted map[facts.AddressKey]bool) bool {
	x := &m.world.devices[c.device].sources[c.source]
	var line facts.ConfigServer
	if x.line != nil {
		line = *x.line
	}
	asked, isAddress := x.key.Addr()
	from := m.world.fleet.Devices[c.device].AsksFrom(line)
	served := false
	for _, a := range from {
		if isAddress && a.Is4() != asked.Is4() {
			continue
		}
		if !admitted[facts.KeyOfAddr(a)] {
			return false
		}
		served = true
	}
	return served
}
