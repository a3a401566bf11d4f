package lab

import (
	"errors"
	"net"
	"sync"
)

// link is one accepted TCP connection: delayed by the path, counted, and broken where a fault says so.
type link struct {
	net.Conn // the delayed side
	tcp      *net.TCPConn
	counters *counters
	done     chan struct{} // closed when either side has ended it

	mu       sync.Mutex
	closed   bool
	spoke    bool // the device has written since the client was last heard
	waited   int  // round trips counted so far
	writes   int
	muteFrom int // writes from this one on are withheld; 0: none
	onMute   func()
}

func newLink(tcp *net.TCPConn, delayed net.Conn, c *counters) *link {
	return &link{Conn: delayed, tcp: tcp, counters: c, done: make(chan struct{})}
}

func (l *link) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if n > 0 {
		l.heard(n)
	}
	if err != nil {
		l.end()
	}
	return n, err
}

func (l *link) heard(n int) {
	trips := l.trips()
	l.counters.count(func(c *Counters) {
		c.BytesIn += n
		c.RoundTrips += trips
	})
}

// trips is how many round trips the client has waited since it was last heard. Without a path there is no telling what
// it had seen when it spoke, so each change of direction counts.
func (l *link) trips() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.waited
	if delayed, ok := l.Conn.(*delayedConn); ok {
		l.waited = max(before, delayed.depth(&delayed.heard)-unseen)
	} else if l.spoke {
		l.waited++
	}
	l.spoke = false
	return l.waited - before
}

// work says whether the device is at work on an answer: what is typed meanwhile costs no waiting.
func (l *link) work(working bool) {
	if delayed, ok := l.Conn.(*delayedConn); ok {
		delayed.work(working)
	}
}

var errMuted = errors.New("withheld by a fault")

func (l *link) Write(p []byte) (int, error) {
	l.mu.Lock()
	l.writes++
	muted := l.muteFrom > 0 && l.writes >= l.muteFrom
	l.spoke = l.spoke || !muted
	l.mu.Unlock()
	if muted {
		l.onMute()
		<-l.done
		return 0, errMuted
	}
	l.counters.count(func(c *Counters) { c.BytesOut += len(p) })
	return l.Conn.Write(p)
}

// mute withholds the nth write and all later ones; then is called at each of them.
func (l *link) mute(n int, then func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.muteFrom, l.onMute = n, then
}

func (l *link) Close() error {
	l.end()
	return l.Conn.Close()
}

// reset ends the connection with a TCP reset, dropping what is still on its way.
func (l *link) reset() {
	if l.tcp.SetLinger(0) == nil {
		l.tcp.Close() // a reset has nothing left to say
	}
	l.end()
	if delayed, ok := l.Conn.(*delayedConn); ok {
		delayed.abort()
	}
}

// settle closes the connection and waits until nothing of it is left running.
func (l *link) settle() {
	l.Close() // the client has hung up, or is told by the close
	if delayed, ok := l.Conn.(*delayedConn); ok {
		delayed.pumps.Wait()
	}
}

func (l *link) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		close(l.done)
	}
}
