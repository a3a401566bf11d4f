package platform

import "github.com/ntpaudit/ntpaudit/pkg/show"

// Basis is what a question rests on that needs some kinds of facts.
type Basis struct {
	Commands []string      // whose answers tell them, in the order in which they are asked
	Untold   []show.Untold // what of that the platform never tells
}

// Basis returns what a question rests on that needs these kinds of facts.
func (p *Platform) Basis(needs []show.Kind) Basis {
	b := Basis{Commands: p.Tellers(needs)}
	for _, kind := range needs {
		if u, untold := p.Lacks(kind); untold {
			b.Untold = append(b.Untold, u)
		}
	}
	return b
}
