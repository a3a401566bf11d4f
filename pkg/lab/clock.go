package lab

import (
	"math"
	"sync"
	"time"
)

// timebase is the UTC of the lab: the host's monotonic clock plus a constant, so that it never jumps.
type timebase struct {
	start  time.Time // with its monotonic part
	origin time.Time // UTC of the lab at start
}

func newTimebase(truth time.Duration) timebase {
	now := time.Now()
	return timebase{start: now, origin: now.Round(0).UTC().Add(truth)}
}

func (b timebase) now() time.Time { return b.origin.Add(time.Since(b.start)) }

// clock is a simulated clock. Between steps it runs at a constant rate.
type clock struct {
	base  timebase
	first time.Duration // offset at the start
	rate  float64       // seconds gained a second
	tick  time.Duration // readings are multiples of it; 0: continuous

	mu    sync.Mutex
	steps []clockStep
}

// clockStep changes the clock from a moment on: by so much, and its rate by so much.
type clockStep struct {
	at   time.Time
	by   time.Duration
	rate float64
}

func newClock(base timebase, offset time.Duration, driftPPM float64, tick time.Duration) *clock {
	return &clock{base: base, first: offset, rate: driftPPM * 1e-6, tick: tick}
}

// offset is clock − UTC at a moment of the lab's UTC.
func (c *clock) offset(at time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	total := c.first + gained(c.rate, at.Sub(c.base.origin))
	for _, s := range c.steps {
		if !at.Before(s.at) {
			total += s.by + gained(s.rate, at.Sub(s.at))
		}
	}
	return total
}

// gained is what a rate adds up to.
func gained(rate float64, over time.Duration) time.Duration {
	return time.Duration(math.Round(rate * float64(over)))
}

// at is the time of the clock at a moment of the lab's UTC, as NTP reads it: between ticks too.
func (c *clock) at(moment time.Time) time.Time { return moment.Add(c.offset(moment)) }

// read is what the clock shows at a moment of the lab's UTC: its last tick.
func (c *clock) read(moment time.Time) time.Time {
	if c.tick == 0 {
		return c.at(moment)
	}
	return c.at(moment).Truncate(c.tick)
}

// step moves the clock by a duration from a moment on.
func (c *clock) step(at time.Time, by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.steps = append(c.steps, clockStep{at: at, by: by})
}

// discipline steps the clock and takes its drift away, as NTP does.
func (c *clock) discipline(at time.Time, by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	rate := c.rate
	for _, s := range c.steps {
		rate += s.rate
	}
	c.steps = append(c.steps, clockStep{at: at, by: by, rate: -rate})
}
