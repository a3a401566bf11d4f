package show

import (
	"fmt"
	"strings"
)

// A day in minutes: no zone is so far from UTC, and no summer time shifts so much.
const day = 24 * 60

func (z *ZoneSetting) validate() error {
	if z == nil || z.OffsetMinutes == 0 {
		return fmt.Errorf("no time zone")
	}
	return first(label(z.Name), within("offset from UTC in minutes", z.OffsetMinutes, 1-day, day-1), optional("region", z.Region))
}

func (s *SummerSetting) validate() error {
	if s == nil {
		return fmt.Errorf("no summer time")
	}
	if (s.Start.Year == 0) != (s.End.Year == 0) {
		return fmt.Errorf("summer time begins in one year and ends in every year, or the other way round")
	}
	return first(label(s.Name), within("shift in minutes", s.ShiftMinutes, 1, day), s.Start.validate(), s.End.validate())
}

// label accepts the name of a zone: letters, digits, + and -, which every platform takes.
func label(name string) error {
	odd := func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '+' && r != '-'
	}
	if err := word("label", name); err != nil || IsPlaceholder(name) {
		return err
	}
	if strings.ContainsFunc(name, odd) {
		return fmt.Errorf("the label %s holds more than letters, digits, + and -", clipped(name))
	}
	return nil
}

func (t Transition) validate() error {
	if err := first(
		within("month", int(t.Month), 1, 12), within("hour", t.Hour, 0, 23), within("minute", t.Minute, 0, 59),
		within("weekday", int(t.Weekday), 0, 6),
	); err != nil {
		return err
	}
	if t.Year != 0 {
		return first(within("year", t.Year, 1993, 2035), within("day", t.Day, 1, 31)) // what IOS takes
	}
	if t.Week == LastWeek {
		return nil
	}
	return within("week", t.Week, 1, 4)
}
