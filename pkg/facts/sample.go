package facts

import (
	"errors"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// sample is one clock line that was read between two stamps.
type sample struct {
	clock   show.Clock
	command string
	zone    zone
	segment int
	reading measure.Reading // as if the displayed time were UTC
}

// clockEvidence is everything that was read of a device's clock.
type clockEvidence struct {
	*evidence
	shown   *show.Clock // the first clock line, whether or not it can be measured by
	command string      // that it answered
	samples []sample    // in the order of time
	direct  []direct    // NTP replies of the device itself
	rate    measure.PPM
	leapt   bool // the last clock line shows a leap second

	reason string // why there is no clock, where there is none
	notes  []string
}

// direct is one NTP reply of the device.
type direct struct {
	segment int
	reading measure.Reading
}

func (r *run) readClock(e *evidence) *clockEvidence {
	c := &clockEvidence{evidence: e, rate: r.params.FreeRate, reason: e.noClock}
	if yes, known := held(e.status()); known && yes { // the rate of one that is not known is that of any oscillator
		c.rate = r.params.DeviceRate
	}
	granule := tick(e.status(), r.params.Tick)
	for _, read := range e.readings {
		r.readSample(c, e.answers.Answers[read.Answer], read, granule)
	}
	slices.SortStableFunc(c.samples, func(a, b sample) int { return int(min(1, max(-1, a.reading.From-b.reading.From))) })
	for _, x := range e.answers.NTP {
		r.readDirect(c, x)
	}
	for _, s := range c.samples {
		if s.zone.note != "" && !slices.Contains(c.notes, s.zone.note) {
			c.notes = append(c.notes, s.zone.note)
		}
	}
	return c
}

func (r *run) readSample(c *clockEvidence, a snapshot.Answer, read show.Reading, granule time.Duration) {
	c.leapt = errors.Is(read.Err, show.ErrLeapSecond)
	if read.Err != nil {
		c.reason = read.Reason
		return
	}
	clock := read.Clock
	if c.shown == nil {
		c.shown, c.command = &clock, a.Command
	}
	if a.First == nil || !sane(a.Sent, *a.First) {
		return
	}
	resolution := measure.WholeSeconds(granule)
	if clock.Millisecond != nil {
		resolution = measure.Milliseconds(granule)
	}
	s := sample{clock: clock, command: a.Command, zone: zoneOf(clock.Zone, clock.Local(), c.config)}
	s.reading = measure.ClockReading(clock.Local().Sub(r.origin), a.Sent, *a.First, resolution, r.granularity)
	var whole bool
	if s.segment, whole = s.reading.Segment(r.breaks); !whole {
		c.notes = append(c.notes, "a reading of the clock was dropped: this host slept, or its clock was stepped, in the middle of it")
		return
	}
	c.samples = append(c.samples, s)
}

func (r *run) readDirect(c *clockEvidence, x snapshot.Exchange) {
	e, ok := readExchange(x, r.granularity)
	if !ok {
		return
	}
	if fatal := worthless(e.Faults(r.params)); len(fatal) > 0 {
		c.notes = append(c.notes, "its answer over NTP is not used: "+sentences(fatal, e))
		return
	}
	reading := e.Reading(r.origin)
	if segment, whole := reading.Segment(r.breaks); whole {
		c.direct = append(c.direct, direct{segment, reading})
	}
}

// zone is that of the whole series: known where it is for every sample.
func (c *clockEvidence) zone(samples []sample) zone {
	var all zone
	for _, s := range samples {
		if !s.zone.known() {
			all.offsets = union(all.offsets, s.zone.offsets)
		}
	}
	if len(all.offsets) == 0 && len(samples) > 0 {
		all.offsets = samples[len(samples)-1].zone.offsets
	}
	slices.Sort(all.offsets)
	return all
}

// wholeSeconds reports whether the device prints no fraction.
func (c *clockEvidence) wholeSeconds() bool { return c.shown != nil && c.shown.Millisecond == nil }

// neverSet: a clock at a date that images start with (1993, 2002), and of which nothing says that somebody set it.
func neverSet(c show.Clock) bool {
	const lastDefaultYear = 2002
	return (c.Authoritative == nil || !*c.Authoritative) && c.Year <= lastDefaultYear
}
