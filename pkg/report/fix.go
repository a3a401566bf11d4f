package report

import (
	"cmp"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// Fix is what would mend one device: blocks of configuration lines, and the failures that no line
// mends. It says what to type and types nothing.
type Fix struct {
	device *Device
	report *Report
	blocks []fixBlock
	rest   []*Finding // failed, and not mended by lines
}

// fixBlock is lines that belong together, and every finding that they mend.
type fixBlock struct {
	findings []fixable
	lines    []statement // in the order in which IOS needs them
	// contested: two findings want the opposite of each other, so the lines of each are only shown.
	contested bool
}

// Fixes returns what would mend each device that has failed, in the report's order.
func (r *Report) Fixes() []Fix {
	var list []Fix
	for i := range r.Devices {
		d := &r.Devices[i]
		if f := newFix(r, d); len(f.blocks)+len(f.rest) > 0 {
			list = append(list, f)
		}
	}
	return list
}

func newFix(r *Report, d *Device) Fix {
	f := Fix{device: d, report: r}
	var mended []fixable
	for i := range d.Findings {
		finding := &d.Findings[i]
		if finding.Status != check.StatusFail {
			continue
		}
		if lines, ok := statements(finding.Remediation); ok {
			mended = append(mended, fixable{finding, lines})
		} else {
			f.rest = append(f.rest, finding)
		}
	}
	for _, group := range related(mended) {
		f.blocks = append(f.blocks, newBlock(group))
	}
	slices.SortStableFunc(f.blocks, func(a, b fixBlock) int { return cmp.Compare(a.lines[0].rank(), b.lines[0].rank()) })
	return f
}

// Lines are the configuration lines alone.
func (f *Fix) Lines() []string {
	var lines []string
	for _, b := range f.blocks {
		if !b.contested {
			for _, s := range b.lines {
				lines = append(lines, s...)
			}
		}
	}
	return lines
}

// fixable is a finding and the lines that mend it.
type fixable struct {
	*Finding
	lines []statement
}

// related groups the findings whose lines set the same thing: their lines are the same, or
// contradict each other. A group stands where the last of its findings does.
func related(findings []fixable) [][]fixable {
	groups := kin{}
	first := make(map[string]int) // the first finding that sets a thing
	for i, f := range findings {
		groups = append(groups, i)
		for _, s := range f.lines {
			if other, seen := first[s.target()]; seen {
				groups.join(other, i)
			} else {
				first[s.target()] = i
			}
		}
	}
	var list [][]fixable
	place := make(map[int]int)
	for i := len(findings) - 1; i >= 0; i-- {
		head := groups.head(i)
		if _, seen := place[head]; !seen {
			place[head], list = len(list), append(list, nil)
		}
		list[place[head]] = append(list[place[head]], findings[i])
	}
	slices.Reverse(list)
	for _, group := range list {
		slices.Reverse(group)
	}
	return list
}

// kin is, for each finding, another of its group, or itself at the head of one.
type kin []int

func (k kin) head(i int) int {
	for k[i] != i {
		k[i] = k[k[i]] // halving the way keeps all ways short
		i = k[i]
	}
	return i
}

func (k kin) join(i, j int) { k[k.head(j)] = k.head(i) }

// newBlock joins the lines of findings, each once, in the order in which IOS needs them.
func newBlock(findings []fixable) fixBlock {
	b := fixBlock{findings: findings}
	wants := make(map[string]string)
	for _, f := range findings {
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
