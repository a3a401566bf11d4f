package capture

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// defaultShift is what summer time adds where the rule does not say: 60 minutes.
const defaultShift = time.Hour

// transitionWords is the number of words of each end of a rule.
const transitionWords = 4

// Season reads the rule of "clock summer-time":
//
//	recurring [WEEK DAY MONTH hh:mm WEEK DAY MONTH hh:mm [MINUTES]]
//	date D MONTH YEAR hh:mm D MONTH YEAR hh:mm [MINUTES]
//
// WEEK is 1 to 4, "first" or "last". In a date, day and month may
// change places. A recurring rule without words is that of the United States.
func Season(kind string, words []string) (show.SummerRule, error) {
	if len(words) == 0 {
		if kind != "recurring" {
			return show.SummerRule{}, errors.New("summer time by date without dates")
		}
		return show.UnitedStates(), nil
	}
	r, err := readSeason(kind, words)
	if err != nil {
		return show.SummerRule{}, fmt.Errorf("summer-time rule %q: %w", strings.Join(words, " "), err)
	}
	return r, nil
}

func readSeason(kind string, words []string) (show.SummerRule, error) {
	r := show.SummerRule{Shift: defaultShift, Recurring: kind == "recurring"}
	read := parseDate
	if r.Recurring {
		read = parseRecurring
	}
	if n := len(words); n != 2*transitionWords && n != 2*transitionWords+1 {
		return r, errors.New("a start and an end of four words each are expected")
	}
	var err error
	if r.Start, err = read(words[:transitionWords]); err != nil {
		return r, err
	}
	if r.End, err = read(words[transitionWords : 2*transitionWords]); err != nil {
		return r, err
	}
	if len(words) > 2*transitionWords {
		minutes, ok := Integer(words[2*transitionWords], 1, 1440)
		if !ok {
			return r, fmt.Errorf("offset %q is not a number of minutes from 1 to 1440", words[2*transitionWords])
		}
		r.Shift = time.Duration(minutes) * time.Minute
	}
	if !r.Recurring && !r.Start.Wall(0).Before(r.End.Wall(0)) {
		return r, errors.New("it ends before it starts")
	}
	return r, nil
}

// Span is the summer-time dates that a clock prints, if both are there. One alone is not understood.
func Span(starts, ends Line) (span *show.SummerSpan, alone []string) {
	if starts.Raw != "" && ends.Raw != "" {
		return &show.SummerSpan{Starts: starts.Text, Ends: ends.Text}, nil
	}
	for _, l := range []Line{starts, ends} {
		if l.Raw != "" {
			alone = append(alone, l.Raw)
		}
	}
	return nil, alone
}

// parseRecurring reads "2 Sun Mar 2:00".
func parseRecurring(words []string) (show.Transition, error) {
	var t show.Transition
	switch words[0] {
	case "last":
		t.Week = show.LastWeek
	case "first":
		t.Week = 1
	default:
		week, ok := Integer(words[0], 1, 4)
		if !ok {
			return t, fmt.Errorf("week %q is not 1 to 4, first or last", words[0])
		}
		t.Week = week
	}
	var ok bool
	if t.Weekday, ok = Named(time.Sunday, time.Saturday, words[1]); !ok {
		return t, fmt.Errorf("%q is not a weekday", words[1])
	}
	return t, setMonthAndTime(&t, words[2], words[3])
}

// parseDate reads "13 Mar 2016 2:00" or "Mar 13 2016 2:00".
func parseDate(words []string) (show.Transition, error) {
	var t show.Transition
	day, month := words[0], words[1]
	if !IsDigits(day) {
		day, month = month, day
	}
	var ok1, ok2 bool
	t.Day, ok1 = Integer(day, 1, 31)
	t.Year, ok2 = Integer(words[2], 1900, 9999)
	if !ok1 || !ok2 {
		return t, fmt.Errorf("%q is not a date", strings.Join(words[:3], " "))
	}
	if err := setMonthAndTime(&t, month, words[3]); err != nil {
		return t, err
	}
	if t.Wall(0).Day() != t.Day {
		return t, fmt.Errorf("%q does not exist", strings.Join(words[:3], " "))
	}
	return t, nil
}

// Named looks up a weekday or month by its full name or what starts it, three letters at least.
func Named[T interface {
	~int
	String() string
}](first, last T, s string) (T, bool) {
	for n := first; n <= last && len(s) >= 3; n++ {
		if full := n.String(); len(s) <= len(full) && strings.EqualFold(full[:len(s)], s) {
			return n, true
		}
	}
	return first, false
}

func setMonthAndTime(t *show.Transition, month, clock string) error {
	var ok bool
	if t.Month, ok = Named(time.January, time.December, month); !ok {
		return fmt.Errorf("%q is not a month", month)
	}
	hour, minute, colon := strings.Cut(clock, ":")
	var ok1, ok2 bool
	t.Hour, ok1 = Integer(hour, 0, 23)
	t.Minute, ok2 = Integer(minute, 0, 59)
	if !colon || !ok1 || !ok2 {
		return fmt.Errorf("%q is not a time of day", clock)
	}
	return nil
}
