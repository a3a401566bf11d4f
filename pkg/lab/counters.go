package lab

import (
	"slices"
	"sync"
)

// Counters is what a device or server has seen since the start, for tests that count instead of timing.
type Counters struct {
	Connections int // TCP connections accepted
	Logins      int // passwords, interactive answers and signatures tried
	Refused     int // of them, refused
	Sessions    int // shells and exec commands begun
	PeakVTYs    int // most connections open at once

	Commands []string // lines entered, in order, enable secrets left out
	BytesIn  int      // from clients, as the transport carries them
	BytesOut int

	// RoundTrips counts, over all connections, what clients had to wait for: one for the TCP connection, and one each
	// time a client spoke after the device had. Over a path, what the client cannot have seen when it spoke does not
	// count, nor what reaches the device while it is at work on an answer: it has not waited for that.
	RoundTrips int

	NTPQueries int // datagrams received
}

// counters is Counters under a lock.
type counters struct {
	mu   sync.Mutex
	c    Counters
	open int
}

// count changes the counters under their lock.
func (c *counters) count(change func(*Counters)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.c)
}

func (c *counters) snapshot() Counters {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.c
	out.Commands = slices.Clone(c.c.Commands)
	return out
}

// enter counts a connection in, unless limit are open already.
func (c *counters) enter(limit int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.c.Connections++
	if c.open >= limit {
		return false
	}
	c.open++
	c.c.RoundTrips++
	c.c.PeakVTYs = max(c.c.PeakVTYs, c.open)
	return true
}

func (c *counters) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open--
}
