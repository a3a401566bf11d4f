package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// None of these tests depends on how fast this machine is: whatever delays a packet or a process widens an interval, and is
// in the round trip that the report states. Where a figure is about the path alone, devices that this machine
// held up are told by that round trip, and left out.

// The promise: whatever clocks and paths do, and although the auditor's own clock is hours off and one of its
// references lies, every interval contains the truth, and no verdict is wrong.
func TestEveryOffsetContainsTheTruth(t *testing.T) {
	generated, wholeSeconds := 200, 24
	if testing.Short() {
		generated, wholeSeconds = 40, 5
	}
	trial := try(t, wildFleet(generated, wholeSeconds))
	verdicts, devices := map[check.Status]int{}, trial.measured(t)
	var excess []time.Duration
	for _, d := range devices {
		trial.mustHold(t, d)
		verdicts[d.Finding("clock-offset").Status]++
		if !strings.HasPrefix(d.Name, wholeSecondsName) {
			excess = append(excess, wider(d.Clock))
		}
	}
	t.Logf("%d offsets, verdicts %v", len(devices), verdicts)
	if verdicts[check.StatusPass] < len(devices)/10 || verdicts[check.StatusFail] < len(devices)/4 {
		t.Errorf("%v of %d devices: too few are decided for this test to mean anything", verdicts, len(devices))
	}
	mustBeNarrow(t, excess)
	trial.mustKnowTheServers(t)
}

// The same with no distance in between, where an interval is as narrow as the clocks' ticks and digits.
func TestSharpOffsetsContainTheTruth(t *testing.T) {
	trial := try(t, sharpFleet(160), "--samples", "0", "--ntp-devices", "never")
	for _, d := range trial.measured(t) {
		trial.mustHold(t, d)
	}
	trial.mustKnowTheServers(t)
}

// measured is the devices that have an offset. A machine that is busy enough may keep single ones from answering in time; most must.
func (tr trial) measured(t *testing.T) []*report.Device {
	t.Helper()
	var devices []*report.Device
	for i := range tr.report.Devices {
		d := &tr.report.Devices[i]
		if d.Clock == nil || d.Clock.Offset == nil {
			t.Logf("%s: not measured: %s %v", d.Name, d.Outcome, d.Error)
			continue
		}
		devices = append(devices, d)
	}
	if all := len(tr.report.Devices); len(devices)*10 < all*9 {
		t.Fatalf("%d of %d devices have an offset, want nine in ten", len(devices), all)
	}
	return devices
}

// mustHold holds one device against the truth.
func (tr trial) mustHold(t *testing.T, d *report.Device) {
	t.Helper()
	truth, o := tr.offset(t, d), d.Clock.Offset
	if truth < o.Low.Duration() || truth > o.High.Duration() {
		t.Errorf("%s: the clock is off by %v; the report says between %v and %v (samples %d, by %v, notes %q)",
			d.Name, truth, o.Low.Duration(), o.High.Duration(), d.Clock.Samples, d.Clock.Method, d.Notes)
	}
	f := d.Finding("clock-offset")
	for _, limit := range f.Limits {
		within := truth.Abs() <= limit.Seconds.Duration()
		if f.Status == check.StatusPass && !within || f.Status == check.StatusFail && within && limit.Severity <= f.Severity {
			t.Errorf("%s: %s (%s), limit %v; the clock is off by %v", d.Name, f.Status, f.Severity, limit.Seconds.Duration(), truth)
		}
	}
}

// mustKnowTheServers holds what the report says of the servers and of the auditor against the truth.
func (tr trial) mustKnowTheServers(t *testing.T) {
	t.Helper()
	host := tr.report.Reference.Offset
	if host == nil || host.Low.Duration() > -tr.truth || host.High.Duration() < -tr.truth {
		t.Errorf("the auditor's clock is off by %v; the report says %v", -tr.truth, host)
	}
	if voters := tr.report.Reference.Voters; voters != len(referenceServers()) {
		t.Errorf("%d voters", voters)
	}
	for i, spec := range referenceServers() { // references come first, in the order of the inventory
		s := tr.report.Reference.Servers[i]
		truth, err := tr.Truth(spec.Name, tr.UTC())
		if err != nil {
			t.Fatal(err)
		}
		if s.Offset == nil || s.Offset.Low.Duration() > truth || s.Offset.High.Duration() < truth {
			t.Errorf("%s is off by %v; the report says %v", spec.Name, truth, s.Offset)
		}
		if lies := spec.Address == liarAddress; lies != (s.Verdict == facts.Falseticker) {
			t.Errorf("%s: verdict %s", spec.Name, s.Verdict)
		}
	}
}

// wider is by how much an interval is wider than 1.1 times its round trip, 2 ms for the resolution of the clock, and the
// width of the reference.
func wider(c *report.Clock) time.Duration {
	width := (*c.Offset.High - *c.Offset.Low).Duration()
	return width - c.RTT.Duration()*11/10 - 2*time.Millisecond - c.Width.Reference.Duration()
}

// mustBeNarrow holds the median of what wider returns against the budget.
func mustBeNarrow(t *testing.T, excess []time.Duration) {
	t.Helper()
	slices.Sort(excess)
	median := excess[len(excess)/2]
	t.Logf("width − (1.1 round trips + 2 ms + the reference's width): %v in the median", median)
	if median > 0 {
		t.Errorf("in the median, an interval is wider by %v than 1.1 round trips + 2 ms + the reference's width", median)
	}
}

// far is the distance from a limit at which a path of 20 ms leaves nothing open.
const far = 60 * time.Millisecond

// undisturbed is a round trip on a path of 20 ms to which jitter has added little, and this machine too.
const undisturbed = campusPath * 3 / 2

// Being right by never saying anything is no use. At 20 ms, and limits of 100 ms and 1 s, at most 3 % may stay open, all of
// them near a limit; and who is not near costs the ten round trips of an audit, or fourteen with enable, and no more.
func TestClocksFarFromTheLimitAreDecidedAtOnce(t *testing.T) {
	const count = 200
	trial := try(t, campusFleet(count))
	var open, again, heldUp int
	var excess []time.Duration
	for _, d := range trial.measured(t) {
		trial.mustHold(t, d)
		trial.mustBeCheap(t, d)
		excess = append(excess, wider(d.Clock))
		if d.Clock.RTT.Duration() < campusPath {
			t.Errorf("%s: a round trip of %v on a path of %v", d.Name, d.Clock.RTT.Duration(), campusPath)
		}
		if d.Clock.Samples > 1 {
			again++
		}
		switch away := fromLimits(trial.offset(t, d)); {
		case d.Finding("clock-offset").Status != check.StatusInconclusive:
		case d.Clock.RTT.Duration() > undisturbed:
			heldUp++
		case away > far:
			t.Errorf("%s: inconclusive although it is %v from the next limit", d.Name, away)
		default:
			open++
		}
	}
	t.Logf("%d of %d devices inconclusive, and %d that this machine held up; %d read again", open, count, heldUp, again)
	if most := count * 3 / 100; open > most {
		t.Errorf("%d of %d devices are inconclusive, want at most %d", open, count, most)
	}
	mustBeNarrow(t, excess)
}

// mustBeCheap holds what a device was asked against the budget: ten round trips, four more with enable, and one for each
// further reading of its clock; and there is none where the first came back in time and the clock is far from every limit.
func (tr trial) mustBeCheap(t *testing.T, d *report.Device) {
	t.Helper()
	counted, err := tr.Counters(d.Name)
	if err != nil {
		t.Fatal(err)
	}
	readings, budget := 0, 9
	for _, command := range counted.Commands {
		switch command {
		case "show clock", "show clock detail":
			readings++
		case "enable":
			budget += 4
		}
	}
	if counted.RoundTrips > budget+readings && len(d.Notes) == 0 { // a session that stalled goes a line at a time, and says so
		t.Errorf("%s: %d round trips with %d readings of the clock, want at most %d", d.Name, counted.RoundTrips, readings, budget+readings)
	}
	first, away := tr.firstReading(d.Name), fromLimits(tr.offset(t, d))
	if away > far && first <= undisturbed && readings != 1 {
		t.Errorf("%s: its clock is %v from the next limit and was read within %v, and yet %d times", d.Name, away, first, readings)
	}
}

// firstReading is how long the first reading of a clock took.
func (tr trial) firstReading(name string) time.Duration {
	i := slices.IndexFunc(tr.evidence.Devices, func(d snapshot.Device) bool { return d.Name == name })
	for _, a := range tr.evidence.Devices[i].Answers {
		if a.Command == "show clock detail" && a.First != nil {
			return *a.First - a.Sent
		}
	}
	return 0
}

// fromLimits is how far an offset is from the nearer of the baseline's limits.
func fromLimits(offset time.Duration) time.Duration {
	return min((offset.Abs() - 100*time.Millisecond).Abs(), (offset.Abs() - time.Second).Abs())
}
