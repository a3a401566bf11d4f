package ios

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// SummerRule says when summer time is in force. As IOS counts, it starts at a wall-clock
// time of standard time and ends at a wall-clock time of summer time; a start that lies
// later in the year than the end is that of the southern hemisphere.
type SummerRule struct {
	// Shift is what summer time adds to standard time.
	Shift time.Duration
	// Assumed: the configuration names no rule, and that of the United States since 2007 is
	// taken. Releases from before 2007 follow the older one (first Sunday of April to last
	// Sunday of October).
	Assumed bool

	start, end transition
	recurring  bool
}

// transition is a wall-clock time: of one date, or of a weekday in a month of every year.
type transition struct {
	year    int // 0: every year
	month   time.Month
	day     int // of a date
	week    int // 1 to 4, or lastWeek
	weekday time.Weekday
	hour    int
	minute  int
}

const lastWeek = -1

// defaultShift is what summer time adds where the rule does not say: 60 minutes.
const defaultShift = time.Hour

// unitedStates is the default rule: second Sunday of March to first Sunday of November, 2:00
// (Energy Policy Act of 2005, in force since 2007).
var unitedStates = SummerRule{
	Shift: defaultShift, Assumed: true, recurring: true,
	start: transition{month: time.March, week: 2, weekday: time.Sunday, hour: 2},
	end:   transition{month: time.November, week: 1, weekday: time.Sunday, hour: 2},
}

// Parse reads the rule of "clock summer-time":
//
//	recurring [WEEK DAY MONTH hh:mm WEEK DAY MONTH hh:mm [MINUTES]]
//	date D MONTH YEAR hh:mm D MONTH YEAR hh:mm [MINUTES]
//
// WEEK is 1 to 4, "first" or "last". In a date, day and month may change places.
func (s SummerTime) Parse() (SummerRule, error) {
	if s.Rule == nil {
		if s.Kind != "recurring" {
			return SummerRule{}, errors.New("summer time by date without dates")
		}
		return unitedStates, nil
	}
	r, err := s.parseRule(strings.Fields(*s.Rule))
	if err != nil {
		return SummerRule{}, fmt.Errorf("summer-time rule %q: %w", *s.Rule, err)
	}
	return r, nil
}

// transitionWords is the number of words of each end of a rule.
const transitionWords = 4

func (s SummerTime) parseRule(words []string) (SummerRule, error) {
	r := SummerRule{Shift: defaultShift, recurring: s.Kind == "recurring"}
	read := parseDate
	if r.recurring {
		read = parseRecurring
	}
	if n := len(words); n != 2*transitionWords && n != 2*transitionWords+1 {
		return r, errors.New("a start and an end of four words each are expected")
	}
	var err error
	if r.start, err = read(words[:transitionWords]); err != nil {
		return r, err
	}
	if r.end, err = read(words[transitionWords : 2*transitionWords]); err != nil {
		return r, err
	}
	if len(words) > 2*transitionWords {
		minutes, ok := integer(words[2*transitionWords], 1, 1440)
		if !ok {
			return r, fmt.Errorf("offset %q is not a number of minutes from 1 to 1440", words[2*transitionWords])
		}
		r.Shift = time.Duration(minutes) * time.Minute
	}
	if !r.recurring && !r.start.wall(0).Before(r.end.wall(0)) {
		return r, errors.New("it ends before it starts")
	}
	return r, nil
}

// parseRecurring reads "2 Sun Mar 2:00".
func parseRecurring(words []string) (transition, error) {
	var t transition
	switch words[0] {
	case "last":
		t.week = lastWeek
	case "first":
		t.week = 1
	default:
		week, ok := integer(words[0], 1, 4)
		if !ok {
			return t, fmt.Errorf("week %q is not 1 to 4, first or last", words[0])
		}
		t.week = week
	}
	var ok bool
	if t.weekday, ok = named(time.Sunday, time.Saturday, words[1]); !ok {
		return t, fmt.Errorf("%q is not a weekday", words[1])
	}
	return t, t.setMonthAndTime(words[2], words[3])
}

// parseDate reads "13 Mar 2016 2:00" or "Mar 13 2016 2:00".
func parseDate(words []string) (transition, error) {
	var t transition
	day, month := words[0], words[1]
	if !isDigits(day) {
		day, month = month, day
	}
	var ok1, ok2 bool
	t.day, ok1 = integer(day, 1, 31)
	t.year, ok2 = integer(words[2], 1900, 9999)
	if !ok1 || !ok2 {
		return t, fmt.Errorf("%q is not a date", strings.Join(words[:3], " "))
	}
	if err := t.setMonthAndTime(month, words[3]); err != nil {
		return t, err
	}
	if t.wall(0).Day() != t.day {
		return t, fmt.Errorf("%q does not exist", strings.Join(words[:3], " "))
	}
	return t, nil
}

func (t *transition) setMonthAndTime(month, clock string) error {
	var ok bool
	if t.month, ok = named(time.January, time.December, month); !ok {
		return fmt.Errorf("%q is not a month", month)
	}
	hour, minute, colon := strings.Cut(clock, ":")
	var ok1, ok2 bool
	t.hour, ok1 = integer(hour, 0, 23)
	t.minute, ok2 = integer(minute, 0, 59)
	if !colon || !ok1 || !ok2 {
		return fmt.Errorf("%q is not a time of day", clock)
	}
	return nil
}

// named looks up a weekday or month by its full name or what starts it, three letters at least.
func named[T interface {
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
