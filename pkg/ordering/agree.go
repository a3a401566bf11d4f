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

// Ends are the outermost ends of a set of clocks, by which one more is held against all of them at once.
type Ends struct {
	early, late time.Duration // the greatest
	low, high   time.Duration // the same of the ends that are certain: AtBest
	quantum     time.Duration // the coarsest
}

// EndsOf are those of the clocks that are kept; of all, where none is. There must be one.
func EndsOf(clocks []Clock, kept []bool) Ends {
	none := !slices.Contains(kept, true)
	e := Ends{early: -Farthest, late: -Farthest, low: -Farthest, high: -Farthest}
	for i, c := range clocks {
		if !none && !kept[i] {
			continue
		}
		e.early, e.late = max(e.early, c.early()), max(e.late, c.late())
		e.low, e.high = max(e.low, c.Offset.Lo+c.Quantum), max(e.high, c.Quantum-c.Offset.Hi)
		e.quantum = max(e.quantum, c.Quantum)
	}
	return e
}

// AsLogged is the worst of AsLogged of a clock with each of the set.
func (e Ends) AsLogged(c Clock) time.Duration { return max(c.early()+e.late, e.early+c.late()) }

// AtBest is the worst of AtBest of a clock with each of the set.
func (e Ends) AtBest(c Clock) time.Duration {
	return max(e.low-c.Offset.Hi+c.Quantum, c.Offset.Lo+c.Quantum+e.high, e.quantum+c.Quantum)
}
