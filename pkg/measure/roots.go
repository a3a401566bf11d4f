package measure

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// votes returns one interval for each independent root, and numbers the roots in the standings. Servers that
// take their time from one source would be wrong together, so they have one vote between them: the
// intersection of what they say. Where they disagree, they are no longer one source and vote separately.
func (e *Ensemble) votes(standings []Standing) []interval.Interval {
	var votes []interval.Interval
	for _, group := range e.groups(standings) {
		common := standings[group[0]].Claim
		agree := true
		for _, i := range group[1:] {
			var overlap bool
			common, overlap = common.Intersect(standings[i].Claim)
			agree = agree && overlap
		}
		for _, i := range group {
			if !agree {
				common = standings[i].Claim
			}
			if !agree || i == group[0] {
				votes = append(votes, common)
			}
			standings[i].Root = len(votes) - 1
		}
	}
	return votes
}

// groups returns the servers that vote, by root, in the order given.
func (e *Ensemble) groups(standings []Standing) [][]int {
	var groups [][]int
	for i, s := range e.members {
		if !s.votes || !standings[i].OK {
			continue
		}
		own := []int{i}
		groups = slices.DeleteFunc(groups, func(g []int) bool {
			related := slices.ContainsFunc(g, func(j int) bool { return sameRoot(s.Server, e.members[j].Server) })
			if related {
				own = append(own, g...)
			}
			return related
		})
		slices.Sort(own)
		groups = append(groups, own)
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	return groups
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
