package ios

import (
	"errors"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestClockRefused(t *testing.T) {
	tests := []struct{ text, says string }{
		{"", "no clock line"},
		{"Time source is NTP", "no clock line"},
		{"10:00:00.000 UTC Tue Oct 19 2015", "2015-10-19 is a Monday, not a Tue"},
		{"10:00:00.000 UTC Mon Feb 30 2015", "no such date as February 30 in 2015"},
		{"10:00:00.000 UTC Sun Feb 29 2015", "no such date as February 29 in 2015"},
		{"10:00:00.000 UTC Mon Oct 0 2015", "no such date as October 0 in 2015"},
		{"24:00:00.000 UTC Mon Oct 19 2015", "no such time of day as 24:00:00"},
		{"10:60:00.000 UTC Mon Oct 19 2015", "no such time of day as 10:60:00"},
		{"10:00:60.000 UTC Mon Oct 19 2015", "no such time of day as 10:00:60"},
		{"100:00:00.000 UTC Mon Oct 19 2015", `"100:00:00.000" is not a time of day`},
		{"10:00:00.000 UTC Mon Oct 19 0", `"0" is not a year of four digits`},
		{"10:00:00.000 UTC Mon Oct 19 -5", `"-5" is not a year of four digits`},
		{"10:00:00.000 UTC Mon Oct 19 99999999999999999999", "is not a year of four digits"},
		{"10:00:00.000 UTC Sat Oct 19 0019", "the year 19 lies before 1900"},
		{"10:00:00.000 UTC Mon Oct 100 2015", `"100" is not a day of a month`},
		{"10:00:00.000 UTC Moonday Oct 19 2015", `"Moonday" is not a weekday`},
		{"10:00:00.000 UTC Mon Oktober 19 2015", `"Oktober" is not a month`},
		{"10:00:00.000 +99:99 Mon Oct 19 2015", "no such zone as +99:99"},
		{"10:00:00.000 -2400 Mon Oct 19 2015", "no such zone as -2400"},
		{"10:00:00.000 +0560 Mon Oct 19 2015", "no such zone as +0560"},
		{"10:00:00.000 UTC Mon Oct 19 2015 10:00:01.000 UTC Mon Oct 19 2015", "two times in it"},
		{"*23:59:60.123 UTC Sat Dec 31 2016", "leap second"},
		{"10:00:00.0001 UTC Mon Oct 19 2015", "three decimals here, not 4"},
		{"10:00:00.5 UTC Mon Oct 19 2015", "three decimals here, not 1"},
		{"*1:02:33.50 UTC Mon Oct 19 2015", "three decimals here, not 2"},
		{"10:00:00.000 UTC Mon Oct 19 15", `"15" is not a year of four digits`},
		{"10:00:00.000 Mon Oct 19 2015", "5 words are not"},
		{"10:00:00.000 PM Mon Oct 19 2015", "a clock of twelve hours"},
		{"10:00:00.000 PM UTC Mon Oct 19 2015", "a clock of twelve hours"},
		{"-1:00:00.000 UTC Mon Oct 19 2015", "no clock line"},
		{"10:00:00.000 UTC Mon Oct 19 2015 and more", "8 words are not"},
		{"now 10:00:00.000 UTC Mon Oct 19 2015", "no clock line"},
		{"%SYS-6-CLOCKUPDATE: System clock has been updated from 17:06:03 UTC Fri Mar 30 2007", "no clock line"},
	}
	for _, test := range tests {
		c, err := ParseClock(test.text)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: %+v, %v; want an error that says %q", test.text, c, err, test.says)
		}
		if c.Year != 0 || c.Authoritative != nil {
			t.Errorf("%q is refused, and gives %+v", test.text, c)
		}
	}
}

// The banner and the bare line come through one door: what is wrong with a reading is said in
// the same words.
func TestBannerIsHeldToTheSameBounds(t *testing.T) {
	for _, stamp := range []string{
		"16:14:07.495 EST Tue Jun 8 2016", "24:00:00.000 UTC Mon Oct 19 2015", "10:00:00.000 UTC Mon Feb 30 2015",
		"10:00:00.000 UTC Mon Oct 19 0", "10:00:00.0001 UTC Mon Oct 19 2015", "00:00:00.000 000 Fri Oct 16 0020",
	} {
		_, bare := ParseClock(stamp)
		for _, source := range []string{"Time source is NTP, ", "Time source is NTP,  ", "No time source, "} {
			c, err := ParseClock("Load for five secs: 1%/0%; one minute: 3%; five minutes: 4%\n" + source + stamp)
			if bare == nil || err == nil || err.Error() != bare.Error() || c.Year != 0 || c.TimeSource != nil {
				t.Errorf("%q: the banner gives %+v, %v; the bare line %v", source+stamp, c, err, bare)
			}
		}
	}
}

func TestUnusualDatesAreRead(t *testing.T) {
	for text, year := range map[string]int{
		"*12:00:00.000 UTC Mon Mar 1 1993":    1993,
		"06:28:16.000 UTC Thu Feb 7 2036":     2036, // the era of NTP ends
		"03:14:08.000 UTC Tue Jan 19 2038":    2038, // 31 bits of seconds end
		"12:00:00.000 UTC Fri Jan 1 9999":     9999,
		"12:00:00.000 +0545 Fri Nov 27 2026":  2026,
		"12:00:00.000 -03 Fri Nov 27 2026":    2026,
		"12:00:00.000 +05:30 Fri Nov 27 2026": 2026,
		"12:00:00.000 -3x Fri Nov 27 2026":    2026,
	} {
		for _, line := range []string{text, "Time source is NTP, " + text} {
			if c, err := ParseClock(line); err != nil || c.Year != year {
				t.Errorf("%q: year %d, %v", line, c.Year, err)
			}
		}
	}
}

func TestLeapSecondCanBeToldApart(t *testing.T) {
	if _, err := ParseClock("23:59:60 UTC Sat Dec 31 2016"); !errors.Is(err, show.ErrLeapSecond) {
		t.Errorf("a leap second is refused with %v", err)
	}
	if _, err := ParseClock("23:59:60 UTC Fri Dec 31 2016x"); errors.Is(err, show.ErrLeapSecond) {
		t.Error("what is no clock line is refused as a leap second")
	}
}

// A wrong clock line must not be replaced by a good one elsewhere in the text.
func TestBadClockLineHasNoStandIn(t *testing.T) {
	const text = "Time source is NTP, 10:00:00.000 UTC Mon Oct 19 2015\n\n10:00:00.001 UTC Tue Oct 19 2015\n10:00:00.001 UTC Mon Oct 19 2015\n"
	c, err := ParseClock(text)
	if err == nil || c.Year != 0 || len(c.Unparsed) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// Of two clock lines one answers something else, such as an earlier question, and nothing tells which.
func TestTwoClockLinesAreNoReading(t *testing.T) {
	for _, second := range []string{"10:00:05.000 UTC Mon Oct 19 2015\n", "10:00:00.000 UTC Mon Oct 19 2015\n"} {
		c, err := ParseClock("10:00:00.000 UTC Mon Oct 19 2015\n" + second)
		if err == nil || !strings.Contains(err.Error(), "two clock lines") || c.Year != 0 || len(c.Unparsed) != 1 {
			t.Errorf("%+v, %v", c, err)
		}
	}
}

func TestTimeSource(t *testing.T) {
	const clock = "10:00:00.000 UTC Mon Oct 19 2015\n"
	tests := []struct {
		text, want string
	}{
		{"Time source is NTP\n", "NTP"},
		{"Time source is NTP", "NTP"},
		{"Time source is hardware calendar\n", "hardware calendar"},
		{"Time source is hardware cal", ""},
		{"Time source is SNTP\n", "SNTP"},
		{"Time source is SNT", ""},
		{"No time source\n", "none"},
		{"", ""},
	}
	for _, test := range tests {
		c, err := ParseClock(clock + test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
		} else if got := value(c.TimeSource); got != test.want {
			t.Errorf("%q: time source %q, want %q", test.text, got, test.want)
		}
	}
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestFindClockLine(t *testing.T) {
	const clock = "*18:57:38.347 UTC Mon Oct 19 2015"
	tests := []struct {
		name, output string
		start        int
	}{
		{"alone", clock, 0},
		{"after echo", "show clock\r\n" + clock + "\r\nR1#", 12},
		{"trailing blanks", clock + "  \r\n", 0},
		{"after the banner", "Load for five secs: 1%\r\nTime source is NTP, 18:56:04.554 EST Mon Oct 17 2016\r\n\r\n" + clock, 80},
		{"year not whole", clock[:len(clock)-1], -1},
		{"in the banner", "Time source is NTP, 18:56:04.554 EST Mon Oct 17 2016\r\n", -1},
		{"behind a word", "now " + clock, -1},
		{"behind a blank", " " + clock, -1},
		{"leap second", "23:59:60.000 UTC Sat Dec 31 2016\n", 0},
		{"wrong weekday", "10:00:00.000 UTC Tue Oct 19 2015\n", 0},
		{"nothing", "", -1},
		{"endless line", strings.Repeat("x", 1<<20), -1},
	}
	for _, test := range tests {
		start, found := capture.FindClockLine([]byte(test.output))
		if found != (test.start >= 0) || found && start != test.start {
			t.Errorf("%s: %d, %t; want %d", test.name, start, found, test.start)
		}
	}
}

func TestIsClockLineDoesNotAllocate(t *testing.T) {
	other := []byte("interface GigabitEthernet0/0/0 is up, line protocol is up")
	if n := testing.AllocsPerRun(100, func() { capture.IsClockLine(other) }); n > 1 {
		t.Errorf("%v allocations for a line that is no clock line", n)
	}
}
