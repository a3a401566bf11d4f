package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// naiveLimit is what the methods are compared at: the lower limit of the baseline.
const naiveLimit = 100 * time.Millisecond

// BenchmarkNaive audits the same fleets over real SSH by the usual methods and by ours, from hosts whose clocks are off by a normal
// distribution, and prints how many verdicts each gets wrong. One of four NTP servers lies by 3.7 s.
//
//	go test -run '^$' -bench Naive ./cmd/ntpaudit
func BenchmarkNaive(b *testing.B) {
	const hosts, devices = 6, 160
	sigmas := []time.Duration{150 * time.Millisecond, 30 * time.Millisecond, 5 * time.Millisecond}
	for b.Loop() {
		var table strings.Builder
		table.WriteString(methodsHeader)
		for _, sigma := range sigmas {
			var count methods
			for i := range hosts {
				spec := campusFleet(devices)
				spec.Truth = -normal((float64(i)+0.5)/hosts, sigma) // UTC − this host's clock
				trial := try(b, spec)
				trial.compare(b, &count)
				trial.Close()
			}
			table.WriteString(count.row(sigma))
			b.ReportMetric(count.percent(count.wallClock), fmt.Sprintf("naive-wrong-%%/%v", sigma))
			b.ReportMetric(count.percent(count.ours), fmt.Sprintf("wrong-%%/%v", sigma))
		}
		b.Log("verdicts at a limit of 100 ms on paths of 20 ms\n\n" + table.String())
	}
}

// methods counts wrong verdicts by the method that gave them.
type methods struct {
	devices      int
	wallClock    int // the time read − this host's clock when it had come
	oneServer    int // the middle of the round trip, held against the middle of one server's
	middle       int // the middle of our interval, as if it were exact
	ours         int
	inconclusive int // of ours
}

const methodsHeader = "| host's clock | devices | host's clock − time read | one server, midpoints | middle of the interval | ntpaudit | unknown |\n" +
	"|---|---|---|---|---|---|---|\n"

func (m methods) percent(n int) float64 { return 100 * float64(n) / float64(m.devices) }

func (m methods) row(sigma time.Duration) string {
	return fmt.Sprintf("| σ %v | %d | **%.1f %%** wrong | **%.1f %%** wrong | %.1f %% wrong | **%d** wrong | %.1f %% |\n",
		sigma, m.devices, m.percent(m.wallClock), m.percent(m.oneServer), m.percent(m.middle), m.ours, m.percent(m.inconclusive))
}

// compare judges every device by each method.
func (tr trial) compare(b *testing.B, m *methods) {
	b.Helper()
	for i := range tr.report.Devices {
		d := &tr.report.Devices[i]
		if d.Clock == nil || d.Clock.Offset == nil {
			b.Fatalf("%s: not measured: %v", d.Name, d.Error)
		}
		truth := tr.offset(b, d)
		wrong := func(estimate time.Duration) int {
			if (estimate.Abs() <= naiveLimit) == (truth.Abs() <= naiveLimit) {
				return 0
			}
			return 1
		}
		first := tr.firstClock(b, d.Name)
		m.devices++
		m.wallClock += wrong(first.shown.Sub(first.received))
		m.oneServer += wrong(first.shown.Sub(first.middle()) - tr.serverAhead(b, i))
		m.middle += wrong(d.Clock.Offset.Estimate.Duration())
		switch d.Finding("clock-offset").Status {
		case check.StatusInconclusive:
			m.inconclusive++
		case check.StatusPass:
			m.ours += wrong(0)
		default:
			m.ours += wrong(2 * naiveLimit)
		}
	}
}

// reading is a clock line, and when by this host's clock it was asked for and had come.
type reading struct{ shown, sent, received time.Time }

func (r reading) middle() time.Time { return r.sent.Add(r.received.Sub(r.sent) / 2) }

func (tr trial) firstClock(b *testing.B, name string) reading {
	b.Helper()
	i := slices.IndexFunc(tr.evidence.Devices, func(d snapshot.Device) bool { return d.Name == name })
	for _, a := range tr.evidence.Devices[i].Answers {
		if a.Command != ios.ShowClockDetail || a.First == nil {
			continue
		}
		clock, err := ios.ParseClock(a.Text)
		if err != nil {
			b.Fatal(err)
		}
		origin := tr.evidence.Timeline.Origin
		return reading{clock.Local(), origin.Add(a.Sent), origin.Add(*a.First)} // the fleet shows UTC
	}
	b.Fatalf("%s: its clock was not read", name)
	return reading{}
}

// serverAhead is how far a reference is ahead of this host's clock, by the middle of its shortest round trip. n picks
// the reference: over many devices, each in turn.
func (tr trial) serverAhead(b *testing.B, n int) time.Duration {
	b.Helper()
	var ahead, shortest time.Duration
	for _, x := range tr.evidence.Servers[n%len(referenceServers())].Exchanges {
		trip := x.Received - x.Sent
		if x.Reply == nil || shortest != 0 && trip >= shortest {
			continue
		}
		shortest = trip
		out := tr.stamp(b, x.Reply.Receive) - x.Sent
		back := tr.stamp(b, x.Reply.Transmit) - x.Received
		ahead = out + (back-out)/2
	}
	return ahead
}

// stamp is an NTP timestamp as time since the timeline began, by this host's clock.
func (tr trial) stamp(b *testing.B, digits string) time.Duration {
	b.Helper()
	n, err := strconv.ParseUint(digits, 16, 64)
	if err != nil {
		b.Fatal(err)
	}
	return measure.Timestamp(n).Shown(tr.evidence.Timeline.Origin)
}
