package lab

import (
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"time"
)

// delayLine carries chunks of bytes in order, each available only after its delay.
type delayLine struct {
	draw func(*rand.Rand) time.Duration
	rng  *rand.Rand

	mu       sync.Mutex
	changed  sync.Cond
	chunks   []delayedChunk
	held     int
	last     time.Time // delivery of the newest chunk
	failure  error     // after the chunks are gone
	deadline time.Time
}

type delayedChunk struct {
	due   time.Time
	bytes []byte
	depth int // see delayedConn
}

// lineCapacity bounds what a delay line holds, as a TCP window would.
const lineCapacity = 1 << 20

func newDelayLine(opened time.Time, draw func(*rand.Rand) time.Duration, seed uint64) *delayLine {
	l := &delayLine{draw: draw, rng: rand.New(rand.NewPCG(seed, 0)), last: opened}
	l.changed.L = &l.mu
	return l
}

// put appends a copy of p, and waits where the line is full.
func (l *delayLine) put(p []byte, depth int) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.held >= lineCapacity && l.failure == nil {
		l.changed.Wait()
	}
	if l.failure != nil {
		return 0, l.failure
	}
	due := time.Now().Add(l.draw(l.rng))
	if due.Before(l.last) {
		due = l.last
	}
	l.last = due
	l.chunks = append(l.chunks, delayedChunk{due, append([]byte(nil), p...), depth})
	l.held += len(p)
	l.changed.Broadcast()
	return len(p), nil
}

// take waits for the next bytes to be due. Without bytes their depth is unseen.
func (l *delayLine) take(p []byte) (n, depth int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		switch {
		case len(l.chunks) > 0 && !time.Now().Before(l.chunks[0].due):
			depth := l.chunks[0].depth
			return l.pop(p), depth, nil
		case len(l.chunks) == 0 && l.failure != nil:
			return 0, unseen, l.failure
		case !l.deadline.IsZero() && !time.Now().Before(l.deadline):
			return 0, unseen, os.ErrDeadlineExceeded
		}
		l.wait()
	}
}

// wait sleeps until something changes or the next chunk or the deadline is due.
func (l *delayLine) wait() {
	next := l.deadline
	if len(l.chunks) > 0 && (next.IsZero() || l.chunks[0].due.Before(next)) {
		next = l.chunks[0].due
	}
	if next.IsZero() {
		l.changed.Wait()
		return
	}
	wake := time.AfterFunc(time.Until(next), func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.changed.Broadcast()
	})
	l.changed.Wait()
	wake.Stop()
}

func (l *delayLine) pop(p []byte) int {
	n := copy(p, l.chunks[0].bytes)
	l.held -= n
	if n == len(l.chunks[0].bytes) {
		l.chunks = l.chunks[1:]
	} else {
		l.chunks[0].bytes = l.chunks[0].bytes[n:]
	}
	l.changed.Broadcast()
	return n
}

// end lets what is under way arrive, then fails with the first error given.
func (l *delayLine) end(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failure == nil {
		l.failure = err
	}
	l.changed.Broadcast()
}

// drop forgets what is under way and fails from now on.
func (l *delayLine) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.chunks, l.held = nil, 0
	if l.failure == nil {
		l.failure = net.ErrClosed
	}
	l.changed.Broadcast()
}

func (l *delayLine) setDeadline(t time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deadline = t
	l.changed.Broadcast()
}
