package check

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Control is an item of a benchmark, a standard or a rule that a finding bears on.
type Control struct {
	Framework string `json:"framework"` // with its version: "CIS Cisco IOS XE 17.x v2.2.1"
	ID        string `json:"id"`
}

// name lists the items that bear on a finding, in the editions that its devices are judged by. What goes beyond the text of a
// benchmark bears none of its ids, and says so where nothing else asks for it.
func (f *Finding) name(editions []*policy.Edition) {
	f.Controls = nil
	var beyond []string
	open := false
	for _, e := range editions {
		if e.Benchmark && f.Beyond != policy.Off {
			beyond = append(beyond, e.Called)
			continue
		}
		items := e.ItemsOf(f.Check, f.part())
		for _, i := range items {
			f.Controls = append(f.Controls, Control{e.Title(), i.ID})
		}
		open = open || slices.Contains(e.Open, f.Check)
		if e.Benchmark && len(items) == 0 {
			beyond = append(beyond, e.Called)
		}
	}
	switch {
	case f.Status != StatusFail:
	case f.Beyond != policy.Off && len(beyond) > 0:
		f.Message = clip(f.Message + "; beyond the check text of " + together(beyond))
	case len(beyond) > 0 && len(beyond) == len(editions) && !open:
		f.Message = clip(f.Message + "; beyond " + together(beyond))
	}
}

// part of a check that the finding is about.
func (f *Finding) part() string {
	if f.Part != "" {
		return f.Part
	}
	return f.Subject
}

// together names each once.
func together(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " and ")
}

// joint are the editions that any of several devices is judged by, each once, in the order in which they are listed.
func joint(editions []*policy.Edition, more []*policy.Edition) []*policy.Edition {
	for _, e := range more {
		if !slices.Contains(editions, e) {
			editions = append(editions, e)
		}
	}
	return editions
}
