package nxos

import (
	"errors"
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// stamps sets those of log messages. NX-OS always prints the year, and stamps in the time that the clock shows.
func stamps(s show.StampSetting, inForce string) (lines []string, err error) {
	switch {
	case s.Side == show.SideDebug:
		return nil, errors.New("NX-OS has no setting for the stamps of debug messages alone")
	case !s.LocalTime:
		return nil, errors.New("NX-OS stamps messages in the time that its clock shows: for UTC, the clock has to show UTC")
	}
	precision := "logging timestamp seconds"
	if s.Msec {
		precision = "logging timestamp milliseconds"
	}
	finer := s.Msec && inForce == "logging timestamp microseconds"
	untouched := !s.Msec && inForce == "" // seconds are what it prints without a line
	if inForce != precision && !finer && !untouched {
		lines = append(lines, precision)
	}
	if s.ShowTimezone {
		lines = append(lines, "clock format show-timezone syslog")
	}
	return lines, nil
}

// The offsets that "clock timezone" takes, in minutes.
const (
	westernmost = -12 * 60
	easternmost = 14 * 60
)

// zone writes hours with their sign and minutes without: -9 30.
func zone(z show.ZoneSetting) ([]string, error) {
	hours, minutes := z.OffsetMinutes/60, z.OffsetMinutes%60
	switch {
	case z.OffsetMinutes < westernmost || z.OffsetMinutes > easternmost:
		return nil, fmt.Errorf("NX-OS has no zone %d minutes from UTC, only those from -12 to 14 hours; keep the clock in UTC", z.OffsetMinutes)
	case hours == 0 && minutes < 0:
		return nil, errors.New("NX-OS has no zone less than an hour behind UTC, as the sign is that of the hours; keep the clock in UTC")
	}
	return []string{fmt.Sprintf("clock timezone %s %d %d", z.Name, hours, max(minutes, -minutes))}, nil
}

// summer writes a rule with all its words: there is no short form but for that of the United States, which this one is not
// known to be for every reader.
func summer(s show.SummerSetting) ([]string, error) {
	if !s.Recurring() {
		return nil, errors.New("NX-OS has summer time that recurs, and none between two dates; keep the clock in UTC")
	}
	return []string{fmt.Sprintf("clock summer-time %s %s %s %d", s.Name, transition(s.Start), transition(s.End), s.ShiftMinutes)}, nil
}

// transition writes "5 Sun Mar 02:00"; week 5 is the last.
func transition(t show.Transition) string {
	week := t.Week
	if week == show.LastWeek {
		week = 5
	}
	return fmt.Sprintf("%d %s %s %02d:%02d", week, short(t.Weekday), short(t.Month), t.Hour, t.Minute)
}

// short is the name of a weekday or month in three letters.
func short[T time.Weekday | time.Month](t T) string { return fmt.Sprint(t)[:3] }
