package checks_test

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ordered asks for an order of so much. Every device of the campus is known to ±5 ms, and so any two to 12 ms.
func ordered(limit time.Duration) func(*scene) {
	return func(s *scene) { s.policy.LogOrdering = limit }
}

func TestLogOrdering(t *testing.T) {
	seconds := func(s *scene) {
		s.Config.TimestampsLog = show.Timestamps{Kind: "datetime", Options: []string{}, Line: "service timestamps log datetime"}
	}
	uptime := func(s *scene) {
		s.Config.TimestampsLog = show.Timestamps{Kind: "uptime", Line: "service timestamps log uptime"}
	}
	part := func(s *scene) { s.fleet.Partial = true }
	tell(t, "log-ordering", []story{
		{"all in order", ordered(100 * ms), check.StatusPass, "", 0, nil, ""},
		{"to the digit", ordered(12 * ms), check.StatusPass, "", 0, nil, ""},
		{"whole seconds", all(ordered(100*ms), seconds), check.StatusFail, "all but 1 of 6 devices order to 12.0 ms; r1 (whole seconds) to 1.011 s",
			policy.Medium, []string{"service timestamps log datetime msec"}, ""},
		{"whole seconds are enough", all(ordered(2*time.Second), seconds), check.StatusPass, "", 0, nil, ""},
		{"uptime", all(ordered(100*ms), uptime), check.StatusFail, "all but 1 of 6 devices order to 12.0 ms; r1 (uptime stamps) not at all", 0, nil, ""},
		{"a clock that is fast", all(ordered(100*ms), offset(1795*ms, 1805*ms)), check.StatusFail,
			"all but 1 of 6 devices order to 12.0 ms; r1 (1.80 s fast) to 1.811 s", 0, nil, ""},
		{"a clock that is known too badly", all(ordered(100*ms), offset(-200*ms, 200*ms)), check.StatusInconclusive,
			"too close to decide; this path proves r1 (known to ±0.200 s) to 0.208 s", 0, nil, "too close to decide"},
		{"nobody in order", ordered(5 * ms), check.StatusInconclusive, "too close to decide", 0, nil, "too close to decide"},
		{"a clock that was not measured", all(ordered(100*ms), func(s *scene) { s.Clock = nil }), check.StatusNotMeasured,
			"the order of lines of 1 device is not known; r1: its clock was not measured", 0, nil, "not known"},
		{"all in order, of a part of the fleet", all(ordered(100*ms), part), check.StatusNotApplicable, "only a part of the fleet was audited", 0, nil, ""},
		{"whole seconds, in a part of the fleet", all(ordered(100*ms), seconds, part), check.StatusFail, "all but 1 of 6 devices order to 12.0 ms", 0, nil, ""},
		{"one device", all(ordered(100*ms), func(s *scene) { s.fleet.Devices = s.fleet.Devices[:1] }), check.StatusNotApplicable, "one device is no fleet", 0, nil, ""},
		{"waived", waived("log-ordering", all(ordered(100*ms), seconds)), check.StatusWaived, "all but 1 of 6 devices order to 12.0 ms", 0, nil, ""},
	})
}

// The rest is judged whatever is not known of some.
func TestLogOrderingOfWhatIsKnown(t *testing.T) {
	s := newScene(t, "log-ordering")
	ordered(100 * ms)(s)
	s.Clock = nil
	s.fleet.Devices[1].Config.TimestampsLog = show.Timestamps{Kind: "datetime"}
	s.fleet.Devices[2].Clock = clock(interval.Around(0, time.Second))
	got := map[string]check.Status{}
	for _, f := range check.Run(checks.All(), s.fleet, s.policy).Fleet {
		got[f.Subject] = f.Status
	}
	want := map[string]check.Status{"": check.StatusFail, "too close to decide": check.StatusInconclusive, "not known": check.StatusNotMeasured}
	for subject, status := range want {
		if got[subject] != status {
			t.Errorf("%q: %q, want %q", subject, got[subject], status)
		}
	}
}
