package ordering

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// Spread is how one figure is distributed over all pairs of clocks.
type Spread struct {
	Pairs              int
	Median, P95, Worst time.Duration // each is that of a pair, the next one up where the share falls between two
	WorstPair          [2]int        // places of its clocks, the lower first
}

// Logged is the spread of AsLogged. It needs offsets of less than Farthest.
func Logged(clocks []Clock) Spread {
	// Of two clocks the one with the lower middle gives its early end and the other its late one: that is the larger of the two
	// sums. In the order of the middles, each pair is counted where its second clock stands.
	order := byMiddle(clocks)
	s := Spread{Pairs: pairs(len(clocks))}
	first := -1
	for at, i := range order {
		if at > 0 {
			if f := AsLogged(clocks[first], clocks[i]); f > s.Worst || s.WorstPair == [2]int{} {
				s.Worst, s.WorstPair = f, [2]int{min(first, i), max(first, i)}
			}
		}
		if first < 0 || clocks[i].early() > clocks[first].early() {
			first = i
		}
	}
	s.fill(newCounter(clocks, order).atMost)
	return s
}

// Remaining is the spread of Corrected.
func Remaining(clocks []Clock) Spread {
	return sums(len(clocks), func(i int) time.Duration { return clocks[i].alone() })
}

// Resolution is the median, over all pairs, of what stamps leave out: no measurement brings the figures below it.
func Resolution(clocks []Clock) time.Duration {
	return sums(len(clocks), func(i int) time.Duration { return clocks[i].Quantum }).Median
}

// sums is the spread of the sums of two values.
func sums(n int, value func(int) time.Duration) Spread {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(value(a), value(b)) })
	s := Spread{Pairs: pairs(n)}
	if s.Pairs == 0 {
		return s
	}
	a, b := order[n-2], order[n-1]
	s.Worst, s.WorstPair = value(a)+value(b), [2]int{min(a, b), max(a, b)}
	s.fill(func(limit time.Duration) int {
		count, j := 0, n-1
		for i := range order {
			for j >= 0 && value(order[i])+value(order[j]) > limit {
				j--
			}
			count += min(j+1, i)
		}
		return count
	})
	return s
}

func pairs(n int) int { return n * (n - 1) / 2 }

// fill finds the percentiles. atMost counts the pairs up to a figure.
func (s *Spread) fill(atMost func(time.Duration) int) {
	if s.Pairs == 0 {
		return
	}
	rank := func(share int) time.Duration {
		k := (s.Pairs*share + 99) / 100
		low, high := time.Duration(0), s.Worst // the figure lies between them
		for low < high {
			middle := low + (high-low)/2
			if atMost(middle) >= k {
				high = middle
			} else {
				low = middle + 1
			}
		}
		return low
	}
	s.Median, s.P95 = rank(50), rank(95)
}

// byMiddle is the places of the clocks in the order of the middles of their offsets.
func byMiddle(clocks []Clock) []int {
	order := make([]int, len(clocks))
	for i := range order {
		order[i] = i
	}
	twice := func(c Clock) time.Duration { return c.Offset.Lo + c.Offset.Hi }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(twice(clocks[a]), twice(clocks[b])) })
	return order
}

// counter counts pairs by the sum of the early end of the first and the late end of the second, in one pass with a Fenwick
// tree over the ranks of the early ends.
type counter struct {
	early []time.Duration // sorted
	ranks []int           // of the early end of each clock, in the order of the middles; from 1
	late  []time.Duration // likewise
	tree  []int
}

func newCounter(clocks []Clock, order []int) *counter {
	c := &counter{tree: make([]int, len(order)+1)}
	for _, i := range order {
		c.early, c.late = append(c.early, clocks[i].early()), append(c.late, clocks[i].late())
	}
	inOrder := slices.Clone(c.early)
	slices.Sort(c.early)
	for _, e := range inOrder {
		at, _ := slices.BinarySearch(c.early, e)
		c.ranks = append(c.ranks, at+1)
	}
	return c
}

// atMost counts the pairs whose figure is a limit or less.
func (c *counter) atMost(limit time.Duration) int {
	clear(c.tree)
	count := 0
	for j, late := range c.late {
		below := sort.Search(len(c.early), func(k int) bool { return c.early[k] > limit-late })
		for ; below > 0; below -= below & -below {
			count += c.tree[below]
		}
		for r := c.ranks[j]; r < len(c.tree); r += r & -r {
			c.tree[r]++
		}
	}
	return count
}
