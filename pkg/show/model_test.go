package show

import "testing"

func TestModels(t *testing.T) {
	for _, test := range []struct {
		model    string
		calendar Calendar
		catalyst bool
		sntp     bool
	}{
		{"", CalendarUnknown, false, false},
		{"WS-C2960X-24TS-L", KeptCalendar, true, false},
		{"WS-C2960-24TT-L", NoCalendar, true, false},
		{"ws-c3750x-48p", NoCalendar, true, false},
		{"C9300-24T", DriftingCalendar, true, false},
		{"WS-C3850-24T", DriftingCalendar, true, false},
		{"ISR4331/K9", DriftingCalendar, false, false},
		{"CISCO2911/K9", DriftingCalendar, false, false},
		{"C8300-1N1S-4T2X", CalendarUnknown, false, false},
		{"1720", CalendarUnknown, false, true},
		{"CISCO1605R", CalendarUnknown, false, true},
		{"1721", CalendarUnknown, false, false},
		{"1841", CalendarUnknown, false, false},
	} {
		if c := CalendarOf(test.model); c != test.calendar {
			t.Errorf("%q: calendar %d, want %d", test.model, c, test.calendar)
		}
		if IsCatalyst(test.model) != test.catalyst || SpeaksSNTPOnly(test.model) != test.sntp {
			t.Errorf("%q: Catalyst %v, SNTP only %v", test.model, IsCatalyst(test.model), SpeaksSNTPOnly(test.model))
		}
	}
}
