package report

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Collector is one run whose evidence was judged. It had a clock and references of its own.
type Collector struct {
	ID        string     `json:"id"`      // its run id
	Host      Optional   `json:"host"`    // where it ran
	Started   time.Time  `json:"started"` // wall clock of that host, UTC, uncorrected
	Finished  time.Time  `json:"finished"`
	Complete  bool       `json:"complete"` // false: interrupted, killed, or cut by a deadline
	Reference *Reference `json:"reference"`
}

func newCollector(c *facts.Collector) Collector {
	return Collector{
		ID: c.ID, Host: Optional(c.Host), Started: c.Started.UTC(), Finished: c.Finished.UTC(), Complete: c.Complete,
		Reference: newReference(&c.Reference, c.Servers),
	}
}

// newCollectors are the runs of a fleet, one at least.
func newCollectors(fleet *facts.Fleet) []Collector {
	if len(fleet.Collectors) == 0 {
		return []Collector{newCollector(fleet.CollectorOf(&facts.Device{}))}
	}
	list := make([]Collector, len(fleet.Collectors))
	for i := range fleet.Collectors {
		list[i] = newCollector(&fleet.Collectors[i])
	}
	return list
}

// only is the reference of all devices. nil: there are several.
func only(collectors []Collector) *Reference {
	if len(collectors) != 1 {
		return nil
	}
	return collectors[0].Reference
}

// referenceNotes are what is to be known about the references, of several with whose they are.
func referenceNotes(fleet *facts.Fleet) []string {
	if len(fleet.Collectors) < 2 {
		return fleet.CollectorOf(&facts.Device{}).Reference.Notes
	}
	var notes []string
	for i := range fleet.Collectors {
		for _, n := range fleet.Collectors[i].Reference.Notes {
			notes = append(notes, fleet.CollectorName(i)+": "+n)
		}
	}
	return notes
}

// settle fills in what a report of an older version does not say, and refuses one that names a run that is not there.
func (r *Report) settle() error {
	if r.Reference == nil && len(r.Collectors) == 0 {
		r.Reference = &Reference{Tier: facts.TierNone, Servers: []Server{}}
	}
	switch {
	case len(r.Collectors) == 0:
		r.Collectors = []Collector{{ID: r.RunID, Started: r.Started, Finished: r.Finished, Complete: r.Complete, Reference: r.Reference}}
	case slices.ContainsFunc(r.Collectors, func(c Collector) bool { return c.Reference == nil }):
		return errors.New("a collector has no reference")
	case len(r.Collectors) > 1 && r.Reference != nil:
		return errors.New(`it has one "reference" for several collectors`)
	}
	r.Reference = only(r.Collectors)
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Collector == "" && len(r.Collectors) == 1 {
			d.Collector = r.Collectors[0].ID
		}
		if r.find(d.Collector) < 0 {
			return fmt.Errorf("device %q: collector %q is not among the collectors", d.Name, d.Collector)
		}
	}
	return nil
}

func (r *Report) find(id string) int {
	return slices.IndexFunc(r.Collectors, func(c Collector) bool { return c.ID == id })
}

// referenceOf is what the clock of a device was held against.
func (r *Report) referenceOf(d *Device) *Reference {
	if r.Reference != nil {
		return r.Reference
	}
	if i := r.find(d.Collector); i >= 0 {
		return r.Collectors[i].Reference
	}
	return &Reference{Tier: facts.TierNone}
}

// labelledReference is a reference with whose it is; empty: that of all devices.
type labelledReference struct {
	label string
	*Reference
}

func (r *Report) references() []labelledReference {
	if r.Reference != nil {
		return []labelledReference{{"", r.Reference}}
	}
	list := make([]labelledReference, len(r.Collectors))
	for i := range r.Collectors {
		list[i] = labelledReference{r.label(i), r.Collectors[i].Reference}
	}
	return list
}

// label names a run among the others: by when it began, where it ran if not all ran on one host, and its id where two
// began in one minute.
func (r *Report) label(i int) string {
	c := &r.Collectors[i]
	const minute = "2006-01-02 15:04 UTC"
	label := "run of " + c.Started.UTC().Format(minute)
	hosts := false
	for k := range r.Collectors {
		other := &r.Collectors[k]
		hosts = hosts || other.Host != c.Host
		if k != i && other.Started.UTC().Format(minute) == c.Started.UTC().Format(minute) {
			label = "run " + c.ID
		}
	}
	if hosts {
		label += " on " + string(c.Host)
	}
	return label
}

// judging are the references that some device is judged by, or all where none is.
func (r *Report) judging() []labelledReference {
	used := make(map[string]bool, len(r.Collectors))
	for i := range r.Devices {
		used[r.Devices[i].Collector] = true
	}
	var list []labelledReference
	all := r.references()
	for i, ref := range all {
		if r.Reference != nil || used[r.Collectors[i].ID] {
			list = append(list, ref)
		}
	}
	if len(list) == 0 {
		return all
	}
	return list
}

// mostReferences is how many runs a summary tells of; JSON has all.
const mostReferences = 8

// statements tells how good each reference was: of several, each with whose it is.
func (r *Report) statements() [][]string {
	var list [][]string
	all := r.judging()
	for i, ref := range all {
		if i == mostReferences {
			return append(list, []string{"and " + check.Count(len(all)-i, "more run")})
		}
		said := ref.Statements()
		if ref.label != "" {
			said[0] = ref.label + ": " + said[0]
		}
		list = append(list, said)
	}
	return list
}

// tiers is what the references rest on.
func (r *Report) tiers() []string {
	var list []string
	for _, ref := range r.references() {
		list = append(list, string(ref.Tier))
	}
	return unique(list)
}

// span is when the first run began and the last one ended, each by its reference where that is known.
func (r *Report) span() (first, last time.Time) {
	if len(r.Collectors) < 2 {
		return r.Reference.corrected(r.Started), r.Reference.corrected(r.Finished)
	}
	for i, c := range r.Collectors {
		began, ended := c.Reference.corrected(c.Started), c.Reference.corrected(c.Finished)
		if i == 0 || began.Before(first) {
			first = began
		}
		if i == 0 || ended.After(last) {
			last = ended
		}
	}
	return first, last
}

// corrected is a time of the auditing host's clock by the reference.
func (ref *Reference) corrected(at time.Time) time.Time {
	if ref == nil || ref.Offset == nil {
		return at
	}
	offset := ref.Offset.interval()
	return facts.ByReference(at, &offset)
}

// took is how long the runs took, one after the other.
func (r *Report) took() time.Duration {
	if len(r.Collectors) < 2 {
		return r.Finished.Sub(r.Started)
	}
	var sum time.Duration
	for _, c := range r.Collectors {
		sum = interval.AddSat(sum, c.Finished.Sub(c.Started))
	}
	return sum
}

// tookText is how long the run took. Of several, which may have gone on side by side or days apart, it says nothing.
func (r *Report) tookText() string {
	if took := r.took(); took >= 0 && len(r.Collectors) < 2 {
		return interval.Elapsed(took)
	}
	return ""
}
