package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/ordering"
)

// Ordering is how far apart log lines of two devices must be stamped for their order to be certain.
type Ordering struct {
	Devices int `json:"devices"` // whose lines can be put in order
	Pairs   int `json:"pairs"`
	// Of all pairs, as the lines are logged.
	Median Seconds `json:"median_seconds"`
	P95    Seconds `json:"p95_seconds"`
	Worst  Seconds `json:"worst_seconds"`
	// CorrectedMedian is what remains once the measured offsets are subtracted, and Resolution what of the median the stamps leave out.
	CorrectedMedian Seconds `json:"corrected_median_seconds"`
	Resolution      Seconds `json:"resolution_seconds"`
	// Most devices order with each other to Bulk; the others, with these, to their own figure.
	Bulk      Seconds        `json:"bulk_seconds"`
	Others    []OrderedLater `json:"others"`
	Unordered []string       `json:"unordered"` // devices of which no line can be put in order, or not known to
}

// OrderedLater is a device that cannot be put in order with the others as closely as these with each other.
type OrderedLater struct {
	Device string  `json:"device"`
	Worst  Seconds `json:"worst_seconds"`
}

// OrderingEnds are what the order of lines of a device and another is reckoned by: they can be put in order if they are
// stamped farther apart than the early end of one and the late end of the other, whichever sum is larger.
type OrderingEnds struct {
	Early Seconds `json:"early_seconds"`
	Late  Seconds `json:"late_seconds"`
}

// farOff: a pair that is three times as far apart as two ordinary clocks of the fleet is made so by one of its devices.
const farOff = 3

// order works out the figure of a fleet and the ends of its devices. There is none of fewer than two.
func (r *Report) order(fleet *facts.Fleet) {
	f := ordering.Of(fleet)
	for i, at := range f.Devices {
		early, late := f.Clocks[i].Ends()
		r.Devices[at].Ordering = &OrderingEnds{Early: Seconds(early), Late: Seconds(late)}
	}
	if f.Logged.Pairs == 0 {
		return
	}
	o := &Ordering{
		Devices: len(f.Devices), Pairs: f.Logged.Pairs,
		Median: Seconds(f.Logged.Median), P95: Seconds(f.Logged.P95), Worst: Seconds(f.Logged.Worst), Bulk: Seconds(f.Logged.Worst),
		CorrectedMedian: Seconds(f.Corrected.Median), Resolution: Seconds(f.Resolution),
		Others: []OrderedLater{}, Unordered: []string{},
	}
	o.setApart(f, fleet)
	for _, l := range f.Left {
		o.Unordered = append(o.Unordered, fleet.Devices[l.Device].Name)
	}
	r.Ordering = o
}

// setApart names the few devices that make the far pairs.
func (o *Ordering) setApart(f ordering.Figure, fleet *facts.Fleet) {
	limit := farOff * 2 * ordinary(f.Clocks)
	if f.Logged.Worst <= limit {
		return
	}
	kept := ordering.Agreeing(f.Clocks, limit)
	ends := ordering.EndsOf(f.Clocks, kept)
	var bulk []ordering.Clock
	for i, c := range f.Clocks {
		if kept[i] {
			bulk = append(bulk, c)
			continue
		}
		o.Others = append(o.Others, OrderedLater{Device: fleet.Devices[f.Devices[i]].Name, Worst: Seconds(ends.AsLogged(c))})
	}
	if together := ordering.Logged(bulk); together.Pairs > 0 {
		o.Bulk = Seconds(together.Worst)
	}
}

// ordinary is how far from the middle of the fleet the stamps of half of the clocks are at most.
func ordinary(clocks []ordering.Clock) time.Duration {
	middles := make([]time.Duration, len(clocks))
	for i, c := range clocks {
		middles[i] = c.Offset.Mid()
	}
	slices.Sort(middles)
	middle := middles[len(middles)/2]
	extents := make([]time.Duration, len(clocks))
	for i, c := range clocks {
		extents[i] = max(c.Offset.Hi-middle, middle-c.Offset.Lo) + c.Quantum
	}
	slices.Sort(extents)
	return extents[(len(extents)-1)/2]
}

// text is the figure as a sentence.
func (o *Ordering) text() string {
	const named = 3
	text := fmt.Sprintf("events on two of these %s %s apart can be put in order", check.Count(o.Devices-len(o.Others), "device"), span(o.Bulk))
	var late []string
	for _, d := range o.Others[:min(len(o.Others), named)] {
		late = append(late, fmt.Sprintf("%s %s", d.Device, span(d.Worst)))
	}
	if more := len(o.Others) - named; more > 0 {
		late = append(late, fmt.Sprintf("%d more", more))
	}
	if len(late) > 0 {
		text += "; with " + strings.Join(late, ", ")
	}
	if n := len(o.Unordered); n > 0 {
		text += fmt.Sprintf("; %s cannot, or it is not known", check.Count(n, "device"))
	}
	return text
}

func span(s Seconds) string { return interval.Span(time.Duration(s)) }
