package capture

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// IsClockLine reports whether a line is a reading of the clock as "show clock" prints it:
//
//	*18:57:38.347 UTC Mon Oct 19 2015
//
// It looks at the shape alone: a leap second or a wrong weekday is a clock line as well, and
// the stamp of the exec-prompt-timestamp banner is none. The line must start with the
// reading; blanks and a carriage return may follow it.
func IsClockLine(text []byte) bool {
	text = bytes.TrimRight(text, " \t\r\n")
	return len(text) > 0 && len(text) <= MaxClockLine && text[0] != ' ' && text[0] != '\t' && IsClock(string(text))
}

// FindClockLine returns where the first clock line starts. The line need not have ended, but
// its year must be whole.
func FindClockLine(output []byte) (start int, found bool) { return FindLine(output, IsClockLine) }

// FindLine returns where the first line starts that is one of those. It need not have ended.
func FindLine(output []byte, isOne func([]byte) bool) (start int, found bool) {
	for start < len(output) {
		end := bytes.IndexAny(output[start:], "\r\n")
		if end < 0 {
			end = len(output) - start
		}
		if isOne(output[start : start+end]) {
			return start, true
		}
		start += end + 1
	}
	return 0, false
}

// stampFields are the words of a clock line: time, zone, weekday, month, day, year.
type stampFields [6]string

// splitStamp splits a clock line without allocating: the session asks this of every line.
func splitStamp(s string) (f stampFields, ok bool) {
	n := 0
	for word := range strings.FieldsSeq(s) {
		if n == len(f) {
			return f, false
		}
		f[n] = word
		n++
	}
	return f, n == len(f)
}

// MaxClockLine is longer than any clock line; a hostile device may send megabytes without a newline.
const MaxClockLine = 128

// IsClock is IsClockLine for a line without its end.
func IsClock(s string) bool {
	if len(s) > MaxClockLine {
		return false
	}
	f, ok := splitStamp(s)
	ok = ok && f[1] != "AM" && f[1] != "PM" && index(weekdays, f[2]) >= 0 && index(months, f[3]) >= 0 &&
		IsDigits(f[4]) && len(f[4]) <= 2 && IsDigits(f[5]) && len(f[5]) == 4
	if ok {
		_, _, ok = SplitTime(f[0])
	}
	return ok
}

// SplitTime splits "*4:22:9.497" into its flag and up to four numbers. A simulator pads none
// of them with zeros; devices pad all, and always print three digits of milliseconds. So
// fewer digits are milliseconds only where nothing else is padded.
func SplitTime(s string) (flag string, numbers []int, ok bool) {
	if s != "" && (s[0] == '*' || s[0] == '.') {
		flag, s = s[:1], s[1:]
	}
	clock, fraction, hasFraction := strings.Cut(s, ".")
	parts := strings.Split(clock, ":")
	if len(parts) != 3 {
		return "", nil, false
	}
	padded := false
	for _, p := range parts {
		n, ok := Integer(p, 0, 99)
		if !ok || len(p) > 2 || p[0] == '-' {
			return "", nil, false
		}
		padded = padded || p[0] == '0' && len(p) == 2
		numbers = append(numbers, n)
	}
	if hasFraction {
		n, ok := Integer(fraction, 0, 999)
		if !ok || len(fraction) > decimals || fraction[0] == '-' || padded && len(fraction) < decimals {
			return "", nil, false
		}
		numbers = append(numbers, n)
	}
	return flag, numbers, true
}

// LooksLikeClock reports whether a line begins as a clock line does, and goes on for about as
// long. Where none is understood it is what to complain about.
func LooksLikeClock(s string) bool {
	if len(s) > MaxClockLine {
		return false
	}
	first, rest, _ := strings.Cut(s, " ")
	return isTimeOfDay(first) && len(strings.Fields(rest)) >= len(stampFields{})-2
}

// isTimeOfDay reports whether a word is three numbers between colons, whatever their values.
func isTimeOfDay(word string) bool {
	clock, _, _ := strings.Cut(strings.TrimLeft(word, "*."), ".")
	parts := strings.Split(clock, ":")
	return len(parts) == 3 && IsDigits(strings.Join(parts, "")) && !slices.Contains(parts, "")
}

// misshapen says why a line that begins as a clock line does is none.
func misshapen(s string) error {
	words := strings.Fields(s)
	if len(words) < 2 || !isTimeOfDay(words[0]) {
		return errors.New("not a clock line")
	}
	oddFraction := checkFraction(words[0])
	switch {
	case slices.ContainsFunc(words[1:], isTimeOfDay):
		return errors.New("there are two times in it")
	case words[1] == "AM" || words[1] == "PM":
		return errors.New("a clock of twelve hours is not understood")
	case oddFraction != nil:
		return oddFraction
	case len(words) != len(stampFields{}):
		return fmt.Errorf("%d words are not a time, zone, weekday, month, day and year", len(words))
	case index(weekdays, words[2]) < 0:
		return fmt.Errorf("%q is not a weekday", words[2])
	case index(months, words[3]) < 0:
		return fmt.Errorf("%q is not a month", words[3])
	case !IsDigits(words[4]) || len(words[4]) > 2:
		return fmt.Errorf("%q is not a day of a month", words[4])
	case !IsDigits(words[5]) || len(words[5]) != 4:
		return fmt.Errorf("%q is not a year of four digits", words[5])
	}
	return fmt.Errorf("%q is not a time of day", words[0])
}

// decimals is how many digits of a second a device prints, if any.
const decimals = 3

// checkFraction objects to a time of day whose fraction of a second has another number of digits: it may have lost some, and
// nothing tells which.
func checkFraction(word string) error {
	_, fraction, found := strings.Cut(strings.TrimLeft(word, "*."), ".")
	if found && len(fraction) != decimals {
		return errors.New("a second has three decimals here, not " + strconv.Itoa(len(fraction)))
	}
	return nil
}

// ParsePaddedClock is [ParseClock] for a system that no simulator prints without zeros.
func ParsePaddedClock(s string) (show.Clock, error) {
	if IsClock(s) {
		if err := checkFraction(FirstWord(s)); err != nil {
			return show.Clock{}, err
		}
	}
	return ParseClock(s)
}

// ParseClock reads a clock line.
func ParseClock(s string) (show.Clock, error) {
	if !IsClock(s) {
		return show.Clock{}, misshapen(s)
	}
	f, _ := splitStamp(s)
	flag, n, _ := SplitTime(f[0])
	day, _ := Integer(f[4], 0, 99)
	year, _ := Integer(f[5], 0, 9999)
	c := show.Clock{
		Year: year, Month: index(months, f[3]) + 1, Day: day,
		Hour: n[0], Minute: n[1], Second: n[2],
		Zone: f[1], Weekday: f[2], Flag: flag,
	}
	if len(n) == 4 {
		c.Millisecond = &n[3]
	}
	c.Authoritative = Ptr(flag != "*")
	if flag != "" {
		c.Synchronized = Ptr(false)
	}
	return c, Exists(c)
}

// firstYear is that of the prime epoch of NTP (RFC 5905 §6). No device starts earlier.
const firstYear = 1900

// possibleZone reports whether a label can be one. It is free text, but one that is a number
// ("+0545", "-03") must be an offset that "clock timezone" takes: less than a day.
func possibleZone(label string) bool {
	if label[0] != '+' && label[0] != '-' {
		return true
	}
	digits := strings.Replace(label[1:], ":", "", 1)
	if !IsDigits(digits) {
		return true
	}
	if len(digits) <= 2 {
		digits += "00"
	}
	n, ok := Integer(digits, 0, 2359)
	return ok && n%100 < 60
}

const (
	weekdays = "SunMonTueWedThuFriSat"
	months   = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// index returns the position of a three-letter name in a list of them, or −1.
func index(names, name string) int {
	if i := strings.Index(names, name); len(name) == 3 && i%3 == 0 {
		return i / 3
	}
	return -1
}

// Exists reports why a date, time or zone that has the form of one is none. The error of the second that is inserted
// is [show.ErrLeapSecond].
func Exists(c show.Clock) error {
	if c.Hour == 23 && c.Minute == 59 && c.Second == 60 {
		return show.ErrLeapSecond
	}
	if c.Hour > 23 || c.Minute > 59 || c.Second > 59 {
		return fmt.Errorf("there is no such time of day as %02d:%02d:%02d", c.Hour, c.Minute, c.Second)
	}
	if c.Year < firstYear {
		return fmt.Errorf("the year %d lies before %d, from which NTP counts", c.Year, firstYear)
	}
	t := c.Local()
	if t.Day() != c.Day || int(t.Month()) != c.Month {
		return fmt.Errorf("there is no such date as %s %d in %d", time.Month(c.Month), c.Day, c.Year)
	}
	if !possibleZone(c.Zone) {
		return fmt.Errorf("there is no such zone as %s", c.Zone)
	}
	if day := t.Weekday(); day != time.Weekday(index(weekdays, c.Weekday)) {
		return fmt.Errorf("%s is a %s, not a %s", t.Format(time.DateOnly), day, time.Weekday(index(weekdays, c.Weekday)))
	}
	return nil
}

// Month is 1 to 12 for the three letters of a month; 0: it is none.
func Month(name string) int { return index(months, name) + 1 }
