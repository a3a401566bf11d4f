// Package fix turns the changes that correct the findings about a device into configuration that a person reviews and enters.
//
// It joins the changes of all findings, puts them in an order in which no device is left without a source in between, leaves
// out what contradicts itself, and has each written by the device's platform. It says what to type and types nothing. What
// comes in may come from a file: nothing leaves that is no change that is known, or that could not be typed.
package fix

import (
	"cmp"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Device is a device and what failed on it. All texts may be hostile.
type Device struct {
	Name     string
	Address  string
	Platform string   // its name
	Release  string   // of its system; empty: not known
	Basis    []string // what its findings rest on: when it was audited, by which policy, what is missing
	Failures []Failure
}

// Failure is a failed check.
type Failure struct {
	Name    string // the check, its subject and its message
	Changes []show.Change
	Reasons []string // why changes that would correct it are not proposed
	Remedy  string   // what to do about such a failure in general; empty: not known
}

// Renderer writes changes in the words of platforms. The zero value knows none.
type Renderer struct{ platforms platform.List }

// For is a renderer for the platforms of a list.
func For(platforms platform.List) Renderer { return Renderer{platforms} }

// Plan is what would correct one device: blocks of configuration lines, and the failures that no line corrects.
type Plan struct {
	device Device
	staged string // the line without which the others do nothing; empty: each acts at once
	blocks []block
	rest   []Failure
}

// block is changes that belong together, and every failure that they correct.
type block struct {
	failures []fixable
	lines    []statement // in the order in which a device needs them
	// contested: two failures want the opposite of each other, so the lines of each are only shown.
	contested bool
}

// fixable is a failure and the statements that correct it.
type fixable struct {
	Failure
	lines []statement
}

// Plan makes the plan of a device. Failures keep their order, but that changes of one thing stand together.
func (r Renderer) Plan(d Device) Plan {
	p := Plan{device: d, staged: r.staged(d)}
	var corrected []fixable
	for _, f := range d.Failures {
		lines, reason := r.statements(d.Platform, d.Release, f.Changes)
		if reason != "" && !slices.Contains(f.Reasons, reason) {
			f.Reasons = append(slices.Clone(f.Reasons), reason)
		}
		if len(lines) > 0 {
			corrected = append(corrected, fixable{f, lines})
		} else {
			p.rest = append(p.rest, f)
		}
	}
	for _, group := range related(corrected) {
		p.blocks = append(p.blocks, newBlock(group))
	}
	slices.SortStableFunc(p.blocks, func(a, b block) int { return cmp.Compare(a.lines[0].rank(), b.lines[0].rank()) })
	return p
}

// Empty reports whether nothing failed.
func (p *Plan) Empty() bool { return len(p.blocks)+len(p.rest) == 0 }

// Lines are the configuration lines alone.
func (p *Plan) Lines() []string {
	var lines []string
	for _, b := range p.blocks {
		if b.contested {
			continue
		}
		for _, s := range b.lines {
			lines = append(lines, s.lines...)
		}
	}
	return lines
}

// newBlock joins the statements of failures, each once, in the order in which a device needs them.
func newBlock(failures []fixable) block {
	b := block{failures: failures}
	wants := make(map[target]string)
	for _, f := range failures {
		for _, s := range f.lines {
			if text, seen := wants[s.target()]; !seen {
				wants[s.target()] = s.text()
				b.lines = append(b.lines, s)
			} else if text != s.text() {
				b.contested = true
			}
		}
	}
	slices.SortStableFunc(b.lines, func(x, y statement) int { return cmp.Compare(x.rank(), y.rank()) })
	return b
}
