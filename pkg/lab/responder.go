package lab

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// responder answers NTP queries on a UDP port of the loopback.
type responder struct {
	conn     *net.UDPConn
	base     timebase
	path     Path
	answerer *answerer
	counters *counters

	waiting sync.WaitGroup // datagrams on their way
	slots   chan struct{}  // one for each of them
	mu      sync.Mutex
	rng     *rand.Rand
}

func newResponder(ctx context.Context, base timebase, a *answerer, path Path, c *counters) (*responder, error) {
	var lc net.ListenConfig
	conn, err := lc.ListenPacket(ctx, "udp4", loopback)
	if err != nil {
		return nil, err
	}
	return &responder{
		conn: conn.(*net.UDPConn), base: base, path: path, answerer: a, counters: c,
		rng:   rand.New(rand.NewPCG(a.seed, 0)),
		slots: make(chan struct{}, mostWaiting),
	}, nil
}

func (r *responder) port() int { return portOf(r.conn.LocalAddr()) }

func (r *responder) close() { r.conn.Close() } // run notices

// maxDatagram is more than any NTP packet without extensions needs; what is longer is cut, as a router would.
const maxDatagram = 512

// mostWaiting bounds the datagrams on a path; more are dropped.
const mostWaiting = 1024

// run answers until the socket is closed.
func (r *responder) run(ctx context.Context) {
	defer r.waiting.Wait()
	buf := make([]byte, maxDatagram)
	for {
		n, from, err := r.conn.ReadFromUDP(buf)
		if err != nil {
			return
		}
		arrived := r.base.now()
		r.counters.count(func(c *Counters) { c.NTPQueries++ })
		if r.lost() {
			continue
		}
		if r.path.perfect() {
			r.send(r.answerer.answer(buf[:n], arrived, r.base.now), from)
			continue
		}
		request := append([]byte(nil), buf[:n]...)
		select {
		case r.slots <- struct{}{}:
			r.waiting.Go(func() {
				defer func() { <-r.slots }()
				r.carry(ctx, request, from)
			})
		default: // the path is full
		}
	}
}

func (r *responder) lost() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.path.Loss > 0 && r.rng.Float64() < r.path.Loss
}

// carry takes a query over the path, and its answers back.
func (r *responder) carry(ctx context.Context, request []byte, from *net.UDPAddr) {
	r.mu.Lock()
	out, back := r.path.delay(r.path.Out, r.rng), r.path.delay(r.path.Back, r.rng)
	r.mu.Unlock()
	if !sleep(ctx, out) {
		return
	}
	replies := r.answerer.answer(request, r.base.now(), r.base.now)
	if sleep(ctx, back) && !r.lost() {
		r.send(replies, from)
	}
}

func (r *responder) send(replies [][]byte, to *net.UDPAddr) {
	for _, reply := range replies {
		if _, err := r.conn.WriteToUDP(reply, to); err != nil {
			return // the client has gone, or the lab has closed
		}
	}
}

// sleep waits, and reports whether ctx was still alive at the end.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
