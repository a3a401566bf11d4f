package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// naming is what explains the rows of sources that are configured by name: the table shows their addresses.
type naming struct {
	by    map[facts.AddressKey]string // the name that explains the row of an address
	names []string                    // configured, without a row of their own, that explain none for certain
	rows  int                         // configured rows that nothing explains
	clear bool                        // no other name, line or row can be hidden
}

// namingOf finds which of the configured names stands for which row. The answer of the resolver at the time of the audit counts
// first; else as many names as rows are left, or more, and which is which does not matter where all are approved.
func namingOf(p *check.Pass) naming {
	type key struct{}
	return check.Once(p, key{}, func() naming {
		n := naming{by: map[facts.AddressKey]string{}, clear: p.Config != nil && p.NTP.Known}
		if p.Config != nil {
			_, odd := notUnderstood(p, "ntp")
			n.clear = n.clear && !odd
		}
		r, explained := rollOf(p), map[string]bool{}
		for _, line := range r.lines {
			if isName(line.Address) && len(r.rowAt[facts.KeyOf(line.Address)]) == 0 {
				n.names = append(n.names, line.Address)
			}
		}
		seen := map[facts.AddressKey]bool{}
		for _, a := range r.rows {
			key := facts.KeyOf(a.Address)
			if !openRow(p, a) || seen[key] {
				continue
			}
			seen[key] = true
			if name := n.resolved(p, key); name != "" {
				n.by[key], explained[name] = name, true
				continue
			}
			n.rows++
		}
		n.names = slices.DeleteFunc(n.names, func(name string) bool { return explained[name] })
		return n
	})
}

// openRow reports whether only a line by name can explain a row. What found the device by itself is explained by no line.
func openRow(p *check.Pass, a facts.Association) bool {
	_, byAddress := sourceLine(p, a)
	return a.Configured && a.Receiver() == "" && !isName(a.Address) && !byAddress
}

// resolved is the configured name that stands for an address, by the resolver. Where the lines are not known, it is that of the
// policy.
func (n *naming) resolved(p *check.Pass, address facts.AddressKey) string {
	names := n.names
	if p.Config == nil {
		names = p.Policy.Sources.Approved
	}
	standsFor := func(name string) bool {
		addresses, _ := p.Fleet.Resolved(p.Device, name)
		return slices.ContainsFunc(addresses, func(a facts.AddressKey) bool { return a == address })
	}
	at := slices.IndexFunc(names, func(name string) bool { return approved(p, name) && standsFor(name) })
	if at < 0 {
		at = slices.IndexFunc(names, standsFor)
	}
	if at < 0 {
		return ""
	}
	return names[at]
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
	if !openRow(p, a) {
		return explanation{}
	}
	if p.Config == nil {
		return explanation{open: slices.ContainsFunc(p.Policy.Sources.Approved, isName)}
	}
	unapproved := slices.ContainsFunc(n.names, func(name string) bool { return !approved(p, name) })
	switch {
	case len(n.names) == 0:
		return explanation{open: !n.clear && anyApprovedName(p)}
	case n.clear && !unapproved && n.rows <= len(n.names):
		return explanation{name: list(n.names), approved: true}
	}
	return explanation{open: slices.ContainsFunc(n.names, func(name string) bool { return approved(p, name) })}
}

// anyApprovedName reports whether a source is configured by a name that is approved.
func anyApprovedName(p *check.Pass) bool {
	return slices.ContainsFunc(configured(p), func(c facts.ConfigServer) bool { return isName(c.Address) && approved(p, c.Address) })
}

// rowsMayBe reports whether a row may be what a configured name stands for, so that it is judged there.
func rowsMayBe(p *check.Pass, name string) bool {
	n := namingOf(p)
	if n.rows > 0 {
		return true
	}
	for _, by := range n.by {
		if by == name {
			return true
		}
	}
	return false
}
