package facts

import (
	"sort"
	"time"
)

// ZoneChanges are the instants (UTC) in (from, to) at which the offset of a zone changes, in their order.
//
// They are looked for day by day and then by halves: time.Time.ZoneBounds names bounds that are none, and that lie before the time it is
// asked about, at the end of leap years. No zone changes its offset twice within a day.
func ZoneChanges(zone *time.Location, from, to time.Time) (list []time.Time) {
	_, before := offsetAt(zone, from)
	for at := from.UTC(); at.Before(to); at = at.AddDate(0, 0, 1) {
		next := at.AddDate(0, 0, 1)
		if next.After(to) {
			next = to.UTC()
		}
		if _, after := offsetAt(zone, next); after != before {
			if change := bisect(zone, at, next, after); change.Before(to) {
				list = append(list, change)
			}
			before = after
		}
	}
	return list
}

// bisect finds the first second after from at which the offset is that of to.
func bisect(zone *time.Location, from, to time.Time, after time.Duration) time.Time {
	start := from.Truncate(time.Second)
	n := sort.Search(int(to.Sub(start)/time.Second), func(seconds int) bool {
		_, offset := offsetAt(zone, start.Add(time.Duration(seconds)*time.Second))
		return offset == after
	})
	return start.Add(time.Duration(n) * time.Second)
}
