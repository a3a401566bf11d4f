package show

import (
	"slices"
	"strings"
)

// Calendar is what a model does about its hardware clock.
type Calendar int

// CalendarUnknown is no answer: neither that there is one, nor that there is none.
const (
	CalendarUnknown  Calendar = iota
	NoCalendar                // "ntp update-calendar" is no command there
	KeptCalendar              // NTP keeps it right without being told
	DriftingCalendar          // nothing keeps it right without "ntp update-calendar"
)

// calendars tells by the beginning of a model's name what it has. The first that matches counts. Guides of the 2950, 2960,
// 3560 and 3750 say that they have none, a guide of the 2960-X for 15.2(4)E that NTP keeps it right.
var calendars = [...]struct {
	model string
	has   Calendar
}{
	{"C2960X", KeptCalendar},
	{"C2950", NoCalendar}, {"C2960", NoCalendar}, {"C3560", NoCalendar}, {"C3750", NoCalendar},
	{"CISCO8", NoCalendar}, {"C88", NoCalendar}, {"C89", NoCalendar}, {"AIR-", NoCalendar},
	{"ISR4", DriftingCalendar}, {"ASR", DriftingCalendar},
	{"CISCO19", DriftingCalendar}, {"CISCO29", DriftingCalendar}, {"CISCO39", DriftingCalendar},
	{"C45", DriftingCalendar}, {"C65", DriftingCalendar}, {"C68", DriftingCalendar}, {"C3850", DriftingCalendar},
	{"C92", DriftingCalendar}, {"C93", DriftingCalendar}, {"C94", DriftingCalendar}, {"C95", DriftingCalendar}, {"C96", DriftingCalendar},
}

// CalendarOf is what a model has, as "show version" names it: "WS-C3850-24T".
func CalendarOf(model string) Calendar {
	model = bare(model)
	for _, c := range calendars {
		if strings.HasPrefix(model, c.model) {
			return c.has
		}
	}
	return CalendarUnknown
}

// IsCatalyst reports whether a model is known to be a Catalyst switch. Those of the 9000 series print no "WS-".
func IsCatalyst(model string) bool {
	if strings.HasPrefix(strings.ToUpper(model), "WS-C") {
		return true
	}
	return slices.ContainsFunc([]string{"C3650", "C3850", "C92", "C93", "C94", "C95", "C96"}, func(series string) bool {
		return strings.HasPrefix(bare(model), series)
	})
}

// SpeaksSNTPOnly reports whether a model is one of those whose images have "sntp" and no "ntp": the command reference of 12.x
// names the 1003, 1004, 1005, 1600, 1720 and 1750.
func SpeaksSNTPOnly(model string) bool {
	model = strings.TrimPrefix(bare(model), "CISCO")
	return slices.ContainsFunc([]string{"1003", "1004", "1005", "160", "1720", "1750"}, func(series string) bool {
		return strings.HasPrefix(model, series)
	})
}

// bare is a model without what says only that it is a switch.
func bare(model string) string { return strings.TrimPrefix(strings.ToUpper(model), "WS-") }
