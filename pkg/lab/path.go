package lab

import (
	"math"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// defaultSigma gives a jitter whose 95th percentile is seven times its median.
const defaultSigma = 1.2

// Defaults of a Stall, and the exponent of its Pareto tail: one stall in thirty is ten times the least.
const (
	stallMin   = 50 * time.Millisecond
	stallMax   = 5 * time.Second
	stallShape = 1.5
)

// perfect reports whether the path adds nothing at all.
func (p Path) perfect() bool {
	return p.Out == 0 && p.Back == 0 && p.Jitter == 0 && p.Stall.Chance == 0
}

// delay draws one delivery's delay over a direction whose least delay is given.
func (p Path) delay(least time.Duration, rng *rand.Rand) time.Duration {
	sigma := p.Sigma
	if sigma == 0 {
		sigma = defaultSigma
	}
	d := least
	if p.Jitter > 0 {
		d += time.Duration(float64(p.Jitter) * math.Exp(sigma*rng.NormFloat64()))
	}
	if p.Stall.Chance > 0 && rng.Float64() < p.Stall.Chance {
		d += p.Stall.draw(rng)
	}
	return d
}

func (s Stall) draw(rng *rand.Rand) time.Duration {
	least, most := s.Min, s.Max
	if least == 0 {
		least = stallMin
	}
	if most == 0 {
		most = stallMax
	}
	pareto := float64(least) * math.Pow(1-rng.Float64(), -1/stallShape)
	return time.Duration(min(pareto, float64(most)))
}

// Wrap puts the path between a connection and whoever reads and writes it: what is read was sent Out ago, and
// what is written goes out after Back. Bytes keep their order. The setup of the connection is charged too: nothing is
// delivered before a first round trip and the Out of its last step. A perfect path returns conn itself.
func (p Path) Wrap(conn net.Conn, seed uint64) net.Conn {
	if p.perfect() {
		return conn
	}
	opened := time.Now().Add(2*p.Out + p.Back)
	d := &delayedConn{
		Conn: conn,
		seen: unseen, heard: unseen,
		in:  newDelayLine(opened, func(rng *rand.Rand) time.Duration { return p.delay(p.Out, rng) }, seed),
		out: newDelayLine(opened.Add(p.Back), func(rng *rand.Rand) time.Duration { return p.delay(p.Back, rng) }, seed+1),
	}
	d.pumps.Go(d.pumpIn)
	d.pumps.Go(d.pumpOut)
	return d
}

// delayedConn is a connection at the far end of a Path. It knows how many round trips lie behind what it carries,
// however it was cut into pieces on the way: bytes from the client lie one deeper than the deepest that the client had
// seen when it sent them, and bytes to the client are as deep as the deepest that was heard when they were written.
type delayedConn struct {
	net.Conn
	in, out *delayLine
	pumps   sync.WaitGroup

	mu          sync.Mutex
	seen, heard int // depths: by the client, and at this end
	working     bool
	writes      int
}

// unseen is the depth of nothing at all.
const unseen = -1

// deepen raises one of the two depths.
func (d *delayedConn) deepen(depth *int, to int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	*depth = max(*depth, to)
}

func (d *delayedConn) depth(of *int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *of
}

// pumpIn takes what arrives from the network at once, so that its arrival is stamped.
func (d *delayedConn) pumpIn() {
	buf := make([]byte, 32<<10)
	for {
		n, err := d.Conn.Read(buf)
		if n > 0 {
			d.in.put(buf[:n], d.depth(&d.seen)+1)
		}
		if err != nil {
			d.in.end(err)
			return
		}
	}
}

func (d *delayedConn) pumpOut() {
	buf := make([]byte, 32<<10)
	for {
		n, depth, err := d.out.take(buf)
		d.deepen(&d.seen, depth)
		if err != nil {
			d.Conn.Close() // the other pump reports what matters
			return
		}
		if _, err := d.Conn.Write(buf[:n]); err != nil {
			d.out.end(err)
			d.Conn.Close() // likewise
			return
		}
	}
}

func (d *delayedConn) Read(p []byte) (int, error) {
	n, depth, err := d.in.take(p)
	d.deepen(&d.heard, depth-d.unwaited())
	return n, err
}

// work says whether the device is at work on an answer.
func (d *delayedConn) work(working bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.working = working
}

// unwaited is how many round trips of what arrives now nobody waits for: it came while the device was at work.
func (d *delayedConn) unwaited() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.working {
		return 1
	}
	return 0
}

func (d *delayedConn) Write(p []byte) (int, error) { return d.out.put(p, d.depthOfWrite()) }

// openers is how many writes of an SSH server wait for nothing that the client sends: its identification and the
// first message of the key exchange (RFC 4253 §4.2, §7.1). The client's may be there already, or not.
const openers = 2

func (d *delayedConn) depthOfWrite() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.writes++
	if d.writes <= openers {
		return 0
	}
	return max(0, d.heard)
}

// Close ends the connection after what was written has left.
func (d *delayedConn) Close() error {
	d.out.end(net.ErrClosed)
	d.in.end(net.ErrClosed)
	return nil
}

// abort drops what is under way, and waits until nothing of the connection is left running.
func (d *delayedConn) abort() {
	d.in.drop()
	d.out.drop()
	d.Conn.Close() // nothing is left to say
	d.pumps.Wait()
}

func (d *delayedConn) SetReadDeadline(t time.Time) error {
	d.in.setDeadline(t)
	return nil
}

func (d *delayedConn) SetWriteDeadline(time.Time) error { return nil }

func (d *delayedConn) SetDeadline(t time.Time) error { return d.SetReadDeadline(t) }
