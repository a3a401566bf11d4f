package checks_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

const (
	ms  = time.Millisecond
	sec = time.Second
)

func zones(offset interval.Interval, zones ...time.Duration) func(*scene) {
	return func(s *scene) {
		s.Clock = clock(offset)
		s.Clock.Offset, s.Clock.UTCOffset = nil, nil
		for _, z := range zones {
			s.Clock.Candidates = append(s.Clock.Candidates, facts.Candidate{UTCOffset: z, Offset: offset.Shift(-z)})
		}
	}
}

func TestClockOffset(t *testing.T) {
	far := offset(4990*ms, 5010*ms)
	consensus := func(s *scene) { s.fleet.Reference.Tier = facts.TierConsensus }
	noMajority := func(s *scene) { s.fleet.Reference.Majority = false }
	oneLimit := func(s *scene) { s.policy.ClockOffset = []policy.Limit{{Value: sec}} }
	tell(t, "clock-offset", []story{
		{"inside", nil, check.StatusPass, "", 0, nil, ""},
		{"above the high limit", far, check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", policy.High, nil, ""},
		{"slow", offset(-5010*ms, -4990*ms), check.StatusFail, "-5.000 ±0.010 s, limit ±1 s", policy.High, nil, ""},
		{"above the low limit only", offset(490*ms, 510*ms), check.StatusFail, "+0.500 ±0.010 s, limit ±100 ms", policy.Low, nil, ""},
		{"above low for certain, above high perhaps", offset(900*ms, 1100*ms), check.StatusFail, "+1.000 ±0.100 s, limit ±100 ms; too close to ±1 s to decide; it believes itself right: NTP does not steer this clock", policy.Low, nil, ""},
		{"straddles the low limit", offset(90*ms, 110*ms), check.StatusInconclusive, "too close to decide: between +0.090 and +0.110 s, limit ±100 ms", policy.Low, nil, ""},
		{"no reading over this path could pass", all(offset(-160*ms, 160*ms), func(s *scene) {
			s.Clock.ShowClock, s.Clock.RTT = s.Clock.Offset, ptr(310*ms)
			s.Clock.Width = facts.Width{Path: 310 * ms, Quantum: 5 * ms, Reference: 5 * ms}
		}), check.StatusInconclusive, "too close to decide: limit ±100 ms, this path proves ±0.161 s; query the device over NTP, or audit from closer", policy.Low, nil, ""},
		{"straddles both limits", offset(-5*sec, 5*sec), check.StatusInconclusive, "too close to decide: between -5.000 and +5.000 s, limit ±1 s", policy.High, nil, ""},
		{"one limit takes the severity of the check", all(far, oneLimit), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", policy.High, nil, ""},
		{"one hour is suspect", all(offset(3600*sec-10*ms, 3600*sec+10*ms), func(s *scene) { s.fleet.Servers = nil }), check.StatusFail,
			"+1h00m, limit ±1 s; that is +1 h to within the measurement: suspect the time zone", policy.High, nil, ""},
		{"it follows a wrong source", all(far, func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }), check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; it follows a wrong source", 0, nil, ""},
		{"nothing steers it", all(far, unsynchronized), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s; nothing steers it", 0, nil, ""},
		{"nothing has steered it for a day", all(far, unsynchronized, func(s *scene) { s.NTP.Status.LastUpdateSeconds = ptr(86400) }),
			check.StatusFail, "+5.000 ±0.010 s, limit ±1 s; nothing steers it, it drifts by +58 ppm", 0, nil, ""},
		{"the status was refused", all(far, refusedStatus), check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; why is not known: show ntp status: not authorized", 0, nil, ""},
		{"the status was refused, and its source is wrong", all(far, refusedStatus, func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }),
			check.StatusFail, "+5.000 ±0.010 s, limit ±1 s; it follows a wrong source", 0, nil, ""},
		{"nothing of NTP is known", all(far, refusedStatus, func(s *scene) { s.NTP = nil }), check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; why is not known: show ntp status: not authorized", 0, nil, ""},
		{"it believes itself right", far, check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; it believes itself right: NTP does not steer this clock", 0, nil, ""},
		{"its source is out of sight", all(far, func(s *scene) { s.fleet.Servers = nil }), check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; its source could not be measured from here", 0, nil, ""},
		{"a step, and right now", func(s *scene) { s.Clock.Step = ptr(interval.Point(5 * sec)) }, check.StatusInconclusive,
			"stepped while it was read", policy.High, nil, ""},
		{"a step, and wrong now", all(far, func(s *scene) { s.Clock.Step = ptr(interval.Point(5 * sec)) }), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", 0, nil, ""},
		{"erratic", func(s *scene) { s.Clock.Erratic, s.Clock.Offset = true, nil }, check.StatusInconclusive, "clock stepped while it was read", policy.High, nil, ""},
		{"two clocks", func(s *scene) { s.Clock.Contradiction, s.Clock.Offset = true, nil }, check.StatusInconclusive,
			"show clock and its NTP answer differ", policy.High, nil, ""},
		{"the year 9999", func(s *scene) { s.Clock = clock(interval.Point(math.MaxInt64)) }, check.StatusFail, "at least +292y3mo, limit ±1 s", policy.High, nil, ""},
		{"33 years", offset(-33*365*24*time.Hour, -33*365*24*time.Hour), check.StatusFail, "-33y0mo, limit ±1 s", policy.High, nil, ""},
		{"no majority cannot pass", noMajority, check.StatusInconclusive, "no majority among the references", policy.High, nil, ""},
		{"no majority can fail", all(noMajority, far), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", 0, nil, ""},
		{"consensus cannot pass", consensus, check.StatusInconclusive, "agrees with the fleet", policy.High, nil, ""},
		{"consensus can fail", all(consensus, far), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", 0, nil, ""},
		{"too few references", func(s *scene) { s.policy.References.Min = 5 }, check.StatusInconclusive, "too few references: 4 of 5", 0, nil, ""},
		{"references without the label", func(s *scene) { s.policy.References = policy.References{Min: 3, Traceable: "NIST"} },
			check.StatusManual, "look whether the references are traceable to NIST", 0, nil, ""},
		{"references with the label", func(s *scene) {
			s.policy.References = policy.References{Min: 3, Traceable: "NIST"}
			for i := range s.fleet.Servers {
				s.fleet.Servers[i].Traceable = "NIST"
			}
		}, check.StatusPass, "", 0, nil, ""},
		{"zone not known, wrong in all", zones(interval.Around(7*time.Minute, sec), 0, time.Hour, -time.Hour),
			check.StatusFail, "beyond ±1 s in every possible time zone", policy.High, nil, ""},
		{"zone not known, wrong in all by different limits", zones(interval.Around(500*ms, 10*ms), 0, time.Hour),
			check.StatusFail, "beyond ±100 ms in every possible time zone", policy.Low, nil, ""},
		{"zone not known, right in one", zones(interval.Around(time.Hour, 5*ms), 0, time.Hour),
			check.StatusInconclusive, "time zone not known; right if it shows UTC+01:00, then +0.0 ±5.0 ms", policy.High, nil, ""},
		{"zone not known and too wide to say more", zones(interval.Around(time.Hour, 20*time.Minute), 0, time.Hour),
			check.StatusInconclusive, "time zone not known; read the configuration, or let the device answer NTP queries", 0, nil, ""},
		{"no reference", func(s *scene) { s.Clock.Offset, s.fleet.Reference.Offset = nil, nil },
			check.StatusNotMeasured, "no reference", 0, nil, ""},
		{"not measured", gap(facts.KindClock), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"settling", all(unsynchronized, justBooted, far), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"young and synchronized is judged", all(justBooted, far), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", 0, nil, ""},
		{"without NTP nothing settles", func(s *scene) {
			ntpOff(s)
			far(s)
			s.Version.Uptime = ptr(time.Minute)
		}, check.StatusFail, "+5.000 ±0.010 s, limit ±1 s", 0, nil, ""},
		{"waived", waived("clock-offset", far), check.StatusWaived, "+5.000 ±0.010 s, limit ±1 s", 0, nil, ""},
	})
}

func TestClockSet(t *testing.T) {
	asterisk := func(s *scene) {
		s.Clock.Authoritative, s.Clock.Source, s.Clock.Raw = ptr(false), "hardware calendar", "*12:00:01.002 UTC Fri Nov 20 2026"
	}
	woke := func(s *scene) {
		s.Clock.Authoritative, s.Clock.NeverSet, s.Clock.Raw = ptr(false), true, "*00:12:45.017 UTC Mon Mar 1 1993"
		unsynchronized(s)
	}
	tell(t, "clock-set", []story{
		{"set", nil, check.StatusPass, "", 0, nil, ""},
		{"never set", woke, check.StatusFail, "clock never set: reads 1993", policy.High, nil, ""},
		{"from the calendar", asterisk, check.StatusFail, "not authoritative (*)", policy.Medium, nil, ""},
		{"settling", all(woke, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"no flag was read", func(s *scene) { s.Clock.Authoritative = nil }, check.StatusNotMeasured, "whether the clock was set is not shown: 12:00:01.002 UTC Fri Nov 20 2026", 0, nil, ""},
		{"not measured", gap(facts.KindClock), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("clock-set", woke), check.StatusWaived, "clock never set: reads 1993", 0, nil, ""},
	})
}

func TestClockZone(t *testing.T) {
	need := func(zone string) func(*scene) { return func(s *scene) { s.policy.Timezone = zone } }
	shows := func(label string, offset time.Duration) func(*scene) {
		return func(s *scene) { s.Clock.Zone, s.Clock.UTCOffset = label, &offset }
	}
	disjoint := func(by time.Duration) func(*scene) {
		return func(s *scene) {
			s.Clock.DirectNTP = s.Clock.Offset
			s.Clock.ShowClock = ptr(s.Clock.Offset.Shift(by))
		}
	}
	summer := func(s *scene) { s.MeasuredAt = ptr(time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)) }
	tell(t, "clock-zone", []story{
		{"nothing required", nil, check.StatusNotApplicable, "no zone is required", 0, nil, ""},
		{"UTC required and shown", need("UTC"), check.StatusPass, "", 0, nil, ""},
		{"the label does not count", all(need("UTC"), shows("MEZ", 0)), check.StatusPass, "", 0, nil, ""},
		{"nor does a label that lies", all(need("UTC"), shows("UTC", 2*time.Hour)), check.StatusFail, "shows UTC+02:00, not UTC", 0, nil, ""},
		{"the inventory before the policy", all(need("UTC"), shows("CET", time.Hour), func(s *scene) { s.Timezone = "Europe/Berlin" }),
			check.StatusPass, "", 0, nil, ""},
		{"summer time in force", all(need("Europe/Berlin"), shows("CEST", 2*time.Hour), summer), check.StatusPass, "", 0, nil, ""},
		{"no summer time", all(need("Europe/Berlin"), shows("CET", time.Hour), summer), check.StatusFail, "shows UTC+01:00, not UTC+02:00", 0,
			[]string{"clock timezone CET 1 0", "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"}, ""},
		{"back to UTC", all(need("UTC"), shows("CET", time.Hour), func(s *scene) {
			s.Config.Timezone = &iosTimezone{Name: "CET", OffsetMinutes: 60}
			s.Config.Lines = []string{"clock timezone CET 1 0"}
		}), check.StatusFail, "shows UTC+01:00, not UTC", 0, []string{"no clock timezone"}, ""},
		{"a clock in the wrong season has the season's offset", all(need("Europe/Berlin"), shows("CET", time.Hour), summer,
			func(s *scene) {
				s.Clock.Offset = ptr(interval.Point(-33 * 365 * 24 * time.Hour).Shift(-120 * 24 * time.Hour))
			}), check.StatusPass, "", 0, nil, ""},
		{"shows one hour more than it keeps", disjoint(time.Hour), check.StatusFail, "shows +1 h more than it keeps", policy.High, nil, ""},
		{"shows half an hour less", disjoint(-30 * time.Minute), check.StatusFail, "shows -30 min more than it keeps", policy.High, nil, ""},
		{"two different clocks are no zone", disjoint(7 * time.Minute), check.StatusPass, "", 0, nil, ""},
		{"offset not known", all(need("UTC"), func(s *scene) { s.Clock.UTCOffset = nil }), check.StatusNotMeasured, "its offset from UTC is not known", 0, nil, ""},
		{"not measured", all(need("UTC"), gap(facts.KindClock)), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"no such zone", need("Mars/Olympus"), check.StatusNotMeasured, "time zone Mars/Olympus is not known here", 0, nil, ""},
		{"waived", waived("clock-zone", disjoint(time.Hour)), check.StatusWaived, "shows +1 h more than it keeps", 0, nil, ""},
	})
}

func TestClockStep(t *testing.T) {
	step := func(s *scene) { s.Clock.Step, s.Clock.Samples = ptr(interval.Around(2*sec, 10*ms)), 4 }
	tell(t, "clock-step", []story{
		{"one reading", nil, check.StatusNotApplicable, "one reading", 0, nil, ""},
		{"steady", func(s *scene) { s.Clock.Samples = 3 }, check.StatusPass, "", 0, nil, ""},
		{"a step", step, check.StatusFail, "stepped by +2.000 ±0.010 s while it was read", policy.Medium, nil, ""},
		{"erratic", func(s *scene) { s.Clock.Erratic, s.Clock.Offset = true, nil }, check.StatusFail, "clock stepped while it was read", policy.Medium, nil, ""},
		{"settling", all(step, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"not measured", all(gap(facts.KindClock), func(s *scene) { s.Clock = nil }), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("clock-step", step), check.StatusWaived, "stepped by +2.000 ±0.010 s while it was read", 0, nil, ""},
	})
}

func TestClockCalendar(t *testing.T) {
	model := func(name string) func(*scene) { return func(s *scene) { s.Version.Model = name } }
	tell(t, "clock-calendar", []story{
		{"kept", func(s *scene) { s.Config.UpdateCalendar = true }, check.StatusPass, "", 0, nil, ""},
		{"not kept", nil, check.StatusFail, "NTP does not keep the calendar right", policy.Medium, []string{"ntp update-calendar"}, ""},
		{"no calendar", model("WS-C2960-24TT-L"), check.StatusNotApplicable, "model WS-C2960-24TT-L has no calendar", 0, nil, ""},
		{"a later series keeps it unasked", model("WS-C2960X-48TS-L"), check.StatusPass, "", 0, nil, ""},
		{"small router", model("CISCO881-K9"), check.StatusNotApplicable, "model CISCO881-K9 has no calendar", 0, nil, ""},
		{"unknown model", model("ME-3400"), check.StatusNotMeasured, `not known whether model "ME-3400" has a calendar`, 0, nil, ""},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("clock-calendar", func(*scene) {}), check.StatusWaived, "NTP does not keep the calendar right", 0, nil, ""},
	})
}

// What was judged, and by what, stands in the finding as numbers: no report has to read them out of a sentence.
func TestFindingCarriesItsNumbers(t *testing.T) {
	graded := []policy.Limit{{Severity: policy.Low, Value: 100 * ms}, {Severity: policy.High, Value: sec}}
	for _, c := range []struct {
		id     string
		spoil  func(*scene)
		value  interval.Interval
		limits []policy.Limit
	}{
		{"clock-offset", offset(490*ms, 510*ms), interval.Interval{Lo: 490 * ms, Hi: 510 * ms}, graded},
		{"clock-offset", all(offset(-5*sec, 5*sec), func(s *scene) { s.policy.ClockOffset = []policy.Limit{{Value: sec}} }), interval.Interval{Lo: -5 * sec, Hi: 5 * sec}, graded[1:]},
		{"ntp-peer-offset", first(func(a *facts.Association) { a.Offset, a.Delay = ptr(150*ms), 2*ms }), interval.Around(150*ms, ms),
			[]policy.Limit{{Severity: policy.Medium, Value: 100 * ms}}},
		{"clock-step", func(s *scene) { s.Clock.Step = ptr(interval.Point(2 * sec)) }, interval.Point(2 * sec), nil},
	} {
		s := newScene(t, c.id)
		c.spoil(s)
		f, ok := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], c.id, "")
		if !ok || f.Value == nil || *f.Value != c.value || !slices.Equal(f.Limits, c.limits) {
			t.Errorf("%s: value %v, limits %v, want %v, %v", c.id, f.Value, f.Limits, c.value, c.limits)
		}
	}
}
