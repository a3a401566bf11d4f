package facts

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
)

// compare moves all clocks to one moment and to one scale, so that they can be compared with each other: the middle of the
// readings of the run that read most devices, and the middle of what its reference allows. That middle may be wrong, and is
// so for all of them alike, so the width of the reference is left out (reference/logs.md, 3.6).
func (f *Fleet) compare(clocks []*clockEvidence, refs []*reference) {
	counts := make([]int, len(refs))
	base := 0
	for _, c := range clocks {
		if counts[c.collector]++; counts[c.collector] > counts[base] {
			base = c.collector
		}
	}
	if len(refs) == 0 {
		return
	}
	s := refs[base].scale()
	for i, c := range clocks {
		d := &f.Devices[i]
		switch {
		case d.Clock == nil:
		case c.collector == base && s.reads(c):
			d.Clock.Compared = s.own(c)
		default:
			d.Clock.Compared = s.other(c, d.Clock)
		}
	}
}

// scale is on what clocks are compared.
type scale struct {
	ref   *reference
	at    moment
	zero  time.Duration // R − L, as the scale takes it
	doubt time.Duration // how far R − L may be from that
	when  *Instant      // by the reference; nil: it is not known, and no other run can be compared
}

func (ref *reference) scale() scale {
	s := scale{ref: ref, at: ref.middle}
	if !s.at.ok {
		return s
	}
	hull, known := ref.at(s.at)
	if !known || !hull.Hull.Bounded() {
		return s
	}
	at := ref.run.origin.Add(s.at.at).UTC()
	when := Instant{at, at}.Shift(hull.Hull)
	s.zero, s.doubt, s.when = hull.Hull.Mid(), (hull.Hull.Width()+1)/2, &when
	return s
}

// reads reports whether a clock was read on the part of the timeline on which the moment lies.
func (s scale) reads(c *clockEvidence) bool {
	return s.at.ok && c.moment(func(m moment) bool { return m.segment == s.at.segment }).segment == s.at.segment
}

// own is a clock of the run itself, by what was read of it.
func (s scale) own(c *clockEvidence) *interval.Interval {
	v := c.view(s.at, s.ref.rate(s.at), s.ref.run.params)
	out := &Clock{Erratic: v.show.State == measure.Erratic}
	j := judgement{out: out, view: v, hull: interval.Point(s.zero), known: true}
	j.decide()
	return out.Offset
}

// other is a clock that another run read, or this one after a break: by how far it was from the reference then.
func (s scale) other(c *clockEvidence, clock *Clock) *interval.Interval {
	if s.when == nil || clock.Offset == nil || clock.At == nil {
		return nil
	}
	apart := max(clock.At.Latest.Sub(s.when.Earliest), s.when.Latest.Sub(clock.At.Earliest))
	moved := clock.Offset.Widen(s.doubt).Widen(c.rate.Over(apart))
	return &moved
}
