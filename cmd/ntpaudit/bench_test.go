//go:build linux

package main

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// benchDevices is how many devices one turn asks: 256 at once are four rounds, as the first login of a run is made alone.
const benchDevices = 1024

// benchTurns is how often each contender has its turn. What counts is its best: others on this machine only take away.
const benchTurns = 3

// BenchmarkAudit asks a fleet with a bare SSH client, with our sessions, with all of collecting, which decides what else to ask, and with the
// whole program, from reading the inventory to writing the report; in turns. The bare client sends the same lines in the same
// writes, and understands nothing. The fleet runs in a process of its own, so that processor time is that of the client.
//
//	go test -run '^$' -bench Audit ./cmd/ntpaudit
func BenchmarkAudit(b *testing.B) {
	for _, rtt := range []time.Duration{0, 20 * time.Millisecond} {
		for _, parallel := range []int{64, 256} {
			b.Run(fmt.Sprintf("rtt=%s/parallel=%d", rtt, parallel), func(b *testing.B) {
				site := newBenchSite(b, rtt, benchDevices)
				bare, asking := &contender{name: "bare client"}, &contender{name: "sessions"}
				collecting, auditing := &contender{name: "collecting"}, &contender{name: "whole audit"}
				for b.Loop() {
					for range benchTurns {
						bare.turn(b, site, func() { site.bare(b, parallel) })
						asking.turn(b, site, func() { site.collect(b, parallel, nothingElse) })
						collecting.turn(b, site, func() { site.collect(b, parallel, decisions) })
						auditing.turn(b, site, func() { site.audit(b, parallel) })
					}
				}
				b.Log(contest(bare, asking, collecting, auditing))
				b.ReportMetric(asking.ratio(bare), "session-ratio")
				b.ReportMetric(collecting.ratio(bare), "collect-ratio")
				b.ReportMetric(auditing.processor(), "audit-cpu-ms/device")
			})
		}
	}
}

// contest is a table of what everybody took, beside the first. The ratio of devices a second is told twice: as timed, and as the processor
// time of both ends allows, which others on this machine disturb less.
func contest(all ...*contender) string {
	var table strings.Builder
	table.WriteString("\n| | devices/s | ratio | ratio by processor time | ms of processor a device |\n|---|---|---|---|---|\n")
	for _, c := range all {
		fmt.Fprintf(&table, "| %s | %.0f | %.2f | %.2f | %.2f |\n", c.name, benchDevices/c.took.Seconds(),
			c.ratio(all[0]), (all[0].cpu+all[0].far).Seconds()/(c.cpu+c.far).Seconds(), c.processor())
	}
	return table.String()
}

// contender does the same work again and again, and remembers the least that it took.
type contender struct {
	name string
	took time.Duration
	cpu  time.Duration // of this process
	far  time.Duration // processor time of the fleet
}

// ratio is of devices a second.
func (c *contender) ratio(other *contender) float64 { return other.took.Seconds() / c.took.Seconds() }

// processor is the processor time for a device, in milliseconds.
func (c *contender) processor() float64 { return c.cpu.Seconds() * 1000 / benchDevices }

func (c *contender) turn(b *testing.B, site *benchSite, work func()) {
	b.Helper()
	runtime.GC() // what the one before has left is not for this one to clear away
	started, cpu, far := time.Now(), processorTime(b), site.processorTime(b)
	work()
	least := func(best *time.Duration, took time.Duration) {
		if *best == 0 || took < *best {
			*best = took
		}
	}
	least(&c.took, time.Since(started))
	least(&c.cpu, processorTime(b)-cpu)
	least(&c.far, site.processorTime(b)-far)
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
