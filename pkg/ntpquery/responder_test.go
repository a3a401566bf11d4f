package ntpquery

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// responder is an NTP server on loopback that says what a test wants. A nil answer is silence.
type responder struct {
	address string
	asked   atomic.Int64
}

func respond(t *testing.T, answer func(request []byte) []byte) *responder {
	t.Helper()
	return respondAt(t, "127.0.0.1:0", answer)
}

func respondAt(t *testing.T, listen string, answer func(request []byte) []byte) *responder {
	t.Helper()
	conn, err := net.ListenPacket("udp", listen)
	if err != nil {
		t.Skipf("no UDP on %s: %v", listen, err)
	}
	t.Cleanup(func() { conn.Close() })
	r := &responder{address: conn.LocalAddr().String()}
	go func() {
		buffer := make([]byte, 1024)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			r.asked.Add(1)
			if reply := answer(bytes.Clone(buffer[:n])); reply != nil {
				_, _ = conn.WriteTo(reply, from) // the client sees what is missing
			}
		}
	}()
	return r
}

// sound is a reply without a fault: stratum 1, GPS.
func sound(request []byte) []byte {
	now := uint64(time.Now().Unix()+2_208_988_800) << 32
	reply := make([]byte, headerSize)
	reply[0], reply[1], reply[2], reply[3] = 0<<6|4<<3|modeServer, 1, 6, 0xec
	binary.BigEndian.PutUint32(reply[4:], 0x00000100)
	binary.BigEndian.PutUint32(reply[8:], 0x00000200)
	copy(reply[12:], "GPS\x00")
	binary.BigEndian.PutUint64(reply[16:], now-5<<32)
	copy(reply[24:32], request[40:48])
	binary.BigEndian.PutUint64(reply[32:], now)
	binary.BigEndian.PutUint64(reply[40:], now+1<<20)
	return reply
}

// but changes a sound reply.
func but(change func(reply []byte)) func([]byte) []byte {
	return func(request []byte) []byte {
		reply := sound(request)
		change(reply)
		return reply
	}
}

func kiss(code string) func([]byte) []byte {
	return but(func(reply []byte) {
		reply[1] = 0
		copy(reply[12:16], code)
	})
}

func silence([]byte) []byte { return nil }

// keyed answers only requests with a right MD5 MAC, as real servers do.
func keyed(id uint32, secret string) func([]byte) []byte {
	return func(request []byte) []byte {
		if len(request) == headerSize {
			return sound(request)
		}
		if !bytes.Equal(request[headerSize:], mac(id, secret, request[:headerSize])) {
			return nil
		}
		reply := sound(request)
		return append(reply, mac(id, secret, reply)...)
	}
}

func mac(id uint32, secret string, payload []byte) []byte {
	digest := md5.Sum(append([]byte(secret), payload...))
	return append(binary.BigEndian.AppendUint32(nil, id), digest[:]...)
}

// querier waits long for what will come, and short for what will not.
func querier(t *testing.T, change ...func(*Config)) *Querier {
	t.Helper()
	c := Config{Timeline: timeline.Start(), Timeout: 10 * time.Second}
	for _, f := range change {
		f(&c)
	}
	return New(c)
}

func impatient(c *Config) { c.Timeout = 100 * time.Millisecond }

func wantError(t *testing.T, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("error %q does not say %q", got, part)
		}
	}
}

func port(t *testing.T, address string) string {
	t.Helper()
	_, p, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func addresses(list ...string) (parsed []netip.Addr) {
	for _, a := range list {
		parsed = append(parsed, netip.MustParseAddr(a))
	}
	return parsed
}

// brief is for queries whose reply never comes.
func brief(c *Config) { c.Timeout = time.Second }

// scriptedConn answers each request at once, without a network. It is for one exchange at a time.
type scriptedConn struct {
	answer  func(request []byte) []byte
	replies [][]byte
}

func (c *scriptedConn) Write(b []byte) (int, error) {
	c.replies = append(c.replies[:0], c.answer(bytes.Clone(b)))
	return len(b), nil
}

func (c *scriptedConn) Read(b []byte) (int, error) {
	if len(c.replies) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	reply := c.replies[0]
	c.replies = c.replies[1:]
	return copy(b, reply), nil
}

func (*scriptedConn) Close() error                     { return nil }
func (*scriptedConn) LocalAddr() net.Addr              { return &net.UDPAddr{} }
func (*scriptedConn) RemoteAddr() net.Addr             { return &net.UDPAddr{} }
func (*scriptedConn) SetDeadline(time.Time) error      { return nil }
func (*scriptedConn) SetReadDeadline(time.Time) error  { return nil }
func (*scriptedConn) SetWriteDeadline(time.Time) error { return nil }
