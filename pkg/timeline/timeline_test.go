package timeline

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// host is a pair of clocks that a test moves by hand. Each read takes a microsecond.
type host struct {
	mono time.Duration
	wall time.Time
	// tick: the monotonic clock shows whole multiples of it. 0: it shows every nanosecond.
	tick  time.Duration
	slack time.Duration
}

func newHost() *host {
	return &host{mono: time.Hour, wall: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
}

func (h *host) read() Reading {
	h.pass(time.Microsecond)
	shown := h.mono
	if h.tick > 0 {
		shown = shown.Truncate(h.tick)
	}
	return Reading{Mono: shown, Wall: h.wall, Slack: h.slack}
}

func (h *host) pass(d time.Duration) {
	h.mono += d
	h.wall = h.wall.Add(d)
}

func (h *host) step(d time.Duration) { h.wall = h.wall.Add(d) }

func TestStampsFollowTheMonotonicClockAlone(t *testing.T) {
	h := newHost()
	line := StartWith(h.read)
	origin := line.Origin()

	h.pass(90 * time.Second)
	h.step(-3 * time.Hour)
	if got := line.Now(); got < 90*time.Second || got > 90*time.Second+10*time.Microsecond {
		t.Errorf("the stamp is %v, want 90s although the wall clock was stepped", got)
	}
	if !line.Origin().Equal(origin) {
		t.Errorf("the origin moved from %v to %v", origin, line.Origin())
	}
}

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*host)
		want []time.Duration // jumps, to the millisecond
	}{
		{"nothing happens", func(h *host) { h.pass(time.Hour) }, nil},
		{"the host sleeps", func(h *host) { h.step(8 * time.Hour) }, []time.Duration{8 * time.Hour}},
		{"the wall clock is stepped back", func(h *host) { h.step(-20 * time.Millisecond) }, []time.Duration{-20 * time.Millisecond}},
		{"a step within the allowance", func(h *host) { h.step(1900 * time.Microsecond) }, nil},
		{"a daemon slews at 500 ppm", func(h *host) { h.pass(time.Minute); h.step(30 * time.Millisecond) }, nil},
		{"a daemon slews at 1000 ppm", func(h *host) { h.pass(time.Minute); h.step(60 * time.Millisecond) }, []time.Duration{60 * time.Millisecond}},
		{"the two clocks were read far apart", func(h *host) { h.slack = 50 * time.Millisecond; h.step(40 * time.Millisecond) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHost()
			line := StartWith(h.read)
			line.Now()
			c.do(h)
			line.Now()
			line.Now()
			var jumps []time.Duration
			for _, b := range line.Breaks() {
				if b.Before >= b.After {
					t.Errorf("a break from %v to %v", b.Before, b.After)
				}
				jumps = append(jumps, b.Jump.Round(time.Millisecond))
			}
			if d := cmp.Diff(c.want, jumps); d != "" {
				t.Errorf("jumps (-want +got):\n%s", d)
			}
		})
	}
}

func TestABreakNamesTheStampsAroundIt(t *testing.T) {
	h := newHost()
	line := StartWith(h.read)
	h.pass(time.Second)
	before := line.Now()
	h.step(time.Hour)
	after := line.Now()
	want := []Break{{Before: before, After: after, Jump: time.Hour}}
	if d := cmp.Diff(want, line.Breaks()); d != "" {
		t.Errorf("breaks (-want +got):\n%s", d)
	}
}

func TestAReadingThatComesLateIsNoBreak(t *testing.T) {
	h := newHost()
	var queued []Reading
	line := StartWith(func() Reading {
		if len(queued) > 0 {
			next := queued[0]
			queued = queued[1:]
			return next
		}
		return h.read()
	})
	early := h.read()
	h.pass(time.Second)
	late := h.read()
	queued = []Reading{late, early}
	line.Now()
	line.Now()
	if got := line.Breaks(); len(got) != 0 {
		t.Errorf("breaks: %v", got)
	}
}

func TestGranularity(t *testing.T) {
	for _, c := range []struct {
		name      string
		tick      time.Duration
		preempted bool // one read in five takes 30 ms more
		want      time.Duration
	}{
		{"finer than two reads are apart", 0, false, time.Microsecond},
		{"the processor is taken away now and then", 0, true, time.Microsecond},
		{"15.6 ms, as on Windows", 15600 * time.Microsecond, false, 15600 * time.Microsecond},
		{"0.5 ms", 500 * time.Microsecond, false, 500 * time.Microsecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHost()
			h.tick = c.tick
			reads := 0
			line := StartWith(func() Reading {
				reads++
				if c.preempted && reads%5 == 0 {
					h.pass(30 * time.Millisecond)
				}
				return h.read()
			})
			if got := line.Granularity(); got != c.want {
				t.Errorf("granularity %v, want %v", got, c.want)
			}
		})
	}
}

func TestAClockThatStandsStillEndsTheMeasurement(t *testing.T) {
	stuck := Reading{Mono: time.Second, Wall: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	line := StartWith(func() Reading { return stuck })
	if got := line.Now(); got != 0 {
		t.Errorf("the stamp is %v, want 0", got)
	}
}

func TestConcurrentStamps(t *testing.T) {
	line := Start()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			last := line.Now()
			for range 2000 {
				now := line.Now()
				if now < last {
					t.Errorf("the stamp %v follows %v", now, last)
					return
				}
				last = now
			}
			line.Breaks()
		})
	}
	all.Wait()
	if line.Granularity() <= 0 {
		t.Errorf("granularity %v, want more than 0", line.Granularity())
	}
}
