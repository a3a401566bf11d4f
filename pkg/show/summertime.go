package show

import "time"

// SummerTime is "clock summer-time".
type SummerTime struct {
	Name string  `json:"name"`
	Kind string  `json:"kind"` // recurring or date
	Rule *string `json:"rule"` // as printed; nil: the default rule of the release (US)
	Line string  `json:"-"`

	Season *SummerRule `json:"-"` // what the rule says. nil: it was not understood
	Doubt  string      `json:"-"` // why not
}

// SummerRule says when summer time is in force. It starts at a wall-clock time of standard time and
// ends at a wall-clock time of summer time; a start that lies later in the year than the end is that
// of the southern hemisphere.
type SummerRule struct {
	// Shift is what summer time adds to standard time.
	Shift time.Duration
	// Assumed: the configuration names no rule, and that of the United States since 2007 is
	// taken. Releases from before 2007 follow the older one.
	Assumed bool
	// Recurring: every year. Otherwise once, between two dates.
	Recurring  bool
	Start, End Transition
}

// Setting is the rule under a label, as a change has it.
func (r SummerRule) Setting(name string) SummerSetting {
	return SummerSetting{Name: name, ShiftMinutes: int(r.Shift / time.Minute), Assumed: r.Assumed, Start: r.Start, End: r.End}
}

// Transition is a wall-clock time: of one date, or of a weekday in a month of every year.
type Transition struct {
	Year    int          `json:"year,omitempty"` // 0: every year
	Month   time.Month   `json:"month"`          // 1 to 12
	Day     int          `json:"day,omitempty"`  // of a date
	Week    int          `json:"week,omitempty"` // 1 to 4, or LastWeek; with Weekday, where there is no date
	Weekday time.Weekday `json:"weekday"`        // 0: Sunday
	Hour    int          `json:"hour"`
	Minute  int          `json:"minute"`
}

// LastWeek is the week of a month in which a weekday comes for the last time.
const LastWeek = -1

// UnitedStates is the default rule: second Sunday of March to first Sunday of November, 2:00 (Energy
// Policy Act of 2005, in force since 2007).
func UnitedStates() SummerRule {
	return SummerRule{
		Shift: time.Hour, Assumed: true, Recurring: true,
		Start: Transition{Month: time.March, Week: 2, Weekday: time.Sunday, Hour: 2},
		End:   Transition{Month: time.November, Week: 1, Weekday: time.Sunday, Hour: 2},
	}
}

// UnitedStatesBefore2007 is the default rule of releases from before 2007: first Sunday of April to last Sunday of
// October, 2:00.
func UnitedStatesBefore2007() SummerRule {
	return SummerRule{
		Shift: time.Hour, Assumed: true, Recurring: true,
		Start: Transition{Month: time.April, Week: 1, Weekday: time.Sunday, Hour: 2},
		End:   Transition{Month: time.October, Week: LastWeek, Weekday: time.Sunday, Hour: 2},
	}
}

// Wall is the wall-clock time of the transition in a year, in no zone. A date has its own year.
func (t Transition) Wall(year int) time.Time {
	if t.Year != 0 {
		return time.Date(t.Year, t.Month, t.Day, t.Hour, t.Minute, 0, 0, time.UTC)
	}
	first := time.Date(year, t.Month, 1, t.Hour, t.Minute, 0, 0, time.UTC)
	ahead := (int(t.Weekday) - int(first.Weekday()) + 7) % 7
	if t.Week != LastWeek {
		return first.AddDate(0, 0, ahead+7*(t.Week-1))
	}
	last := first.AddDate(0, 1, -1)
	back := (int(last.Weekday()) - int(t.Weekday) + 7) % 7
	return last.AddDate(0, 0, -back)
}

// Transitions returns the instants (UTC) at which summer time starts and ends by the rule of
// a calendar year, in a zone that is so far ahead of UTC in standard time. In the southern
// hemisphere the end is the earlier one. ok is false where a rule of dates names another year.
func (r SummerRule) Transitions(year int, zone time.Duration) (start, end time.Time, ok bool) {
	if !r.Recurring && year != r.Start.Year && year != r.End.Year {
		return start, end, false
	}
	return r.Start.Wall(year).Add(-zone), r.End.Wall(year).Add(-zone - r.Shift), true
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
