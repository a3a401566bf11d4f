package facts

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// moment is when, and on which uninterrupted part of the timeline, a clock is held against the reference.
type moment struct {
	segment int
	at      snapshot.Stamp
	ok      bool // the clock was read on that part
}

// moment is the last reading of the clock, on the last part of the timeline on which the reference is known.
func (c *clockEvidence) moment(known func(moment) bool) moment {
	bySegment := map[int]moment{}
	last := -1
	note := func(segment int, r measure.Reading) {
		m := bySegment[segment]
		bySegment[segment] = moment{segment: segment, at: max(m.at, r.To), ok: true}
		last = max(last, segment)
	}
	for _, s := range c.samples {
		note(s.segment, s.reading)
	}
	for _, d := range c.direct {
		note(d.segment, d.reading)
	}
	for segment := last; segment >= 0; segment-- {
		if m, read := bySegment[segment]; read && known(m) {
			return m
		}
	}
	return bySegment[last]
}

// view is the readings of a clock on one part of the timeline, moved to one moment.
type view struct {
	moment
	rate    measure.PPM // of the device against the timeline
	zone    zone
	samples []sample
	show    measure.Series // D − L by show clock; as if the display were UTC where the zone is not known
	direct  measure.Series // D − L by NTP

	showReadings, directReadings []measure.Reading
}

func (c *clockEvidence) view(m moment, timeline measure.PPM, p measure.Parameters) view {
	v := view{moment: m, rate: measure.Relative(c.rate, timeline)}
	for _, s := range c.samples {
		if s.segment == m.segment {
			v.samples = append(v.samples, s)
		}
	}
	v.zone = c.zone(v.samples)
	for _, s := range v.samples {
		r := s.reading
		if v.zone.known() {
			r.Diff = r.Diff.Shift(-s.zone.offsets[0])
		}
		v.showReadings = append(v.showReadings, r)
	}
	for _, d := range c.direct {
		if d.segment == m.segment {
			v.directReadings = append(v.directReadings, d.reading)
		}
	}
	v.show = measure.Combine(v.showReadings, m.at, v.rate, p.FreshBurst)
	v.direct = measure.Combine(v.directReadings, m.at, v.rate, p.FreshBurst)
	v.showReadings = trusted(v.show, v.showReadings, p)
	v.directReadings = trusted(v.direct, v.directReadings, p)
	return v
}

// trusted are the readings that a series may be judged by: all of a steady clock; those since the step where they
// are enough, else the last alone, which needs no assumption about steps; none of an erratic one.
func trusted(s measure.Series, readings []measure.Reading, p measure.Parameters) []measure.Reading {
	switch {
	case s.State == measure.Consistent:
		return readings
	case s.State == measure.Stepped && s.OK:
		return readings[len(readings)-s.Combined.Readings:]
	case s.State == measure.Stepped:
		return readings[len(readings)-1:]
	}
	return nil
}

// byShow and byNTP are D − L by one way each, both what they have in common.
func (v view) byShow() (measure.Combined, bool) {
	return measure.Intersect(v.showReadings, v.at, v.rate)
}

func (v view) byNTP() (measure.Combined, bool) {
	return measure.Intersect(v.directReadings, v.at, v.rate)
}

func (v view) both() (measure.Combined, bool) {
	all := append(append([]measure.Reading(nil), v.showReadings...), v.directReadings...)
	return measure.Intersect(all, v.at, v.rate)
}

// How a clock was read.
const (
	methodShow   = "show clock"
	methodDirect = "direct ntp"
)

// clock is the device's clock against the reference. nil: nothing was read.
func (ref *reference) clock(c *clockEvidence) *Clock {
	if c.shown == nil && len(c.direct) == 0 {
		return nil
	}
	out := c.describe()
	m := ref.moment(c)
	if !m.ok {
		return out
	}
	v := c.view(m, ref.rate(m), ref.run.params)
	out.Samples, out.RTT = v.count()
	out.Erratic = v.show.State == measure.Erratic
	if v.show.State == measure.Stepped {
		step := v.show.Step
		out.Step = &step
	}
	out.cite(c, v)
	hull, ok := ref.at(m)
	if ok {
		at := ref.run.origin.Add(m.at).UTC()
		now := Instant{at, at}.Shift(hull.Hull)
		out.At = &now
	}
	judge := judgement{out: out, view: v, hull: hull.Hull, known: ok, assumed: ref.assumptions()}
	judge.decide()
	return out
}

func (c *clockEvidence) describe() *Clock {
	if c.shown == nil {
		return &Clock{Unread: c.reason}
	}
	s := c.shown
	out := &Clock{
		Raw: s.Line, Flag: s.Flag, Zone: s.Zone, Authoritative: s.Authoritative, Synchronized: s.Synchronized, NeverSet: neverSet(*s),
		SummerDates: s.SummerTime,
		Evidence:    []Evidence{{Command: c.command, Line: s.Line}},
	}
	if s.TimeSource != nil {
		out.Source = *s.TimeSource
	}
	return out
}

// cite lists every reading of a clock that did not run steadily: together they are the evidence.
func (out *Clock) cite(c *clockEvidence, v view) {
	if v.show.State != measure.Stepped && v.show.State != measure.Erratic {
		return
	}
	out.Evidence = nil
	for _, s := range v.samples {
		out.Evidence = append(out.Evidence, Evidence{Command: s.command, Line: s.clock.Line})
	}
}

// count is how often the clock was read, and the shortest round trip.
func (v view) count() (int, *time.Duration) {
	readings := make([]measure.Reading, 0, len(v.samples))
	for _, s := range v.samples {
		readings = append(readings, s.reading)
	}
	if len(readings) == 0 {
		readings = v.directReadings
	}
	var trip *time.Duration
	for _, r := range readings {
		if trip == nil || r.Trip < *trip {
			trip = &r.Trip
		}
	}
	return len(readings), trip
}

func (c *clockEvidence) measuredAt(origin time.Time) *time.Time {
	m := c.moment(func(moment) bool { return true })
	if !m.ok {
		return nil
	}
	at := origin.Add(m.at).UTC()
	return &at
}

// offset is D − R, and what its width is made of.
func offset(clock measure.Combined, reference interval.Interval) (*interval.Interval, Width) {
	theta, w := measure.Compose(clock, reference)
	return &theta, Width(w)
}

// PassImpossible reports whether no number of readings over this path could prove that the clock is within a
// limit: measure from nearer, let the device answer NTP, or add nearer references.
func (c *Clock) PassImpossible(limit time.Duration) bool {
	if c.Offset == nil || c.RTT == nil {
		return false
	}
	quantum := time.Duration(0)
	if c.ShowClock != nil {
		quantum = time.Millisecond // what aiming and repetition bring even whole seconds down to
	}
	return measure.PassImpossible(measure.Width(c.Width), *c.RTT, quantum, limit)
}
