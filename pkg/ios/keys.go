package ios

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// KeyRange is a range of key numbers, both ends included.
type KeyRange struct{ Low, High int }

// KeyRanges is a set of key numbers, in rising order and apart from each other. A range may span
// 2^32 numbers, so it is not spread out.
type KeyRanges []KeyRange

// Contains reports whether a key number is in the set.
func (k KeyRanges) Contains(number int) bool {
	i := sort.Search(len(k), func(i int) bool { return k[i].High >= number })
	return i < len(k) && k[i].Low <= number
}

// ExpandRanges reads what "ntp trusted-key" lines print: "3", "10 - 12", and "3 - 3".
func ExpandRanges(printed []string) (KeyRanges, error) {
	var keys KeyRanges
	for _, p := range printed {
		first, last, isRange := strings.Cut(strings.TrimSpace(p), "-")
		if !isRange {
			last = first
		}
		low, ok1 := integer(strings.TrimSpace(first), 0, math.MaxUint32)
		high, ok2 := integer(strings.TrimSpace(last), 0, math.MaxUint32)
		if !ok1 || !ok2 || low > high {
			return nil, fmt.Errorf("trusted key %q: not a number or a range", p)
		}
		keys = append(keys, KeyRange{low, high})
	}
	return keys.joined(), nil
}

// joined puts ranges in order, and those that overlap or touch together.
func (k KeyRanges) joined() KeyRanges {
	slices.SortFunc(k, func(a, b KeyRange) int { return cmp.Compare(a.Low, b.Low) })
	var list KeyRanges
	for _, r := range k {
		if n := len(list); n > 0 && r.Low <= list[n-1].High+1 {
			list[n-1].High = max(list[n-1].High, r.High)
			continue
		}
		list = append(list, r)
	}
	return list
}
