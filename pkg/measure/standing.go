package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Standing is one server against the ensemble.
type Standing struct {
	OK       bool              // it was heard of, and the fields below hold
	Clock    interval.Interval // S − L
	Claim    interval.Interval // R − L by this server alone
	Distance time.Duration     // shortest that it claimed
	Trip     time.Duration     // shortest
	// Root numbers the independent root that the server votes for; negative: it has no vote.
	Root int
	// Falseticker is certain: the claim has no point in common with the reference.
	Falseticker bool
	// Detectable is the error above which the server would certainly have been found out.
	Detectable time.Duration
	// Contradictory: its replies cannot be those of one clock that keeps its claims. The last alone counts.
	Contradictory bool
}

const noRoot = -1

// Standing holds a server, by its place in the list given to Assemble, against the reference at one moment. ok is false
// where nobody can vote; what the server says holds all the same.
func (e *Ensemble) Standing(server int, at Stamp) (s Standing, ref Reference, ok bool) {
	ref, roots := e.combine(at)
	seat := e.seats[server]
	m := e.members[seat]
	if len(m.Polls) == 0 {
		return Standing{Root: noRoot}, ref, ref.Voters > 0
	}
	claim := e.claim(m, at)
	s = Standing{
		OK: true, Root: noRoot, Contradictory: m.contradictory,
		Clock: m.clock(at, Relative(0, e.Rate)), Claim: claim.Interval, Trip: claim.Trip, Distance: m.distance(),
		Falseticker: ref.Majority && !claim.Interval.Overlaps(ref.Hull),
	}
	if root, votes := roots[seat]; votes {
		s.Root = root
	}
	s.Detectable = interval.AddSat(s.Distance, interval.AddSat(s.Clock.Width(), ref.Hull.Width()))
	return s, ref, ref.Voters > 0
}

// clock is S − L. A server may move its clock within its claim, and then only its last reply tells where it is.
func (m member) clock(at Stamp, rate PPM) interval.Interval {
	readings := make([]Reading, len(m.Polls))
	for i, p := range m.Polls {
		readings[i] = p.Reading
	}
	if all, ok := Intersect(readings, at, rate); ok {
		return all.Interval
	}
	return readings[len(readings)-1].At(at, rate)
}

func (m member) distance() time.Duration {
	shortest := m.Polls[0].Distance
	for _, p := range m.Polls {
		shortest = min(shortest, p.Distance)
	}
	return shortest
}
