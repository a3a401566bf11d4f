package facts

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
)

// reference is what clocks are held against: the ensemble of the run, or the consensus of the fleet.
type reference struct {
	run       *run
	consensus *measure.Reference
	middle    moment // of all readings: the one moment at which the consensus holds, and clocks are compared
}

// reference settles for the consensus of the fleet where nobody else votes.
func (r *run) reference(clocks []*clockEvidence) *reference {
	ref := &reference{run: r, middle: middle(clocks)}
	if r.tier != TierNone {
		return ref
	}
	var votes []interval.Interval
	for _, c := range clocks {
		m := ref.moment(c)
		if !m.ok || m.segment != ref.middle.segment {
			continue
		}
		if d, ok := c.definite(c.view(m, ref.rate(m), r.params)); ok {
			votes = append(votes, d.Interval)
		}
	}
	if consensus, ok := measure.Consensus(votes); ok {
		ref.consensus, r.tier = &consensus, TierConsensus
	}
	return ref
}

func anywhere(moment) bool { return true }

// middle is the moment in the middle of all readings, on the part of the timeline on which most devices were read.
func middle(clocks []*clockEvidence) moment {
	var busiest int
	counts, first, last := map[int]int{}, map[int]moment{}, map[int]moment{}
	for _, c := range clocks {
		m := c.moment(anywhere)
		if !m.ok {
			continue
		}
		if f, seen := first[m.segment]; !seen || m.at < f.at {
			first[m.segment] = m
		}
		if m.at >= last[m.segment].at {
			last[m.segment] = m
		}
		counts[m.segment]++
		if counts[m.segment] > counts[busiest] {
			busiest = m.segment
		}
	}
	m := last[busiest]
	m.at = first[busiest].at + (m.at-first[busiest].at)/2
	return m
}

// definite is D − L where it is one interval.
func (c *clockEvidence) definite(v view) (measure.Combined, bool) {
	ntp, answered := v.byNTP()
	if !v.zone.known() || len(v.showReadings) == 0 {
		return ntp, answered
	}
	if all, agree := v.both(); agree || !answered {
		return all, agree
	}
	return ntp, true
}

// moment is when a clock is held against the reference.
func (ref *reference) moment(c *clockEvidence) moment {
	if ref.run.tier != TierNone && ref.run.tier != TierConsensus {
		return c.moment(func(m moment) bool {
			_, ok := ref.at(m)
			return ok
		})
	}
	m := c.moment(func(m moment) bool { return m.segment == ref.middle.segment })
	if m.ok && m.segment == ref.middle.segment {
		m.at = ref.middle.at
	}
	return m
}

// at is R − L at a moment. ok is false where nobody tells.
func (ref *reference) at(m moment) (measure.Reference, bool) {
	if ref.run.tier == TierConsensus {
		return *ref.consensus, m == ref.middle
	}
	return ref.run.segments[m.segment].At(m.at)
}

// rate is how far the timeline may be off its rate.
func (ref *reference) rate(m moment) measure.PPM { return ref.run.segments[m.segment].Rate }

func (ref *reference) assumptions() []measure.Assumption { return []measure.Assumption{measure.A5} }

// standing is a server against the reference, by its last replies on a part of the timeline where there is one.
func (ref *reference) standing(s *server) (measure.Standing, measure.Reference, bool) {
	if ref.run.tier == TierConsensus {
		return measure.Standing{}, measure.Reference{}, false
	}
	i := slices.Index(ref.run.list, s)
	for segment := len(s.polls) - 1; segment >= 0; segment-- {
		polls := s.polls[segment]
		if len(polls) == 0 {
			continue
		}
		standing, combined, ok := ref.run.segments[segment].Standing(i, polls[len(polls)-1].To)
		if ok && standing.OK {
			return standing, combined, true
		}
	}
	return measure.Standing{}, measure.Reference{}, false
}

// servers are the servers as they are reported: those that were asked, and this host where it votes.
func (r *run) servers(ref *reference) []Server {
	var list []Server
	for _, s := range r.list {
		if !s.isHost() || r.votes(s) {
			list = append(list, s.facts(ref))
		}
	}
	return list
}

// facts is the reference as it is reported.
func (ref *reference) facts() Reference {
	out := Reference{Tier: ref.run.tier}
	hull, ok := ref.first()
	if ok {
		off := hull.Hull.Neg()
		out.Offset, out.Majority, out.Voters, out.Faulty = &off, hull.Agreed, hull.Voters, hull.Faulty
	}
	out.Notes = ref.notes(hull, ok)
	return out
}

// first is the reference at stamp 0, or at the beginning of the first part of the timeline on which it is known.
func (ref *reference) first() (measure.Reference, bool) {
	if ref.consensus != nil {
		return *ref.consensus, true
	}
	for segment := range ref.run.segments {
		m := moment{segment: segment}
		if segment > 0 {
			m.at = ref.run.breaks[segment-1].After
		}
		if hull, ok := ref.at(m); ok {
			return hull, true
		}
	}
	return measure.Reference{}, false
}
