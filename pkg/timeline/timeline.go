// Package timeline stamps events on one local, monotonic timeline.
//
// Offsets of devices and of NTP servers are both measured against this timeline, so that
// the wall clock of the auditing host appears in neither: it may be hours off, or be
// stepped in mid-run, and no result changes. The wall clock is only watched, because a
// jump between it and the timeline tells of sleep or of a step.
package timeline

import (
	"sync"
	"time"
)

// Reading is both clocks of this host, read together.
type Reading struct {
	Mono time.Duration // monotonic, since any fixed moment
	Wall time.Time     // UTC, without a monotonic part
	// Slack is how far apart the two may have been read. It is 0 where one call reads both.
	Slack time.Duration
}

// Break is a jump of the wall clock against the timeline: the host slept, or its clock was stepped.
type Break struct {
	Before time.Duration // last stamp before the jump was noticed
	After  time.Duration // first stamp after it
	Jump   time.Duration // wall clock − timeline, gained between the two
}

// The allowance before a jump counts as a break is 2 ms, twice the granularity, what the two clocks were
// read apart, and 600 ppm for a wall clock that is being slewed.
const (
	breakFloor = 2 * time.Millisecond
	breakSlew  = 600e-6
)

// Timeline hands out stamps. Its zero is the moment it was made. It is safe for concurrent use.
type Timeline struct {
	read        func() Reading
	origin      Reading
	granularity time.Duration

	mu     sync.Mutex
	last   Reading
	breaks []Break
}

// Start begins a timeline on this host's clocks and measures their granularity.
func Start() *Timeline { return StartWith(systemClocks()) }

// StartWith begins a timeline on the given clocks.
func StartWith(read func() Reading) *Timeline {
	granularity := measureGranularity(read)
	origin := read()
	return &Timeline{read: read, origin: origin, granularity: granularity, last: origin}
}

// Now is the stamp of this moment: monotonic time since the timeline began. It may lag the truth by
// less than Granularity.
func (t *Timeline) Now() time.Duration {
	now := t.read()
	t.watch(now)
	return now.Mono - t.origin.Mono
}

// Wall is the stamp of this moment, and what the host's wall clock says at it, in UTC.
func (t *Timeline) Wall() (stamp time.Duration, wall time.Time) {
	now := t.read()
	t.watch(now)
	return now.Mono - t.origin.Mono, now.Wall
}

// Origin is what the host's wall clock said at stamp 0, in UTC and uncorrected.
func (t *Timeline) Origin() time.Time { return t.origin.Wall }

// Granularity is the step of the monotonic clock, as measured at the start.
func (t *Timeline) Granularity() time.Duration { return t.granularity }

// Breaks lists the jumps noticed so far, in order.
func (t *Timeline) Breaks() []Break {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Break(nil), t.breaks...)
}

func (t *Timeline) watch(now Reading) {
	t.mu.Lock()
	defer t.mu.Unlock()
	elapsed := now.Mono - t.last.Mono
	if elapsed < 0 { // another goroutine read later and came first
		return
	}
	jump := now.Wall.Sub(t.last.Wall) - elapsed
	allowed := breakFloor + 2*t.granularity + now.Slack + t.last.Slack +
		time.Duration(float64(elapsed)*breakSlew)
	if jump > allowed || jump < -allowed {
		t.breaks = append(t.breaks, Break{
			Before: t.last.Mono - t.origin.Mono,
			After:  now.Mono - t.origin.Mono,
			Jump:   jump,
		})
	}
	t.last = now
}

// granularityRounds is how many steps of the clock are watched.
const granularityRounds = 10

// granularitySpins bounds the wait for one step: at 20 ns a read it is 100 ms, several steps of the
// coarsest clock known (15.6 ms on Windows). A clock that stands still ends the measurement.
const granularitySpins = 5_000_000

// measureGranularity returns the coarsest step after which the clock was seen to stand still. A clock that
// never repeats a reading is finer than two reads are apart: the shortest such distance counts,
// as a longer one only tells that the processor was busy elsewhere.
func measureGranularity(read func() Reading) time.Duration {
	var coarsest, shortest time.Duration
	for range granularityRounds {
		step, stood, ok := nextStep(read)
		if !ok {
			break
		}
		if stood {
			coarsest = max(coarsest, step)
		}
		if shortest == 0 || step < shortest {
			shortest = step
		}
	}
	if coarsest > 0 {
		return coarsest
	}
	return shortest
}

// nextStep reads until the clock moves. stood: at least one reading was repeated before it did.
func nextStep(read func() Reading) (step time.Duration, stood, ok bool) {
	from := read().Mono
	for spin := range granularitySpins {
		if step := read().Mono - from; step > 0 {
			return step, spin > 0, true
		}
	}
	return 0, false, false
}
