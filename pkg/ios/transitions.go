package ios

import "time"

// wall is the wall-clock time of the transition in a year, in no zone.
func (t transition) wall(year int) time.Time {
	if t.year != 0 {
		return time.Date(t.year, t.month, t.day, t.hour, t.minute, 0, 0, time.UTC)
	}
	first := time.Date(year, t.month, 1, t.hour, t.minute, 0, 0, time.UTC)
	ahead := (int(t.weekday) - int(first.Weekday()) + 7) % 7
	if t.week != lastWeek {
		return first.AddDate(0, 0, ahead+7*(t.week-1))
	}
	last := first.AddDate(0, 1, -1)
	back := (int(last.Weekday()) - int(t.weekday) + 7) % 7
	return last.AddDate(0, 0, -back)
}

// Transitions returns the instants (UTC) at which summer time starts and ends by the rule of
// a calendar year, in a zone that is so far ahead of UTC in standard time. In the southern
// hemisphere the end is the earlier one. ok is false where a rule of dates names another year.
func (r SummerRule) Transitions(year int, zone time.Duration) (start, end time.Time, ok bool) {
	if !r.recurring && year != r.start.year && year != r.end.year {
		return start, end, false
	}
	return r.start.wall(year).Add(-zone), r.end.wall(year).Add(-zone - r.Shift), true
}

// InForce reports whether summer time is in force at an instant.
func (r SummerRule) InForce(at time.Time, zone time.Duration) bool {
	year := at.Add(zone).Year()
	// The neighbours matter for a rule whose ends lie close to New Year.
	for y := year - 1; y <= year+1; y++ {
		start, end, ok := r.Transitions(y, zone)
		if ok && end.Before(start) {
			_, end, ok = r.Transitions(y+1, zone)
		}
		if ok && !at.Before(start) && at.Before(end) {
			return true
		}
	}
	return false
}

// Offsets returns how far a clock that displays a local time can be ahead of UTC: one value;
// two in the hour that summer time repeats when it ends, standard time first; none in the
// hour that it skips. The location of local is not looked at.
func (r SummerRule) Offsets(local time.Time, zone time.Duration) []time.Duration {
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	var offsets []time.Duration
	if !r.InForce(wall.Add(-zone), zone) {
		offsets = append(offsets, zone)
	}
	if summer := zone + r.Shift; r.InForce(wall.Add(-summer), zone) {
		offsets = append(offsets, summer)
	}
	return offsets
}
