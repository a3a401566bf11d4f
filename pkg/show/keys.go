package show

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
)

// KeyRange is a range of key numbers, both ends included.
type KeyRange struct{ Low, High int }

// Text is the range as a line prints it.
func (r KeyRange) Text() string {
	if r.Low == r.High {
		return strconv.Itoa(r.Low)
	}
	return strconv.Itoa(r.Low) + " - " + strconv.Itoa(r.High)
}

// KeyRanges is a set of key numbers, in rising order and apart from each other. A range may span
// 2^32 numbers, so it is not spread out.
type KeyRanges []KeyRange

// Contains reports whether a key number is in the set.
func (k KeyRanges) Contains(number int) bool {
	i := sort.Search(len(k), func(i int) bool { return k[i].High >= number })
	return i < len(k) && k[i].Low <= number
}

// JoinRanges puts ranges in order, and those that overlap or touch together.
func JoinRanges(k []KeyRange) KeyRanges {
	k = slices.Clone(k)
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
