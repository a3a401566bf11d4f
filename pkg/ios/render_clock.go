package ios

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// stampsLine has the options in the order in which IOS prints them.
func stampsLine(s show.StampSetting) string {
	words := []string{"service timestamps", s.Side, "datetime"}
	for _, option := range []struct {
		word string
		set  bool
	}{{"msec", s.Msec}, {"localtime", s.LocalTime}, {"show-timezone", s.ShowTimezone}, {"year", s.Year}} {
		if option.set {
			words = append(words, option.word)
		}
	}
	return strings.Join(words, " ")
}

// zoneLine writes "clock timezone CET 1 0". The minutes take the sign of the hours.
func zoneLine(z show.ZoneSetting) ([]string, error) {
	if err := label(z.Name); err != nil {
		return nil, err
	}
	hours, minutes := z.OffsetMinutes/60, z.OffsetMinutes%60
	if hours == 0 && minutes < 0 {
		return nil, errors.New("clock timezone has no sign for less than an hour behind UTC; keep the clock in UTC")
	}
	return []string{fmt.Sprintf("clock timezone %s %d %d", z.Name, hours, max(minutes, -minutes))}, nil
}

// longestLabel is what the configuration guides of IOS and IOS-XE allow.
const longestLabel = 7

func label(name string) error {
	if len(name) > longestLabel && !show.IsPlaceholder(name) {
		return fmt.Errorf("the label %s is longer than %d characters; choose a shorter one", name, longestLabel)
	}
	return nil
}

// usualShift is what summer time adds where the line does not say, in minutes.
const usualShift = 60

// summerLine writes "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00".
func summerLine(s show.SummerSetting) ([]string, error) {
	words := []string{"clock summer-time", s.Name}
	switch {
	case label(s.Name) != nil:
		return nil, label(s.Name)
	case s.Assumed:
		return []string{strings.Join(append(words, "recurring"), " ")}, nil
	case s.Recurring():
		words = append(words, "recurring", recurring(s.Start), recurring(s.End))
	default:
		words = append(words, "date", date(s.Start), date(s.End))
	}
	if s.ShiftMinutes != usualShift {
		words = append(words, fmt.Sprint(s.ShiftMinutes))
	}
	return []string{strings.Join(words, " ")}, nil
}

func recurring(t show.Transition) string {
	week := "last"
	if t.Week != show.LastWeek {
		week = fmt.Sprint(t.Week)
	}
	return fmt.Sprintf("%s %s %s %02d:%02d", week, t.Weekday.String()[:3], t.Month.String()[:3], t.Hour, t.Minute)
}

func date(t show.Transition) string {
	return fmt.Sprintf("%d %s %d %02d:%02d", t.Day, t.Month.String()[:3], t.Year, t.Hour, t.Minute)
}
