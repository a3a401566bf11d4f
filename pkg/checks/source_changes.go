package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// removeSource undoes the lines of a source: where the table does not tell its VRF, each line of its address. A source without a
// line, such as a peer that chose this device, cannot be undone here.
func removeSource(p *check.Pass, a facts.Association) []show.Change {
	if p.Config == nil && a.Configured {
		return []show.Change{removal(facts.ConfigServer{Type: "server", Address: a.Address})}
	}
	var list []show.Change
	r := rollOf(p)
	for _, i := range r.lineAt[facts.KeyOf(a.Address)] {
		if s := r.lines[i]; a.VRF == nil || *a.VRF == vrf(s.VRF) {
			list = append(list, removal(s))
		}
	}
	if line := r.named[facts.KeyOf(a.Address)]; line != nil && len(list) == 0 {
		list = append(list, removal(*line))
	}
	return list
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
	for _, a := range gone {
		removals = append(removals, removeSource(p, a)...)
	}
	return replace(p, removals)
}

// replaceLine takes the line of a source away, after adding what must stand in for it.
func replaceLine(p *check.Pass, s facts.ConfigServer) remedy {
	return replace(p, []show.Change{removal(s)})
}

// replace takes sources away, in the plan after those that are added: where nothing else works they stay until that does.
func replace(p *check.Pass, removals []show.Change) remedy {
	return addSources(p).and(changes(removals...))
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
