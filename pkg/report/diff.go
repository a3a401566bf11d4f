package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Change is what became of one check for one subject of one device between two reports. Old
// is nil where the question is new, New where it is no longer asked.
type Change struct {
	Device  string // empty: a finding about the fleet
	Check   string
	Subject string
	Old     *Finding
	New     *Finding
}

// Changes is what differs between two reports, each list in the order of the report that
// it is about. Passes that come and go are not listed.
type Changes struct {
	Worse    []Change // not passing, and better before
	Better   []Change
	Appeared []Change // not passing, and not asked before, as with a new device or source
	Vanished []Change // not passing before, and no longer asked
	Added    []string // devices of the new report only
	Removed  []string // devices of the old report only
	Notes    []string // why the reports may not be comparable
}

// Diff compares a report with an older one.
func Diff(old, new *Report) *Changes {
	c := &Changes{Notes: differences(old, new)}
	before, after := old.answers(), new.answers()
	for _, a := range after.list {
		if b, asked := before.find(a); asked {
			c.compare(b, a)
		} else if gravity(a.finding) > 0 {
			c.Appeared = append(c.Appeared, a.change(nil, a.finding))
		}
	}
	for _, b := range before.list {
		if _, asked := after.find(b); !asked && gravity(b.finding) > 0 {
			c.Vanished = append(c.Vanished, b.change(b.finding, nil))
		}
	}
	c.Added, c.Removed = missing(new, old), missing(old, new)
	return c
}

func (c *Changes) compare(b, a answer) {
	change := a.change(b.finding, a.finding)
	switch was, is := gravity(b.finding), gravity(a.finding); {
	case is > was:
		c.Worse = append(c.Worse, change)
	case is < was:
		c.Better = append(c.Better, change)
	}
}

// NewFailures lists what fails at or above failOn and did not fail so before.
func (c *Changes) NewFailures(failOn policy.Severity) []Change {
	var list []Change
	for _, change := range append(append([]Change{}, c.Worse...), c.Appeared...) {
		failed := change.Old != nil && change.Old.effect(failOn) == check.StateFail
		if change.New.effect(failOn) == check.StateFail && !failed {
			list = append(list, change)
		}
	}
	return list
}

// gravity orders findings: nothing to do, not known, failed by severity.
func gravity(f *Finding) int {
	switch f.Status {
	case check.StatusFail:
		return 2 + int(f.Severity)
	case check.StatusInconclusive, check.StatusNotMeasured:
		return 1
	}
	return 0
}

// answer is a finding and whom it is about.
type answer struct {
	device  string
	finding *Finding
	nth     int // of the findings with the same key: each part of a merged report has its own about the fleet
}

func (a answer) key() answerKey {
	return answerKey{a.device, a.finding.Check, a.finding.Subject, a.nth}
}

type answerKey struct {
	device, check, subject string
	nth                    int
}

func (a answer) change(old, new *Finding) Change {
	return Change{Device: a.device, Check: a.finding.Check, Subject: a.finding.Subject, Old: old, New: new}
}

type answers struct {
	list []answer
	at   map[answerKey]int
	seen map[answerKey]int // how many there are, by the key of the first
}

func (r *Report) answers() answers {
	all := answers{at: make(map[answerKey]int), seen: make(map[answerKey]int)}
	for i := range r.Devices {
		for j := range r.Devices[i].Findings {
			all.add(answer{device: r.Devices[i].Name, finding: &r.Devices[i].Findings[j]})
		}
	}
	for i := range r.Findings {
		all.add(answer{finding: &r.Findings[i].Finding})
	}
	return all
}

func (all *answers) add(a answer) {
	first := a.key()
	a.nth = all.seen[first]
	all.seen[first]++
	all.at[a.key()] = len(all.list)
	all.list = append(all.list, a)
}

func (all answers) find(a answer) (answer, bool) {
	i, ok := all.at[a.key()]
	if !ok {
		return answer{}, false
	}
	return all.list[i], true
}

// missing lists the devices of one report that another does not have.
func missing(one, other *Report) []string {
	has := make(map[string]bool, len(other.Devices))
	for _, d := range other.Devices {
		has[d.Name] = true
	}
	var names []string
	for _, d := range one.Devices {
		if !has[d.Name] {
			names = append(names, d.Name)
		}
	}
	return names
}

func differences(old, new *Report) []string {
	var notes []string
	if !old.Policy.same(new.Policy) {
		notes = append(notes, fmt.Sprintf("the policies differ: %s, then %s", old.Policy.text(), new.Policy.text()))
	}
	if old.Tool.Version != new.Tool.Version {
		notes = append(notes, fmt.Sprintf("the versions differ: %s, then %s", old.Tool.Version, new.Tool.Version))
	}
	if was, is := old.tiers(), new.tiers(); !slices.Equal(was, is) {
		notes = append(notes, fmt.Sprintf("the references differ: %s, then %s", strings.Join(was, " and "), strings.Join(is, " and ")))
	}
	for _, r := range []struct {
		name string
		*Report
	}{{"old", old}, {"new", new}} {
		if !r.Complete {
			notes = append(notes, "the "+r.name+" report is incomplete")
		}
	}
	if new.Finished.Before(old.Finished) {
		notes = append(notes, "the new report ended before the old one")
	}
	return notes
}

// Write tells the changes to people: what got worse first.
func (c *Changes) Write(w io.Writer, o Options) error {
	var out bytes.Buffer
	var counts []string
	for _, l := range c.lists() {
		counts = append(counts, fmt.Sprintf("%d %s", len(l.changes), l.title))
	}
	fmt.Fprintln(&out, clip(strings.Join(counts, ", "), o.Width))
	o.writeNotes(&out, c.Notes)
	for _, l := range c.lists() {
		if len(l.changes) > 0 {
			fmt.Fprintf(&out, "\n%s\n", o.paint(bold, strings.ToUpper(l.title)))
		}
		for _, change := range l.changes {
			fmt.Fprintf(&out, "%s %s\n", o.paint(l.colour, l.mark), clip(change.text(), o.room(2)))
		}
	}
	for _, l := range []struct {
		title string
		names []string
	}{{"DEVICES ADDED", c.Added}, {"DEVICES REMOVED", c.Removed}} {
		if len(l.names) > 0 {
			fmt.Fprintf(&out, "\n%s\n  %s\n", o.paint(bold, l.title), strings.Join(wrap(strings.Join(cleanAll(l.names), " "), o.room(2)), "\n  "))
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

type changeList struct {
	title, mark, colour string
	changes             []Change
}

func (c *Changes) lists() []changeList {
	return []changeList{
		{"worse", "✗", red, c.Worse}, {"appeared", "+", red, c.Appeared},
		{"better", "✓", green, c.Better}, {"vanished", "-", green, c.Vanished},
	}
}

// text is a change on one line: "edge1 clock-offset: pass → fail (high): +5.001s …".
func (c Change) text() string {
	where := strings.TrimSpace(cmp.Or(c.Device, "fleet") + " " + c.Check)
	if c.Subject != "" {
		where += " " + c.Subject
	}
	switch {
	case c.Old == nil:
		return where + ": " + c.New.word() + ": " + c.New.Message
	case c.New == nil:
		return where + ": was " + c.Old.word()
	}
	return strings.TrimSuffix(where+": "+c.Old.word()+" → "+c.New.word()+": "+c.New.Message, ": ")
}
