package capture

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const zoneCET = time.Hour

var someTimes = []time.Time{
	time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	time.Date(2026, 3, 29, 2, 30, 0, 0, time.UTC),
	time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC),
	time.Date(2026, 10, 25, 2, 30, 0, 0, time.UTC),
	time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC),
}

type rule struct{ kind, text string }

func (r rule) read() (show.SummerRule, error) { return Season(r.kind, strings.Fields(r.text)) }

// The rules as operators write them, held against the tz database, instant by instant.
func TestSummerTimeAgainstTZ(t *testing.T) {
	tests := []struct {
		place string
		zone  time.Duration
		rule  rule
	}{
		{"Europe/Berlin", time.Hour, rule{"recurring", "last Sun Mar 2:00 last Sun Oct 3:00"}},
		{"Europe/London", 0, rule{"recurring", "last Sun Mar 1:00 last Sun Oct 2:00 60"}},
		{"America/New_York", -5 * time.Hour, rule{"recurring", "2 Sun Mar 2:00 1 Sun Nov 2:00"}},
		{"America/New_York", -5 * time.Hour, rule{"recurring", ""}},
		{"America/St_Johns", -(3*time.Hour + 30*time.Minute), rule{"recurring", "2 Sunday March 2:00 first Sunday November 2:00"}},
		{"Australia/Sydney", 10 * time.Hour, rule{"recurring", "1 Sun Oct 2:00 1 Sun Apr 3:00"}},
		{"Australia/Lord_Howe", 10*time.Hour + 30*time.Minute, rule{"recurring", "1 Sun Oct 2:00 1 Sun Apr 2:00 30"}},
		{"Pacific/Auckland", 12 * time.Hour, rule{"recurring", "last Sun Sep 2:00 1 Sun Apr 3:00"}},
	}
	for _, test := range tests {
		place, err := time.LoadLocation(test.place)
		if err != nil {
			t.Skipf("no tz database on this host: %v", err)
		}
		r, err := test.rule.read()
		if err != nil {
			t.Errorf("%s: %v", test.place, err)
			continue
		}
		end := time.Date(2031, 1, 1, 0, 0, 0, 0, place)
		for at := time.Date(2015, 1, 1, 0, 0, 0, 0, place); at.Before(end); {
			compareWithTZ(t, r, test.zone, at)
			at = at.Add(stepFrom(at))
		}
	}
}

// stepFrom goes through quiet days at a run and slowly through those with a transition.
func stepFrom(at time.Time) time.Duration {
	_, now := at.Zone()
	_, tomorrow := at.AddDate(0, 0, 1).Zone()
	_, yesterday := at.AddDate(0, 0, -1).Zone()
	if now != tomorrow || now != yesterday {
		return 5 * time.Minute
	}
	return 7 * time.Hour
}

func compareWithTZ(t *testing.T, r show.SummerRule, zone time.Duration, at time.Time) {
	t.Helper()
	_, seconds := at.Zone()
	want := time.Duration(seconds) * time.Second
	if got := r.InForce(at, zone); got != (want != zone) {
		t.Fatalf("%s: summer time in force: %t", at, got)
	}
	found := false
	for _, o := range r.Offsets(at, zone) {
		found = found || o == want
	}
	if !found {
		t.Fatalf("%s: offsets %v, without the right one", at, r.Offsets(at, zone))
	}
}

func TestOffsetsInFoldAndGap(t *testing.T) {
	r, err := rule{"recurring", "last Sun Mar 2:00 last Sun Oct 3:00"}.read()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		local string
		want  []time.Duration
	}{
		{"2026-03-29 01:59:59", []time.Duration{time.Hour}},
		{"2026-03-29 02:00:00", nil},
		{"2026-03-29 02:59:59", nil},
		{"2026-03-29 03:00:00", []time.Duration{2 * time.Hour}},
		{"2026-10-25 01:59:59", []time.Duration{2 * time.Hour}},
		{"2026-10-25 02:00:00", []time.Duration{time.Hour, 2 * time.Hour}},
		{"2026-10-25 02:59:59", []time.Duration{time.Hour, 2 * time.Hour}},
		{"2026-10-25 03:00:00", []time.Duration{time.Hour}},
	}
	for _, test := range tests {
		local, err := time.Parse(time.DateTime, test.local)
		if err != nil {
			t.Fatal(err)
		}
		got := r.Offsets(local, zoneCET)
		if len(got) != len(test.want) || len(got) > 0 && (got[0] != test.want[0] || got[len(got)-1] != test.want[len(test.want)-1]) {
			t.Errorf("%s: %v, want %v", test.local, got, test.want)
		}
	}
}

func TestTransitions(t *testing.T) {
	tests := []struct {
		rule       rule
		year       int
		zone       time.Duration
		start, end string
	}{
		{rule{"recurring", ""}, 2026, -5 * time.Hour, "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z"},
		{rule{"recurring", "last Sun Mar 2:00 last Sun Oct 3:00"}, 2026, time.Hour, "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"},
		{rule{"recurring", "1 Sun Oct 2:00 1 Sun Apr 3:00"}, 2026, 10 * time.Hour, "2026-10-03T16:00:00Z", "2026-04-04T16:00:00Z"},
		{rule{"recurring", "4 Thu Feb 0:00 last Fri Feb 23:59 90"}, 2024, 0, "2024-02-22T00:00:00Z", "2024-02-23T22:29:00Z"},
		{rule{"date", "29 Mar 2026 2:00 25 Oct 2026 3:00"}, 2026, time.Hour, "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"},
		{rule{"date", "Mar 29 2026 2:00 Oct 25 2026 3:00"}, 2026, time.Hour, "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"},
		{rule{"date", "4 Oct 2026 2:00 4 Apr 2027 3:00"}, 2027, 10 * time.Hour, "2026-10-03T16:00:00Z", "2027-04-03T16:00:00Z"},
	}
	for _, test := range tests {
		r, err := test.rule.read()
		if err != nil {
			t.Error(err)
			continue
		}
		start, end, ok := r.Transitions(test.year, test.zone)
		if got := start.Format(time.RFC3339) + " " + end.Format(time.RFC3339); !ok || got != test.start+" "+test.end {
			t.Errorf("%+v in %d: %s, want %s %s", r, test.year, got, test.start, test.end)
		}
	}
}

func TestDateRuleHoldsOnce(t *testing.T) {
	r, err := rule{"date", "29 Mar 2026 2:00 25 Oct 2026 3:00"}.read()
	if err != nil {
		t.Fatal(err)
	}
	if !r.InForce(time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), zoneCET) {
		t.Error("not in force in its own summer")
	}
	if r.InForce(time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC), zoneCET) {
		t.Error("in force a year later")
	}
	if _, _, ok := r.Transitions(2027, zoneCET); ok {
		t.Error("has transitions a year later")
	}
}

func TestAssumedRule(t *testing.T) {
	assumed, err := rule{"recurring", ""}.read()
	if err != nil || !assumed.Assumed {
		t.Errorf("a rule that is not printed is not marked as assumed (%v)", err)
	}
	printed, err := rule{"recurring", "2 Sun Mar 2:00 1 Sun Nov 2:00"}.read()
	if err != nil || printed.Assumed {
		t.Errorf("a printed rule is marked as assumed (%v)", err)
	}
}

func TestRulesNotUnderstood(t *testing.T) {
	tests := []struct {
		kind, text, says string
	}{
		{"date", "", "without dates"},
		{"recurring", "last Sun Mar 2:00", "four words each"},
		{"recurring", "last Sun Mar 2:00 last Sun Oct 3:00 60 60", "four words each"},
		{"recurring", "5 Sun Mar 2:00 last Sun Oct 3:00", `week "5"`},
		{"recurring", "0 Sun Mar 2:00 last Sun Oct 3:00", `week "0"`},
		{"recurring", "last Su Mar 2:00 last Sun Oct 3:00", `"Su" is not a weekday`},
		{"recurring", "last Sunny Mar 2:00 last Sun Oct 3:00", `"Sunny" is not a weekday`},
		{"recurring", "last Sun Mars 2:00 last Sun Oct 3:00", `"Mars" is not a month`},
		{"recurring", "last Sun Mar 24:00 last Sun Oct 3:00", `"24:00" is not a time`},
		{"recurring", "last Sun Mar 2 last Sun Oct 3:00", `"2" is not a time`},
		{"recurring", "last Sun Mar 2:00 last Sun Oct 3:00 0", `offset "0"`},
		{"recurring", "last Sun Mar 2:00 last Sun Oct 3:00 1441", `offset "1441"`},
		{"date", "30 Feb 2026 2:00 25 Oct 2026 3:00", "does not exist"},
		{"date", "25 Oct 2026 3:00 29 Mar 2026 2:00", "ends before it starts"},
		{"date", "29 Mar 26 2:00 25 Oct 26 3:00", "is not a date"},
	}
	for _, test := range tests {
		if _, err := (rule{test.kind, test.text}).read(); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s %q: %v, want an error that says %q", test.kind, test.text, err, test.says)
		}
	}
}

func FuzzSeason(f *testing.F) {
	f.Add("2 Sun Mar 2:00 1 Sun Nov 2:00", true)
	f.Add("first Sunday October 2:00 last Sun Mar 3:00 30", true)
	f.Add("29 Mar 2026 2:00 Oct 25 2026 3:00", false)
	f.Fuzz(func(t *testing.T, text string, recurring bool) {
		kind := "date"
		if recurring {
			kind = "recurring"
		}
		r, err := Season(kind, strings.Fields(text))
		if err != nil {
			return
		}
		for _, local := range someTimes {
			for _, offset := range r.Offsets(local, zoneCET) {
				if summer := offset != zoneCET; r.InForce(local.Add(-offset), zoneCET) != summer {
					t.Errorf("%q: %s at %s: in force is not %t", text, local, offset, summer)
				}
			}
		}
	})
}
