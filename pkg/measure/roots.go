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
	for i, m := range e.members {
		if !m.votes {
			continue
		}
		own := []int{i}
		e.groups = slices.DeleteFunc(e.groups, func(g []int) bool {
			related := slices.ContainsFunc(g, func(j int) bool { return sameRoot(m.Server, e.members[j].Server) })
			if related {
				own = append(own, g...)
			}
			return related
		})
		slices.Sort(own)
		e.groups = append(e.groups, own)
	}
	slices.SortFunc(e.groups, func(a, b []int) int { return a[0] - b[0] })
}

// sameRoot reports whether two servers take their time from the same place: they name the same
// upstream, one names the other, or they are one machine. At stratum 1 the reference id names a
// kind of clock (GPS), not a clock.
func sameRoot(a, b Server) bool {
	if a.Stratum >= 2 && b.Stratum >= 2 && a.RefID == b.RefID && a.RefID != 0 {
		return true
	}
	return a.follows(b) || b.follows(a) || slices.ContainsFunc(a.Self, func(id uint32) bool { return slices.Contains(b.Self, id) })
}

func (s Server) follows(upstream Server) bool {
	return s.Stratum >= 2 && slices.Contains(upstream.Self, s.RefID)
}
