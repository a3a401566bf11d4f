package main

import (
	"bytes"
	"encoding/binary"
	"net"
	"sync"
	"testing"
	"time"
)

// ntpMode is a way in which an NTP server may behave, and what has to come of it.
type ntpMode struct {
	name   string
	answer func(*exchange) []datagram
	// want is the verdict on a server that behaves so, beside honest ones.
	want verdict
	// unused: nothing follows from the reply, so that a device's clock is not read by it either.
	unused bool
	// lie is how far the server's clock is from UTC by its own stamps; none of it is honest.
	lie *time.Duration
	// keyed: the server is asked with hostileKey.
	keyed bool
	// slow: an answer takes its time.
	slow bool
	// once: it is not asked again, whatever comes.
	once bool
}

type verdict string

const (
	votes    verdict = "truechimer"
	lies     verdict = "falseticker"
	excluded verdict = "excluded"
	silent   verdict = "no_answer"
)

// exchange is a request as the server meets it.
type exchange struct {
	number   int // of the requests to this server, from 1
	request  []byte
	earlier  []byte    // the request before
	arrived  time.Time // by the server's clock
	now      func() time.Time
	shutdown func() // closes the server's port
}

// datagram is what a server sends, after a while, perhaps from another port.
type datagram struct {
	bytes   []byte
	after   time.Duration
	another bool
}

// ntpHeader is the length of an NTP packet without extensions and without a MAC.
const ntpHeader = 48

// Places of fields in a header (RFC 5905 figure 8).
const (
	atPoll = 2 + iota
	atPrecision
	atRootDelay
	atDispersion = 8
	atRefID      = 12
	atReference  = 16
	atOrigin     = 24
	atReceive    = 32
	atTransmit   = 40
)

// honest is the reply of a server with a GPS receiver whose clock is right.
func (x *exchange) honest() []byte { return x.from(x.arrived, x.now()) }

func (x *exchange) from(received, sent time.Time) []byte {
	b := make([]byte, ntpHeader)
	b[0], b[1], b[atPoll], b[atPrecision] = 4<<3|4, 1, 6, 0xec
	binary.BigEndian.PutUint32(b[atRootDelay:], 0x40)
	binary.BigEndian.PutUint32(b[atDispersion:], 0x80)
	copy(b[atRefID:], "GPS\x00")
	put(b, atReference, ntpTime(sent.Add(-10*time.Second)))
	copy(b[atOrigin:atOrigin+8], x.request[atTransmit:])
	put(b, atReceive, ntpTime(received))
	put(b, atTransmit, ntpTime(sent))
	return b
}

func put(b []byte, at int, v uint64) { binary.BigEndian.PutUint64(b[at:], v) }

func get(b []byte, at int) uint64 { return binary.BigEndian.Uint64(b[at:]) }

// ntpTime is a time as a 64-bit NTP timestamp (RFC 5905 §6).
func ntpTime(t time.Time) uint64 {
	const unixEra = 2_208_988_800
	return uint64(t.Unix()+unixEra)<<32 | uint64(t.Nanosecond())<<32/1_000_000_000
}

// ntpServer is a server on loopback that behaves in one mode.
type ntpServer struct {
	mode    ntpMode
	address string
	clock   func() time.Time

	conn, another net.PacketConn
	all           sync.WaitGroup

	mu    sync.Mutex
	asked int
	last  []byte
}

func serveNTP(t *testing.T, mode ntpMode, clock func() time.Time) *ntpServer {
	t.Helper()
	s := &ntpServer{mode: mode, clock: clock}
	for _, conn := range []*net.PacketConn{&s.conn, &s.another} {
		var err error
		if *conn, err = net.ListenPacket("udp4", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	s.address = s.conn.LocalAddr().String()
	t.Cleanup(func() {
		s.conn.Close()
		s.another.Close()
		s.all.Wait()
	})
	s.all.Go(s.serve)
	return s
}

func (s *ntpServer) serve() {
	buffer := make([]byte, 1024)
	for {
		n, from, err := s.conn.ReadFrom(buffer)
		if err != nil {
			return
		}
		x := s.meet(bytes.Clone(buffer[:n]))
		if len(x.request) < ntpHeader {
			continue
		}
		for _, d := range s.mode.answer(x) {
			s.send(d, from)
		}
	}
}

func (s *ntpServer) meet(request []byte) *exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	x := &exchange{
		number: s.asked, request: request, earlier: s.last, arrived: s.clock(), now: s.clock,
		shutdown: func() { s.conn.Close() },
	}
	s.last = request
	return x
}

func (s *ntpServer) send(d datagram, to net.Addr) {
	conn := s.conn
	if d.another {
		conn = s.another
	}
	if d.after == 0 {
		_, _ = conn.WriteTo(d.bytes, to) // the client sees what is missing
		return
	}
	s.all.Go(func() {
		time.Sleep(d.after)
		_, _ = conn.WriteTo(d.bytes, to)
	})
}

func (s *ntpServer) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}
