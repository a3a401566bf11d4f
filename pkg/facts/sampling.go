package facts

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Sampler tells what the answers of devices mean while they are still being asked.
type Sampler struct {
	platforms platform.List
	declared  map[string]inventory.Platform // by the name of the device
}

// NewSampler makes a sampler for the devices of an inventory.
func NewSampler(platforms platform.List, inv inventory.Inventory) *Sampler {
	s := &Sampler{platforms: platforms, declared: make(map[string]inventory.Platform, len(inv.Devices))}
	for _, d := range inv.Devices {
		s.declared[d.Name] = d.Platform
	}
	return s
}

// system is whose answers the device gives.
func (a *Sampler) system(d *snapshot.Device) system {
	return timing(a.platforms, a.declared[d.Name], d)
}

// Question is what a verdict about a clock hangs on, while the device is still being asked.
type Question struct {
	Limits []time.Duration // of clock offset, for this device
	// Extra is how many readings may follow the first; negative: as many as an audit takes by default.
	Extra int
	Now   snapshot.Stamp
}

// Next reports whether the clock of a device should be read again, and when. run holds the timeline, the
// inventory and the servers as known so far; d what the device has answered. A clock far from every limit costs no
// further reading. That it depends on the result when to stop adds no error: bounds are not statistics.
func (a *Sampler) Next(run *snapshot.Snapshot, d *snapshot.Device, q Question) (again bool, at snapshot.Stamp) {
	p := measure.Defaults()
	s := a.of(run, d, p)
	if s.clock.leapt && len(s.clock.samples) == 0 {
		return s.taken(d) <= p.FreshBurst, q.Now + time.Second
	}
	v, hull, ok := s.view()
	if !ok || len(v.showReadings) == 0 {
		return false, 0
	}
	extra := q.extra(s.clock, p)
	if v.show.State == measure.Stepped && !v.show.OK {
		return s.taken(d) < 1+extra+p.FreshBurst, q.spread(s.clock)
	}
	if v.show.State != measure.Consistent || s.taken(d) > extra || v.stalled(p) || !undecided(v, hull, q.Limits) {
		return false, 0
	}
	if s.clock.wholeSeconds() {
		fraction := time.Duration(s.run.origin.Nanosecond())
		return true, measure.NextEdge(v.show.Combined.Interval, q.Now, fraction, v.show.Combined.Trip, len(v.samples))
	}
	return true, q.spread(s.clock)
}

func (q Question) extra(c *clockEvidence, p measure.Parameters) int {
	switch {
	case q.Extra >= 0:
		return q.Extra
	case c.wholeSeconds():
		return p.ExtraWhole
	}
	return p.Extra
}

// mostSpread keeps the samples of a fleet from marching in step.
const mostSpread = 30 * time.Millisecond

// spread is a moment within the next 30 ms, by a number that nobody chose: the last digits of a stamp.
func (q Question) spread(c *clockEvidence) snapshot.Stamp {
	last := c.samples[len(c.samples)-1].reading.To
	return q.Now + last%(mostSpread/time.Microsecond)*time.Microsecond
}

// HangsOnReference reports whether a verdict about a clock is open only because the reference is not known better: its
// middle alone would decide.
func (a *Sampler) HangsOnReference(run *snapshot.Snapshot, d *snapshot.Device, limits []time.Duration) bool {
	s := a.of(run, d, measure.Defaults())
	v, hull, ok := s.view()
	return ok && undecided(v, hull, limits) && !undecided(v, interval.Point(hull.Mid()), limits)
}

// Undecided reports whether asking a device over NTP could still change what is said about its clock: its zone
// is not known, a limit is straddled, or it is off by what may be a zone.
func (a *Sampler) Undecided(run *snapshot.Snapshot, d *snapshot.Device, limits []time.Duration) bool {
	if len(d.Answers) == 0 {
		return false
	}
	s := a.of(run, d, measure.Defaults())
	v, hull, ok := s.view()
	if !ok {
		return s.run.tier != TierNone && len(s.clock.direct) == 0
	}
	if len(v.directReadings) > 0 {
		return false
	}
	if !v.zone.known() || v.show.State != measure.Consistent || undecided(v, hull, limits) {
		return true
	}
	n, ok := measure.QuarterHours(v.show.Combined.Interval.Sub(hull))
	return ok && n != 0
}

// sampling is what is known of one device while it is being asked.
type sampling struct {
	run   *run
	clock *clockEvidence
}

// recentPolls is how many replies of a server matter to a reading that was taken just now: over the 64 s between
// two polls a bound widens by 13 ms, and what is older than some minutes adds nothing.
const recentPolls = 8

func (a *Sampler) of(s *snapshot.Snapshot, d *snapshot.Device, p measure.Parameters) sampling {
	recent := snapshot.Snapshot{Timeline: s.Timeline, Inventory: s.Inventory, HostClock: s.HostClock}
	for _, server := range s.Servers {
		if len(s.Inventory.References) > 0 && !slices.Contains(server.Roles, snapshot.RoleReference) {
			continue // it has no vote
		}
		server.Exchanges = server.Exchanges[max(0, len(server.Exchanges)-recentPolls):]
		recent.Servers = append(recent.Servers, server)
	}
	r := newRun(&recent, p)
	r.assemble(known{})
	return sampling{run: r, clock: r.readClock(&evidence{answers: *d, parsed: parseTiming(a.system(d), d)})}
}

// view is the clock now, and R − L. ok is false where there is nothing to read or to hold it against.
func (s sampling) view() (v view, hull interval.Interval, ok bool) {
	ref := &reference{run: s.run}
	m := ref.moment(s.clock)
	if !m.ok {
		return v, hull, false
	}
	r, ok := ref.at(m)
	return s.clock.view(m, ref.rate(m), s.run.params), r.Hull, ok
}

// taken is how many answers of the device were readings of its clock, usable or not.
func (s sampling) taken(d *snapshot.Device) int {
	n := 0
	for _, r := range s.clock.readings {
		if d.Answers[r.Answer].First != nil {
			n++
		}
	}
	return n
}

// undecided reports whether any limit is straddled, in any zone that is possible.
func undecided(v view, hull interval.Interval, limits []time.Duration) bool {
	clock, ok := v.byShow()
	if !ok {
		return false
	}
	theta := clock.Interval.Sub(hull)
	offsets := v.zone.offsets
	if v.zone.known() {
		offsets = []time.Duration{0} // the readings are in UTC already
	}
	for _, z := range measure.EachZone(theta, offsets) {
		for _, limit := range limits {
			if z.Offset.Within(limit) == interval.Unproven {
				return true
			}
		}
	}
	return false
}

// stalled reports whether the last readings brought nothing.
func (v view) stalled(p measure.Parameters) bool {
	var history []interval.Interval
	for i := range v.showReadings {
		c, ok := measure.Intersect(v.showReadings[:i+1], v.at, v.rate)
		if !ok {
			return false
		}
		history = append(history, c.Interval)
	}
	return measure.Stalled(history, p)
}
