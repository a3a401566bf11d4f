package lab

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// zone is "clock timezone" and "clock summer-time": how a device displays UTC.
type zone struct {
	name     string
	offset   time.Duration
	summer   *summerTime
	location *time.Location // not nil: a region of the tz database, which replaces offset and summer time
}

// summerTime begins in standard time and ends in summer time.
type summerTime struct {
	name       string
	save       time.Duration
	start, end changeover
}

// changeover is one end of summer time: every year by rule, or once on a date.
type changeover struct {
	week    int // 1 to 4; 5 is the last
	weekday time.Weekday
	month   time.Month
	hour    int
	minute  int
	date    time.Time // not zero: this local date and time
}

var utcZone = zone{name: "UTC"}

// local returns the wall time to display for a UTC time, and its label.
func (z zone) local(utc time.Time) (time.Time, string) {
	if z.location != nil {
		label, seconds := utc.In(z.location).Zone()
		if strings.ContainsAny(label, "+-0123456789") { // a region without letters of its own
			label = z.name
		}
		return utc.Add(time.Duration(seconds) * time.Second), label
	}
	standard := utc.Add(z.offset)
	if z.summer == nil || !z.summer.inForce(utc, standard.Year(), z.offset) {
		return standard, z.name
	}
	return standard.Add(z.summer.save), z.summer.name
}

func (s summerTime) inForce(utc time.Time, year int, offset time.Duration) bool {
	start := s.start.in(year).Add(-offset)
	end := s.end.in(year).Add(-offset - s.save)
	if !s.start.date.IsZero() || start.Before(end) {
		return !utc.Before(start) && utc.Before(end)
	}
	return !utc.Before(start) || utc.Before(end) // southern hemisphere
}

// in is the changeover of a year, in local time written as if it were UTC.
func (c changeover) in(year int) time.Time {
	if !c.date.IsZero() {
		return c.date
	}
	first := time.Date(year, c.month, 1, c.hour, c.minute, 0, 0, time.UTC)
	day := 1 + (int(c.weekday)-int(first.Weekday())+7)%7 + 7*(c.week-1)
	at := time.Date(year, c.month, day, c.hour, c.minute, 0, 0, time.UTC)
	for at.Month() != c.month { // the fifth such day of a month that has four
		at = at.AddDate(0, 0, -7)
	}
	return at
}

// usRules are those of the United States since 2007, the meaning of a bare "recurring" on current releases.
var usRules = strings.Fields("2 Sun Mar 2:00 1 Sun Nov 2:00")

// parseTimezone reads the words after "clock timezone".
func parseTimezone(words []string) (zone, error) {
	if len(words) < 2 || len(words) > 3 {
		return zone{}, fmt.Errorf("clock timezone %q: want a name, hours and perhaps minutes", strings.Join(words, " "))
	}
	hours, err := strconv.Atoi(words[1])
	if err != nil || hours < -23 || hours > 23 {
		return zone{}, fmt.Errorf("clock timezone: %q hours", words[1])
	}
	offset := time.Duration(hours) * time.Hour
	if len(words) == 3 {
		minutes, err := strconv.Atoi(words[2])
		if err != nil || minutes < 0 || minutes > 59 {
			return zone{}, fmt.Errorf("clock timezone: %q minutes", words[2])
		}
		if strings.HasPrefix(words[1], "-") {
			minutes = -minutes
		}
		offset += time.Duration(minutes) * time.Minute
	}
	return zone{name: words[0], offset: offset}, nil
}

// parseSummerTime reads the words after "clock summer-time".
func parseSummerTime(words []string) (*summerTime, error) {
	if len(words) < 2 {
		return nil, fmt.Errorf("clock summer-time %q: want a name, then recurring or date", strings.Join(words, " "))
	}
	s := &summerTime{name: words[0], save: time.Hour}
	rule := words[2:]
	if words[1] == "recurring" && len(rule) == 0 {
		rule = usRules
	}
	if n := len(rule); n == 9 {
		minutes, err := strconv.Atoi(rule[8])
		if err != nil {
			return nil, fmt.Errorf("clock summer-time: offset %q", rule[8])
		}
		s.save, rule = time.Duration(minutes)*time.Minute, rule[:8]
	}
	if len(rule) != 8 {
		return nil, fmt.Errorf("clock summer-time: want a start and an end of four words each, have %q", strings.Join(rule, " "))
	}
	read := parseRecurring
	if words[1] == "date" {
		read = parseDate
	}
	var err error
	if s.start, err = read(rule[:4]); err != nil {
		return nil, err
	}
	s.end, err = read(rule[4:])
	return s, err
}

// parseRecurring reads "last Sun Mar 2:00" or "2 Sun Mar 2:00".
func parseRecurring(words []string) (changeover, error) {
	weeks := []string{"first", "2", "3", "4", "last"}
	week := slices.Index(weeks, words[0]) + 1
	if words[0] == "1" {
		week = 1
	}
	at, clockErr := time.Parse("15:04", words[3])
	month, monthErr := time.Parse("Jan", words[2])
	day := slices.IndexFunc(weekdays, func(d string) bool { return strings.EqualFold(d, words[1]) })
	if week == 0 || day < 0 || clockErr != nil || monthErr != nil {
		return changeover{}, fmt.Errorf("clock summer-time: %q is no week, day, month and time", strings.Join(words, " "))
	}
	return changeover{week: week, weekday: time.Weekday(day), month: month.Month(), hour: at.Hour(), minute: at.Minute()}, nil
}

var weekdays = []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// parseDate reads "27 Mar 2027 2:00" or "Mar 27 2027 2:00".
func parseDate(words []string) (changeover, error) {
	text := strings.Join(words, " ")
	for _, layout := range []string{"2 Jan 2006 15:04", "Jan 2 2006 15:04"} {
		if at, err := time.Parse(layout, text); err == nil {
			return changeover{date: at}, nil
		}
	}
	return changeover{}, fmt.Errorf("clock summer-time: %q is no date and time", text)
}
