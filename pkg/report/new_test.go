package report

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// fresh sets a pointer whose type this package does not name to a new value.
func fresh[T any](p **T) *T {
	*p = new(T)
	return *p
}

func limits() *policy.Policy {
	return &policy.Policy{
		Name: "baseline", Digest: "0123456789ab",
		ClockOffset: []policy.Limit{{Severity: policy.Low, Value: 100 * ms}, {Severity: policy.High, Value: time.Second}},
	}
}

// measured is a fleet of a device that follows another, and one of which nothing is known.
func measured() (*facts.Fleet, check.Results) {
	fleet := &facts.Fleet{
		RunID: "run", Started: started.In(time.FixedZone("CET", 3600)), Finished: started.Add(time.Second), Complete: true,
		Notes:     []string{"a note"},
		Reference: facts.Reference{Tier: facts.TierConfigured, Offset: &interval.Interval{Lo: -5 * ms, Hi: 5 * ms}, Majority: true, Voters: 4, Faulty: 1, Notes: []string{"another"}},
		Servers: []facts.Server{
			{Address: "ntp1.example.net", Roles: []string{"reference"}, Verdict: facts.Truechimer, Stratum: ptr(1), RefID: "GPS", Offset: &interval.Interval{Lo: -ms, Hi: 2 * ms}, RTT: ptr(3 * ms), RootDistance: ptr(ms), Samples: 2},
			{Address: "192.0.2.9", VRF: "MGMT", Roles: []string{"source"}, Verdict: facts.NoAnswer, Error: "no answer"},
		},
		Devices: make([]facts.Device, 3),
	}
	for i, name := range []string{"core1", "acc1", "gone"} {
		fleet.Devices[i].Device = inventory.Device{Name: name, Host: "192.0.2." + string('1'+rune(i)), Platform: "cisco_ios"}
		fleet.Devices[i].Outcome = "audited"
	}
	fleet.Devices[2].Outcome = "unreachable"
	e := fresh(&fleet.Devices[2].Error)
	e.Kind, e.Message = "dial", "connection refused"
	fleet.Devices[0].KnownBy = []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	known(&fleet.Devices[1])
	return fleet, check.Results{
		Devices: [][]check.Finding{
			nil,
			{{Check: "clock-offset", Status: check.StatusFail, Severity: policy.High, Limits: limits().ClockOffset, Value: &interval.Interval{Lo: 4993 * ms, Hi: 5010 * ms}}, {Check: "ntp-reach", Subject: "192.0.2.1", Status: check.StatusPass}},
		},
		Fleet: []check.Finding{{Check: "ntp-loop", Status: check.StatusWaived, Severity: policy.High, Devices: []string{"acc1"}, Waiver: &policy.Waiver{Check: "ntp-loop", Devices: []string{"acc*"}, Owner: "x", Expires: time.Date(2026, 12, 1, 0, 0, 0, -1, time.UTC)}}},
	}
}

func known(d *facts.Device) {
	d.MeasuredAt = ptr(started.In(time.FixedZone("CET", 3600)))
	d.Version = &facts.Version{Model: "C9300", Uptime: ptr(time.Hour)}
	d.Clock = &facts.Clock{
		Offset: &interval.Interval{Lo: 4993 * ms, Hi: 5010 * ms}, Method: []string{"show clock"}, Raw: "raw", Zone: "CET", UTCOffset: ptr(time.Hour),
		Synchronized: ptr(false), Samples: 3, RTT: ptr(2 * ms), Width: facts.Width{Path: 2 * ms, Quantum: ms, Reference: 13 * ms, Drift: ms},
	}
	d.NTP = &facts.NTP{Enabled: ptr(true), Known: true}
	s := fresh(&d.NTP.Status)
	s.Enabled, s.Synchronized, s.Stratum, s.LastUpdateSeconds = true, ptr(true), ptr(4), ptr(30)
	a := facts.Association{Offset: ptr(-250 * time.Microsecond), Dispersion: ptr(ms)}
	a.Address, a.RefClock, a.Stratum, a.Reach, a.Poll, a.OffsetMS, a.Role, a.Configured = "192.0.2.1", ptr("192.0.2.99"), 3, 255, 64, ptr(0.25), "sys_peer", true
	d.NTP.Associations = []facts.Association{a}
	d.Config = &facts.Config{}
	d.Config.TimestampsLog.Kind, d.Config.TimestampsLog.Options = "datetime", []string{"msec"}
	d.Config.TimestampsDebug.Kind = "absent"
}

func TestNew(t *testing.T) {
	fleet, results := measured()
	r := New(fleet, results, limits(), check.DefaultTerms(), words)
	acc := r.Devices[1]
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"started", r.Started.String(), started.String()},
		{"notes", r.Notes, []string{"a note", "another", "the waiver of ntp-loop for acc* ends on 2026-11-30 (x)"}},
		{"reference", *r.Reference.Offset, Bounds{seconds(-5 * ms), seconds(5 * ms)}},
		{"server", r.Reference.Servers[1], Server{Address: "192.0.2.9", VRF: "MGMT", Roles: []string{"source"}, Verdict: facts.NoAnswer, Error: "no answer"}},
		{"offset", *acc.Clock.Offset, Offset{Bounds{seconds(4993 * ms), seconds(5010 * ms)}, seconds(5001500 * time.Microsecond)}},
		{"limit that decides", *acc.Findings[0].Limit, Seconds(time.Second)},
		{"limits", acc.Findings[0].Limits, []Limit{{policy.Low, Seconds(100 * ms)}, {policy.High, Seconds(time.Second)}}},
		{"value", *acc.Findings[0].Value, Bounds{seconds(4993 * ms), seconds(5010 * ms)}},
		{"width", *acc.Clock.Width, Width{Seconds(2 * ms), Seconds(ms), Seconds(13 * ms), Seconds(ms)}},
		{"unknown flag", acc.Clock.Authoritative, (*bool)(nil)},
		{"measured at", acc.MeasuredAt.String(), started.String()},
		{"source", acc.NTP.Reference, Optional("192.0.2.1")},
		{"source by name", acc.NTP.ReferenceIs, Optional("core1")},
		{"offset of the source, positive is ahead", *acc.NTP.ReferenceOff, Seconds(-250 * time.Microsecond)},
		{"offset as printed", *acc.NTP.Associations[0].OffsetMS, 0.25},
		{"last update", *acc.NTP.LastUpdate, Seconds(30 * time.Second)},
		{"timestamps", *acc.Timestamps, Timestamps{
			Log: show.Timestamps{Kind: "datetime", Options: []string{"msec"}}, Debug: show.Timestamps{Kind: "absent", Options: []string{}},
			Sample: acc.Timestamps.Sample,
		}},
		{"waiver", *r.Findings[0].Waiver, Waiver{Check: "ntp-loop", Devices: []string{"acc*"}, Owner: "x", Expires: "2026-11-30"}},
		{"nothing known", []any{r.Devices[2].Clock, r.Devices[2].NTP, r.Devices[2].Timestamps, r.Devices[2].Uptime}, []any{(*Clock)(nil), (*NTP)(nil), (*Timestamps)(nil), (*Seconds)(nil)}},
		{"error", *r.Devices[2].Error, Error{"dial", "connection refused"}},
		{"summary", r.Summary, Summary{Devices: 3, States: check.StateCounts{Pass: 1, Fail: 1, Unknown: 1}, Audited: 2, Unreachable: 1, Checks: check.Counts{Pass: 1, Fail: 1, Waived: 1}}},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestNewSatisfiesSchema(t *testing.T) {
	fleet, results := measured()
	bare := &facts.Fleet{Started: started, Finished: started, Reference: facts.Reference{Tier: facts.TierNone}}
	for name, r := range map[string]*Report{"measured": New(fleet, results, limits(), check.DefaultTerms(), words), "bare": New(bare, check.Results{}, &policy.Policy{}, check.DefaultTerms(), words)} {
		data := encode(t, r)
		if err := compileSchema(t, true).Validate(unmarshal(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if bytes.Contains(data, []byte(`"limit_seconds": 0`)) {
			t.Errorf("%s: something unknown is 0", name)
		}
	}
}

// One policy has one number in the column LIMIT, whatever each device did: the smallest that fails at or above
// what counts.
func TestLimitThatDecides(t *testing.T) {
	fleet, results := measured()
	for _, c := range []struct {
		failOn policy.Severity
		want   string
	}{
		{policy.Info, "100 ms"}, {policy.Low, "100 ms"}, {policy.Medium, "1 s"}, {policy.High, "1 s"}, {policy.Critical, "-"},
	} {
		r := New(fleet, results, limits(), check.Terms{FailOn: c.failOn, MinCoverage: 1}, words)
		if got := r.Devices[1].LimitText(); got != c.want {
			t.Errorf("--fail-on %s: %s, want %s", c.failOn, got, c.want)
		}
		again, err := Decode(bytes.NewReader(encode(t, r)))
		if err != nil {
			t.Fatal(err)
		}
		again.Judge(check.Terms{FailOn: policy.Low, MinCoverage: 1})
		if got := again.Devices[1].LimitText(); got != "100 ms" {
			t.Errorf("written with --fail-on %s, read with low: %s", c.failOn, got)
		}
	}
}

// What fails a limit that does not count, and may fail one that does, is no pass.
func TestBetweenTwoLimits(t *testing.T) {
	fleet, results := measured()
	f := &results.Devices[1][0]
	f.Severity, f.Value = policy.Low, &interval.Interval{Lo: 900 * ms, Hi: 1100 * ms}
	for failOn, want := range map[policy.Severity]check.State{
		policy.Low: check.StateFail, policy.Medium: check.StateUnknown, policy.High: check.StateUnknown, policy.Critical: check.StatePass,
	} {
		r := New(fleet, results, limits(), check.Terms{FailOn: failOn, MinCoverage: 1}, words)
		if got := r.Devices[1].State; got != want {
			t.Errorf("--fail-on %s: %s, want %s", failOn, got, want)
		}
	}
}
