package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// naming is what explains the rows of sources that are configured by name: the table shows their addresses.
type naming struct {
	by       map[facts.AddressKey]string // the name that explains the row of an address
	explains map[string]bool             // the names among them
	names    []string                    // configured, without a row of their own, that explain none for certain
	approved int                         // how many of them are
	rows     int                         // configured rows that nothing explains
	hidden   bool                        // a line may name another source: it was not understood, or none was read
}

// namingOf finds which of the configured names stands for which row. The answer of the resolver at the time of the audit counts
// first; else as many names as rows are left, or more, and which is which does not matter where all are approved.
func namingOf(p *check.Pass) naming {
	type key struct{}
	return check.Once(p, key{}, func() naming {
		n := naming{by: map[facts.AddressKey]string{}, explains: map[string]bool{}, hidden: p.Config == nil}
		if p.Config != nil {
			_, n.hidden = notUnderstood(p, "ntp")
		}
		r := rollOf(p)
		for _, line := range r.lines {
			if isName(line.Address) && len(r.rowAt[facts.KeyOf(line.Address)]) == 0 {
				n.names = append(n.names, line.Address)
			}
		}
		n.readRows(p, r.rows)
		n.names = slices.DeleteFunc(n.names, func(name string) bool { return n.explains[name] })
		for _, name := range n.names {
			if approved(p, name) {
				n.approved++
			}
		}
		return n
	})
}

// readRows counts each address once.
func (n *naming) readRows(p *check.Pass, rows []facts.Association) {
	standsFor := n.resolved(p)
	seen := map[facts.AddressKey]bool{}
	for _, a := range rows {
		key := facts.KeyOf(a.Address)
		if !openRow(p, a) || seen[key] {
			continue
		}
		seen[key] = true
		if name, known := standsFor[key]; known {
			n.by[key], n.explains[name] = name, true
			continue
		}
		n.rows++
	}
}

// openRow reports whether only a line by name can explain a row. What found the device by itself is explained by no line.
func openRow(p *check.Pass, a facts.Association) bool {
	_, byAddress := sourceLine(p, a)
	return a.Configured && a.Receiver() == "" && !isName(a.Address) && !byAddress
}

// resolved is the configured name that stands for each address, by the resolver; an approved one before others. Where the lines
// are not known, the names are those of the policy.
func (n *naming) resolved(p *check.Pass) map[facts.AddressKey]string {
	names := n.names
	if p.Config == nil {
		names = p.Policy.Sources.Approved
	}
	found := map[facts.AddressKey]string{}
	for _, name := range names {
		addresses, _ := p.Fleet.Resolved(p.Device, name)
		for _, a := range addresses {
			if _, taken := found[a]; !taken || approved(p, name) {
				found[a] = name
			}
		}
	}
	return found
}

// explanation is what a row by address may be by name.
type explanation struct {
	name     string // the one that explains it; empty: none for certain
	approved bool
	open     bool // an approved name may explain it
}

func explain(p *check.Pass, a facts.Association) explanation {
	n := namingOf(p)
	if name := n.by[facts.KeyOf(a.Address)]; name != "" {
		return explanation{name: name, approved: approved(p, name)}
	}
	switch {
	case !openRow(p, a):
		return explanation{}
	case n.hidden:
		return explanation{open: slices.ContainsFunc(p.Policy.Sources.Approved, isName)}
	case n.approved > 0 && n.approved == len(n.names) && n.rows <= len(n.names) && p.NTP.Known:
		return explanation{name: list(n.names), approved: true}
	}
	return explanation{open: n.approved > 0}
}

// rowsMayBe reports whether a row may be what a configured name stands for, so that it is judged there.
func rowsMayBe(p *check.Pass, name string) bool {
	n := namingOf(p)
	return n.rows > 0 || n.explains[name]
}
