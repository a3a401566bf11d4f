package ordering

import (
	"cmp"
	"slices"
	"time"
)

// Agreeing finds the most clocks of which any two can be told apart within a limit as logged: what is left makes all bad
// pairs. kept is parallel to the clocks. Where several sets are as large, the one nearest to the zero of the scale is taken.
//
// The early ends of two clocks and their late ends add up to the figures of pairs, so a set agrees if its early ends are at
// most v and its late ends at most limit − v: a clock allows the v between these, and the v that most of them allow is found
// in one sweep. One clock more may fit, which is too wide for itself but not for the others.
func Agreeing(clocks []Clock, limit time.Duration) (kept []bool) {
	kept = make([]bool, len(clocks))
	v, any := busiest(clocks, limit)
	if !any {
		return kept
	}
	early, late := -limit*2, -limit*2
	for i, c := range clocks {
		if kept[i] = c.early() <= v && c.late() <= limit-v; kept[i] {
			early, late = max(early, c.early()), max(late, c.late())
		}
	}
	for i, c := range clocks {
		if !kept[i] && c.early()+late <= limit && early+c.late() <= limit {
			kept[i] = true
			break
		}
	}
	return kept
}

// busiest is the v that most clocks allow.
func busiest(clocks []Clock, limit time.Duration) (v time.Duration, any bool) {
	var from, to []time.Duration
	for _, c := range clocks {
		if c.early()+c.late() <= limit {
			from, to = append(from, c.early()), append(to, limit-c.late())
		}
	}
	slices.Sort(from)
	slices.Sort(to)
	most, ended := 0, 0
	for i, at := range from {
		for to[ended] < at {
			ended++
		}
		better := cmp.Or(cmp.Compare(i+1-ended, most), cmp.Compare((v-limit/2).Abs(), (at-limit/2).Abs()))
		if better > 0 {
			most, v, any = i+1-ended, at, true
		}
	}
	return v, any
}
