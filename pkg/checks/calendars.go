package checks

import "strings"

// calendar is what a platform does about its hardware clock.
type calendar int

const (
	noCalendar   calendar = iota + 1
	keptCalendar          // NTP keeps it right without being told
	driftingCalendar
)

// calendars tells by the beginning of a model's name, without "WS-", what it has. The first
// that matches counts.
var calendars = [...]struct {
	model string
	has   calendar
}{
	{"C2960X", keptCalendar},
	{"C2950", noCalendar}, {"C2960", noCalendar}, {"C3560", noCalendar}, {"C3750", noCalendar},
	{"CISCO8", noCalendar}, {"C88", noCalendar}, {"C89", noCalendar}, {"AIR-", noCalendar},
	{"ISR4", driftingCalendar}, {"ASR", driftingCalendar},
	{"CISCO19", driftingCalendar}, {"CISCO29", driftingCalendar}, {"CISCO39", driftingCalendar},
	{"C45", driftingCalendar}, {"C65", driftingCalendar}, {"C68", driftingCalendar}, {"C3850", driftingCalendar},
	{"C92", driftingCalendar}, {"C93", driftingCalendar}, {"C94", driftingCalendar}, {"C95", driftingCalendar}, {"C96", driftingCalendar},
}

// calendarOf is what a model has; 0 where that is not known.
func calendarOf(model string) calendar {
	model = strings.TrimPrefix(strings.ToUpper(model), "WS-")
	for _, c := range calendars {
		if strings.HasPrefix(model, c.model) {
			return c.has
		}
	}
	return 0
}
