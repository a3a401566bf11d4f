package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestWaivers(t *testing.T) {
	const today, past = "2027-03-31", "2026-11-19"
	say := func(status check.Status) func(*check.Pass, check.Subject) {
		return func(p *check.Pass, _ check.Subject) {
			switch status {
			case check.StatusFail:
				p.Failf("bad")
			case check.StatusInconclusive:
				p.Inconclusivef("open")
			}
		}
	}
	tests := []struct {
		name    string
		found   check.Status
		devices string
		expires string
		skew    time.Duration // of the auditor's own clock
		partial bool
		status  check.Status
		lapsed  string // message and devices of the finding about the waiver
	}{
		{"a failure", check.StatusFail, "r*", today, 0, false, check.StatusWaived, ""},
		{"an open question", check.StatusInconclusive, "r1", today, 0, false, check.StatusWaived, ""},
		{"of other devices", check.StatusFail, "lab-*", today, 0, false, check.StatusFail, "waiver matches nothing []"},
		{"of devices left out of the run", check.StatusFail, "lab-*", today, 0, true, check.StatusFail, ""},
		{"of a pass", check.StatusPass, "r1", today, 0, false, check.StatusPass, "waiver not needed; what it excuses passes []"},
		{"lapsed", check.StatusFail, "r1", past, 0, false, check.StatusFail, "waiver lapsed on 2026-11-19 [r1]"},
		{"lapsed by a laptop that is two days fast", check.StatusFail, "r1", past, 48 * time.Hour, false, check.StatusWaived, ""},
	}
	for _, test := range tests {
		fl := fleet("r1")
		fl.Partial = test.partial
		if test.skew != 0 {
			skew := interval.Point(test.skew)
			fl.Reference.Offset = &skew
		}
		p := levels("x")
		day, err := time.Parse(time.DateOnly, test.expires)
		if err != nil {
			t.Fatal(err)
		}
		p.Waivers = []policy.Waiver{{
			Check: "x", Devices: []string{test.devices}, Reason: "known", Owner: "neteng", Expires: day.Add(24*time.Hour - 1),
		}}
		got := check.Run([]check.Check{{ID: "x", Doc: doc, Run: say(test.found)}}, fl, p)
		f := got.Devices[0][0]
		if f.Status != test.status || (f.Waiver != nil) != (test.status == check.StatusWaived) {
			t.Errorf("%s: %+v, want %s", test.name, f, test.status)
		}
		lapsed := ""
		for _, w := range got.Fleet {
			lapsed = w.Message + " [" + strings.Join(w.Devices, " ") + "]"
			if w.Check != "x" || w.Subject != "waiver 1" || w.Severity != policy.Info || w.Status != check.StatusFail {
				t.Errorf("%s: finding about the waiver: %+v", test.name, w)
			}
		}
		if lapsed != test.lapsed {
			t.Errorf("%s: about the waiver %q, want %q", test.name, lapsed, test.lapsed)
		}
	}
}

// TestWaiverOfWholeDevices: one waiver for a device that is down, whatever is asked of it and also where nothing is.
func TestWaiverOfWholeDevices(t *testing.T) {
	const today, past = "2027-03-31", "2026-11-19"
	checks := []check.Check{
		{ID: "x", Doc: doc, Needs: []facts.Kind{facts.KindClock}, Run: func(*check.Pass, check.Subject) {}},
		{ID: "y", Doc: doc, Run: func(p *check.Pass, _ check.Subject) { p.Failf("bad") }},
		{ID: "z", Doc: doc, Needs: []facts.Kind{facts.KindClock}, RunFleet: func(*check.FleetPass) {}},
	}
	for _, test := range []struct {
		name, expires string
		outcome       facts.Outcome
		asked         []string // checks
		waived        bool
		statuses      string
		lapsed        string
	}{
		{"down", today, "unreachable", []string{"x", "y"}, true, "[waived waived]", ""},
		{"down, and no check of devices", today, "unreachable", []string{"z"}, true, "[]", ""},
		{"up again, and wrong", today, "audited", []string{"x", "y"}, true, "[waived waived]", ""},
		{"up again, and nothing to excuse", today, "audited", nil, true, "[]", "waiver not needed; what it excuses passes []"},
		{"lapsed", past, "unreachable", []string{"x", "y", "z"}, false, "[not_measured fail]", "waiver lapsed on 2026-11-19 [r1]"},
		{"lapsed, and no check of devices", past, "unreachable", nil, false, "[]", "waiver lapsed on 2026-11-19 [r1]"},
	} {
		fl := fleet("r1")
		fl.Devices[0].Outcome = test.outcome
		p := levels(test.asked...)
		day, err := time.Parse(time.DateOnly, test.expires)
		if err != nil {
			t.Fatal(err)
		}
		p.Waivers = []policy.Waiver{{Check: policy.EveryCheck, Devices: []string{"r1"}, Expires: day.Add(24*time.Hour - 1)}}
		got := check.Run(checks, fl, p)
		var statuses []check.Status
		for _, f := range got.Devices[0] {
			statuses = append(statuses, f.Status)
		}
		lapsed := ""
		for _, f := range got.Fleet {
			if f.Check == policy.EveryCheck {
				lapsed = f.Message + " [" + strings.Join(f.Devices, " ") + "]"
			} else if test.waived != (f.Status == check.StatusWaived) {
				t.Errorf("%s: about the fleet: %+v", test.name, f)
			}
		}
		if s := fmt.Sprint(statuses); (got.Waived[0] != nil) != test.waived || s != test.statuses || lapsed != test.lapsed {
			t.Errorf("%s: waived %v, %s, %q; want %v, %s, %q", test.name, got.Waived[0] != nil, s, lapsed, test.waived, test.statuses, test.lapsed)
		}
	}
}

func TestWaiverOfFleetFindingCoversAllItsDevices(t *testing.T) {
	loop := check.Check{ID: "x", Doc: doc, RunFleet: func(p *check.FleetPass) { p.About("loop", "r1", "r2").Failf("circle") }}
	for pattern, want := range map[string]check.Status{"r1": check.StatusFail, "r*": check.StatusWaived} {
		p := levels("x")
		p.Waivers = []policy.Waiver{{Check: "x", Devices: []string{pattern}, Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}}
		if got := check.Run([]check.Check{loop}, fleet("r1", "r2"), p).Fleet[0]; got.Status != want {
			t.Errorf("waiver of %s: %s, want %s", pattern, got.Status, want)
		}
	}
}
