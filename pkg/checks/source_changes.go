package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// removeSource undoes the line of a source. A source without a line, such as a peer that
// chose this device, cannot be undone here.
func removeSource(p *check.Pass, a facts.Association) []show.Change {
	s, ok := sourceLine(p, a)
	switch {
	case ok:
		return []show.Change{removal(s)}
	case p.Config == nil && a.Configured:
		return []show.Change{removal(facts.ConfigServer{Type: "server", Address: a.Address})}
	}
	return nil
}

// removal names what identifies the line of a source, and the line for platforms that take it whole.
func removal(s facts.ConfigServer) show.Change {
	return show.Change{
		Verb: show.RemoveServer, Line: s.Line,
		Server: &show.ServerLine{Type: s.Type, Address: s.Address, Family: s.Family, VRF: vrf(s.VRF)},
	}
}

// replaceSources takes sources away, after adding what must stand in for them.
func replaceSources(p *check.Pass, gone ...facts.Association) remedy {
	var removals []show.Change
	left := map[facts.AddressKey]bool{}
	for _, a := range gone {
		removals = append(removals, removeSource(p, a)...)
		left[facts.KeyOf(a.Address)] = true
	}
	return replace(p, removals, left)
}

// replaceLine takes the line of a source away, after adding what must stand in for it.
func replaceLine(p *check.Pass, s facts.ConfigServer) remedy {
	return replace(p, []show.Change{removal(s)}, map[facts.AddressKey]bool{facts.KeyOf(s.Address): true})
}

// replace takes sources away. Where no other source works, and none can be added, they
// stay: a source that is wrong is found out, and none at all leaves the clock to itself.
func replace(p *check.Pass, removals []show.Change, gone map[facts.AddressKey]bool) remedy {
	added := addSources(p)
	if len(removals) == 0 || len(added.changes) > 0 || works(p, gone) {
		return added.and(changes(removals...))
	}
	var names []string
	for _, c := range removals {
		names = append(names, subjectName(c.Server.Address, &c.Server.VRF))
	}
	return added.and(byHand(fmt.Sprintf("Remove %s only when another source works.", list(names))))
}

// works reports whether the device could follow a source besides those that go.
func works(p *check.Pass, gone map[facts.AddressKey]bool) bool {
	return slices.ContainsFunc(realSources(p), func(a facts.Association) bool {
		return a.Usable() && !gone[facts.KeyOf(a.Address)] && !doomed(p, a.Address)
	})
}

// wanted is a source with all its options, and with the interface that the policy asks for where
// it lacks that. A change of a source replaces all its options, so every check that changes one
// proposes this.
func wanted(p *check.Pass, s facts.ConfigServer) *show.ServerLine {
	if name, ok := ownInterface(p, s); ok {
		s.Source = &name
	}
	whole := s.Whole()
	return &whole
}
