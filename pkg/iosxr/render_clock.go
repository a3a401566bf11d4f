package iosxr

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// stampsLine is in the order in which IOS XR takes the words.
func stampsLine(s *show.StampSetting) string {
	line := "service timestamps " + s.Side + " datetime"
	for _, option := range []struct {
		set  bool
		name string
	}{{s.LocalTime, "localtime"}, {s.Msec, "msec"}, {s.ShowTimezone, "show-timezone"}, {s.Year, "year"}} {
		if option.set {
			line += " " + option.name
		}
	}
	return line
}

func renderZone(c show.Change) ([]string, error) {
	switch c.Verb {
	case show.ClearZone:
		return []string{"no clock timezone"}, nil
	case show.ClearSummerTime:
		return []string{"no clock summer-time"}, nil
	case show.SetSummerTime:
		return renderSummer(c)
	}
	line, err := zoneLine(c.Zone)
	if err != nil {
		return nil, err
	}
	// A region that is in force brings its own summer time, and must go before an offset can be set.
	words := strings.Fields(c.Line)
	if n := len(words); n > 0 && regionWord.MatchString(words[n-1]) {
		return []string{"no clock timezone", line}, nil
	}
	return []string{line}, nil
}

// byRegion reports whether a zone is written by its name. That the line takes minutes is not known; a region has them.
func byRegion(z *show.ZoneSetting) bool { return z.OffsetMinutes%60 != 0 && z.Region != "" }

// renderSummer writes nothing beside a region, which brings its own summer time. A line beside it would have the whole commit
// refused, so one that is in force goes.
func renderSummer(c show.Change) ([]string, error) {
	switch {
	case c.Zone == nil || !byRegion(c.Zone):
		return summerLine(c.SummerTime)
	case c.Line != "":
		return []string{"no clock summer-time"}, nil
	}
	return nil, nil
}

// zoneLine writes whole hours, else the region.
func zoneLine(z *show.ZoneSetting) (string, error) {
	if z.OffsetMinutes%60 == 0 {
		return fmt.Sprintf("clock timezone %s %d", z.Name, z.OffsetMinutes/60), nil
	}
	if !byRegion(z) {
		return "", fmt.Errorf("whether clock timezone takes minutes on IOS XR is not known; name the zone by its region")
	}
	return fmt.Sprintf("clock timezone %s %s", z.Name, strings.ReplaceAll(z.Region, "_", "")), nil
}

// summerLine writes a rule of every year:
//
//	clock summer-time EDT recurring 2 sunday march 02:00 1 sunday november 02:00
func summerLine(s *show.SummerSetting) ([]string, error) {
	if !s.Recurring() {
		return nil, fmt.Errorf("how IOS XR takes summer time between two dates is not known; set a rule for every year")
	}
	line := fmt.Sprintf("clock summer-time %s recurring %s %s", s.Name, transition(s.Start), transition(s.End))
	if s.ShiftMinutes != int(time.Hour/time.Minute) {
		line += fmt.Sprintf(" %d", s.ShiftMinutes)
	}
	return []string{line}, nil
}

func transition(t show.Transition) string {
	week := "last"
	if t.Week != show.LastWeek {
		week = fmt.Sprint(t.Week)
	}
	return strings.ToLower(fmt.Sprintf("%s %s %s %02d:%02d", week, t.Weekday, t.Month, t.Hour, t.Minute))
}
