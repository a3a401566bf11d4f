package ios

import (
	"fmt"
	"math"
	"strings"
)

// KeyRange is a range of key numbers, both ends included.
type KeyRange struct{ Low, High int }

// KeyRanges is a set of key numbers. A range may span 2^32 numbers, so it is not spread out.
type KeyRanges []KeyRange

// Contains reports whether a key number is in the set.
func (k KeyRanges) Contains(number int) bool {
	for _, r := range k {
		if r.Low <= number && number <= r.High {
			return true
		}
	}
	return false
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
	return keys, nil
}
