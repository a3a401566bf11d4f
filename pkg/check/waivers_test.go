package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
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
