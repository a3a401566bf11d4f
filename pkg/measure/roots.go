package measure

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// votes returns one interval for each independent root, and which root each voter votes for. Servers that
// take their time from one source would be wrong together, so they have one vote between them: the
// intersection of what they say. Where they disagree, they are no longer one source and vote separately.
func (e *Ensemble) votes(at Stamp) (votes []interval.Interval, roots map[int]int) {
	roots = map[int]int{}
	for _, group := range e.groups {
		claims := make([]interval.Interval, len(group))
		for k, i := range group {
			claims[k] = e.claim(e.members[i], at).Interval
		}
		common, agree := claims[0], true
		for _, c := range claims[1:] {
			var overlap bool
			common, overlap = common.Intersect(c)
			agree = agree && overlap
		}
		if agree {
			claims = claims[:1]
			claims[0] = common
		}
		for k, i := range group {
			roots[i] = len(votes) + min(k, len(claims)-1)
		}
		votes = append(votes, claims...)
	}
	return votes, roots
}

// group sorts the voters by root, in the order given.
func (e *Ensemble) group() {
	keys := make([][]uint32, len(e.members))
	for i, m := range e.members {
		if m.votes {
			keys[i] = m.roots()
		}
	}
	groups := map[int]int{} // by first member
	for i, first := range Together(keys) {
		if !e.members[i].votes {
			continue
		}
		g, known := groups[first]
		if !known {
			g = len(e.groups)
			groups[first], e.groups = g, append(e.groups, nil)
		}
		e.groups[g] = append(e.groups[g], i)
	}
}

// roots are the reference ids that tell servers of one root. Two servers take their time from the same place where they name the same
// upstream, one names the other, or they are one machine. At stratum 1 the reference id names a
// kind of clock (GPS), not a clock.
func (s Server) roots() []uint32 {
	if s.Stratum < 2 || s.RefID == 0 {
		return s.Self
	}
	return append(slices.Clone(s.Self), s.RefID)
}
