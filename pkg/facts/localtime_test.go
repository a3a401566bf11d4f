package facts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func timeIn(t *testing.T, name string) LocalTime {
	t.Helper()
	zone, ok := Location(name)
	if !ok {
		t.Fatalf("no zone %s", name)
	}
	return TimeIn(zone)
}

func europe() *show.SummerRule {
	return &show.SummerRule{
		Shift: time.Hour, Recurring: true,
		Start: show.Transition{Month: time.March, Week: show.LastWeek, Hour: 2},
		End:   show.Transition{Month: time.October, Week: show.LastWeek, Hour: 3},
	}
}

func TestAgainst(t *testing.T) {
	us, old := show.UnitedStates(), show.UnitedStatesBefore2007()
	once := &show.SummerRule{
		Shift: time.Hour,
		Start: show.Transition{Year: 2026, Month: time.March, Day: 29, Hour: 2},
		End:   show.Transition{Year: 2026, Month: time.October, Day: 25, Hour: 3},
	}
	for name, c := range map[string]struct {
		shown    LocalTime
		required string
		want     []string
	}{
		"as required":                   {TimeBy(time.Hour, europe()), "Europe/Berlin", nil},
		"the rule of the United States": {TimeBy(time.Hour, &us), "Europe/Berlin", []string{"2027-03-14 2027-03-28 1h0m0s", "2027-10-31 2027-11-07 1h0m0s"}},
		"no summer time":                {TimeBy(0, nil), "Europe/London", []string{"2027-03-28 2027-10-31 -1h0m0s"}},
		"the rule from before 2007":     {TimeBy(-5*time.Hour, &old), "America/New_York", []string{"2027-03-14 2027-04-04 -1h0m0s", "2027-10-31 2027-11-07 -1h0m0s"}},
		"dates that are over":           {TimeBy(time.Hour, once), "Europe/Berlin", []string{"2027-03-28 2027-10-31 -1h0m0s"}},
		"by its name":                   {timeIn(t, "Europe/Vienna"), "Europe/Berlin", nil},
		"another place":                 {TimeBy(0, nil), "Asia/Kolkata", []string{"2026-11-28 2027-11-29 -5h30m0s begun open"}},
		"wrong now, and else in summer": {TimeBy(2*time.Hour, nil), "Europe/Berlin", []string{"2026-11-28 2027-03-28 1h0m0s begun", "2027-10-31 2027-11-29 1h0m0s open"}},
		"wrong all the time":            {TimeBy(5*time.Hour, nil), "Europe/Berlin", []string{"2026-11-28 2027-03-28 4h0m0s begun", "2027-03-28 2027-10-31 3h0m0s begun", "2027-10-31 2027-11-29 4h0m0s begun open"}},
		"the southern hemisphere":       {TimeBy(10*time.Hour, nil), "Australia/Sydney", []string{"2026-11-28 2027-04-03 -1h0m0s begun", "2027-10-02 2027-11-29 -1h0m0s open"}},
	} {
		from := time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC)
		var got []string
		for _, s := range c.shown.Against(timeIn(t, c.required), from, from.AddDate(0, 0, 366)) {
			text := fmt.Sprint(s.From.Format(time.DateOnly), " ", s.To.Format(time.DateOnly), " ", s.Ahead)
			if s.Begun {
				text += " begun"
			}
			if s.Open {
				text += " open"
			}
			got = append(got, text)
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// Every hour of a year, one by one, is the oracle.
func TestAgainstIsComplete(t *testing.T) {
	us := show.UnitedStates()
	from := time.Date(2026, 6, 1, 0, 30, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 366)
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Chatham"} {
		required := timeIn(t, name)
		for _, shown := range []LocalTime{{}, TimeBy(time.Hour, europe()), TimeBy(-5*time.Hour, &us), timeIn(t, "Europe/London")} {
			stretches := shown.Against(required, from, to)
			for at := from; at.Before(to); at = at.Add(time.Hour) {
				want := shown.Offset(at) - required.Offset(at)
				got := time.Duration(0)
				for _, s := range stretches {
					if !at.Before(s.From) && at.Before(s.To) {
						got = s.Ahead
					}
				}
				if got != want {
					t.Fatalf("%s at %s: %s, want %s", name, at, got, want)
				}
			}
		}
	}
}
