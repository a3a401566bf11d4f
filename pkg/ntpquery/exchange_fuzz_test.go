package ntpquery_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"net"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// A whole exchange, from the bytes of a socket to what is said of the server that sent them, in its three roles and beside three
// honest references: nothing panics, the reference holds, and where the stamps are honest every interval contains the truth.
func FuzzExchange(f *testing.F) {
	for _, change := range []func(b []byte) []byte{
		func(b []byte) []byte { return b },
		func(b []byte) []byte { b[2] = 0x80; return b },
		func(b []byte) []byte { b[3] = 0x80; return b },
		func(b []byte) []byte { b[3] = 0x7f; return b },
		func(b []byte) []byte { b[1] = 16; return b },
		func(b []byte) []byte { b[1] = 0; copy(b[12:], "DENY"); return b },
		func(b []byte) []byte { b[1] = 0; copy(b[12:], "\x1b[2J"); return b },
		func(b []byte) []byte { b[1] = 2; copy(b[12:], "\xc0\x00\x02\x01"); return b },
		func(b []byte) []byte { b[4], b[8] = 0x80, 0xff; return b },
		func(b []byte) []byte { b[0] = 5<<3 | 4; return append(b, 0xf5, 0xff, 0, 1) },
		func(b []byte) []byte { clear(b[40:]); return b },
		func(b []byte) []byte { return b[:47] },
		func(b []byte) []byte { return append(b, 0, 0, 0, 0) },
		func(b []byte) []byte { return append(b, make([]byte, 1152)...) },
	} {
		for _, honest := range []bool{true, false} {
			f.Add(change(soundHeader()), []byte{}, true, honest, false, int64(0), uint32(1e6), uint32(1e6))
		}
	}
	f.Add(soundHeader(), []byte("another packet first"), true, true, true, int64(5e9), uint32(0), uint32(1e9))
	f.Add([]byte{}, []byte{}, false, false, false, int64(-1e18), uint32(0), uint32(0))
	f.Fuzz(func(t *testing.T, packet, first []byte, answers, honest, keyed bool, ahead int64, out, back uint32) {
		const mostAhead = int64(30 * 365 * 24 * time.Hour) // an NTP timestamp is unambiguous within 68 years
		w := &world{
			packet: packet, first: first, answers: answers, honest: honest,
			ahead: time.Duration(ahead % mostAhead), out: delay(out), back: delay(back),
		}
		s := w.run(t, keyed)
		fleet := facts.From(platforms.All(), s)
		w.check(t, fleet)

		saved, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		loaded := &snapshot.Snapshot{Devices: s.Devices}
		if err := json.Unmarshal(saved, loaded); err != nil {
			t.Fatal(err)
		}
		if again := facts.From(platforms.All(), loaded); !reflect.DeepEqual(again.Servers, fleet.Servers) || !reflect.DeepEqual(again.Reference, fleet.Reference) {
			t.Errorf("the saved evidence says something else")
		}
	})
}

// delay is at most two seconds.
func delay(n uint32) time.Duration { return time.Duration(n) % (2 * time.Second) }

// soundHeader is a reply without its stamps.
func soundHeader() []byte {
	b := make([]byte, 48)
	b[0], b[1], b[2], b[3], b[7], b[11] = 4<<3|4, 1, 6, 0xec, 0x40, 0x80
	copy(b[12:], "GPS\x00")
	now := ntpStamp(epoch)
	binary.BigEndian.PutUint64(b[16:], now-10<<32)
	binary.BigEndian.PutUint64(b[32:], now)
	binary.BigEndian.PutUint64(b[40:], now)
	return b
}

// epoch is UTC at the beginning of the timeline, and hostAhead how far the auditor's wall clock is off.
var epoch = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

const hostAhead = -7 * time.Hour

// world is a network in which time passes only when something happens.
type world struct {
	packet, first []byte // what the fuzzed server sends, and what before it
	answers       bool   // the packet carries the number of the request
	honest        bool   // and the stamps of the server's clock
	ahead         time.Duration
	out, back     time.Duration

	start   time.Time // UTC at the beginning of the timeline; zero: epoch
	elapsed time.Duration
}

// utc is the truth.
func (w *world) utc() time.Time {
	if w.start.IsZero() {
		w.start = epoch
	}
	return w.start.Add(w.elapsed)
}

// clocks is how the auditor reads its clocks: every look costs 100 ns.
func (w *world) clocks() timeline.Reading {
	w.elapsed += 100
	return timeline.Reading{Mono: w.elapsed, Wall: w.utc().Add(hostAhead)}
}

// Addresses: three honest references, and the fuzzed server as a reference, a source and a device.
const (
	fuzzedReference = "192.0.2.4:123"
	fuzzedSource    = "192.0.2.5:123"
	fuzzedDevice    = "192.0.2.6:123"
)

func (w *world) run(t *testing.T, keyed bool) *snapshot.Snapshot {
	line := timeline.StartWith(w.clocks)
	q := ntpquery.New(ntpquery.Config{
		Timeline: line,
		Dial: func(_ context.Context, address string) (net.Conn, error) {
			return &wire{world: w, fuzzed: address >= fuzzedReference}, nil
		},
	})
	var key *inventory.Key
	if keyed {
		key = &inventory.Key{ID: 5, Type: "md5", Secret: inventory.ValueSecret("fuzz-secret")}
	}
	s := &snapshot.Snapshot{}
	ask := func(role, address string, key *inventory.Key, times int) {
		server := snapshot.Server{Address: address, Query: address, Roles: []string{role}}
		for range times {
			x := q.Query(t.Context(), address, key)
			if strings.Contains(x.Error, "made this program fail") {
				t.Fatalf("%s: %s", address, x.Error)
			}
			server.Exchanges = append(server.Exchanges, x)
		}
		s.Servers = append(s.Servers, server)
	}
	for _, address := range []string{"192.0.2.1:123", "192.0.2.2:123", "192.0.2.3:123"} {
		ask(snapshot.RoleReference, address, nil, 1)
	}
	ask(snapshot.RoleReference, fuzzedReference, key, 2)
	ask(snapshot.RoleSource, fuzzedSource, nil, 1)
	s.Inventory.Devices = []inventory.Device{{Name: "edge01", Host: "edge01.example.net", NTP: fuzzedDevice}}
	s.Devices = []snapshot.Device{{Name: "edge01", Outcome: snapshot.Audited, NTP: []snapshot.Exchange{q.Query(t.Context(), fuzzedDevice, nil)}}}
	s.Timeline = snapshot.Timeline{Origin: line.Origin(), Granularity: line.Granularity()}
	return s
}

func (w *world) check(t *testing.T, f *facts.Fleet) {
	if o := f.Reference.Offset; o == nil || !f.Reference.Majority || !o.Contains(hostAhead) {
		t.Errorf("the auditor is off by %v; the reference says %v, majority %v", hostAhead, o, f.Reference.Majority)
	}
	for i, s := range f.Servers {
		truth, right := w.ahead, i < 3
		if right {
			truth = 0
		}
		if s.Verdict == "" || s.Verdict == facts.NoAnswer && s.Error == "" || s.Verdict == facts.Excluded && s.Error == "" {
			t.Errorf("%s: %q without a reason", s.Address, s.Verdict)
		}
		if strings.ContainsFunc(s.Error+s.RefID, unicode.IsControl) {
			t.Errorf("%s: a control character in %q or %q", s.Address, s.Error, s.RefID)
		}
		w.hold(t, s.Address, s.Offset, truth, right)
	}
	if c := f.Devices[0].Clock; c != nil {
		w.hold(t, "the device", c.Offset, w.ahead, false)
		w.hold(t, "the device", c.DirectNTP, w.ahead, false)
	}
}

// hold holds an interval against the truth, where the stamps are honest.
func (w *world) hold(t *testing.T, who string, i *interval.Interval, truth time.Duration, honest bool) {
	if i == nil {
		return
	}
	if i.Empty() || (honest || w.honest && w.answers) && !i.Contains(truth) {
		t.Errorf("%s is off by %v; %v is said", who, truth, i)
	}
}

// wire carries one request and what comes back.
type wire struct {
	*world
	fuzzed  bool
	request []byte
	replies [][]byte
}

func (c *wire) Write(b []byte) (int, error) {
	c.request = append([]byte(nil), b...)
	if !c.fuzzed {
		c.elapsed += 20 * time.Microsecond
		c.replies = [][]byte{c.stamped(soundHeader(), 0)}
		binary.BigEndian.PutUint64(c.replies[0][16:], ntpStamp(c.utc().Add(-10*time.Second)))
		return len(b), nil
	}
	c.elapsed += c.out
	if len(c.first) > 0 {
		c.replies = append(c.replies, c.first)
	}
	reply := append([]byte(nil), c.packet...)
	if c.answers && c.honest {
		reply = c.stamped(append(reply, make([]byte, max(0, 48-len(reply)))...), c.ahead)
	} else if c.answers && len(reply) >= 32 {
		copy(reply[24:32], c.request[40:])
	}
	c.replies = append(c.replies, reply)
	return len(b), nil
}

// stamped puts the number of the request, and the stamps of a clock that is so far ahead, into a reply.
func (c *wire) stamped(b []byte, ahead time.Duration) []byte {
	copy(b[24:32], c.request[40:])
	binary.BigEndian.PutUint64(b[32:], ntpStamp(c.utc().Add(ahead)))
	c.elapsed += 10 * time.Microsecond
	binary.BigEndian.PutUint64(b[40:], ntpStamp(c.utc().Add(ahead)))
	return b
}

func ntpStamp(t time.Time) uint64 {
	const unixEra = 2_208_988_800
	return uint64(t.Unix()+unixEra)<<32 | uint64(t.Nanosecond())<<32/1_000_000_000
}

func (c *wire) Read(b []byte) (int, error) {
	c.elapsed += c.back
	if len(c.replies) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	reply := c.replies[0]
	c.replies = c.replies[1:]
	return copy(b, reply), nil
}

func (*wire) Close() error                     { return nil }
func (*wire) LocalAddr() net.Addr              { return &net.UDPAddr{} }
func (*wire) RemoteAddr() net.Addr             { return &net.UDPAddr{} }
func (*wire) SetDeadline(time.Time) error      { return nil }
func (*wire) SetReadDeadline(time.Time) error  { return nil }
func (*wire) SetWriteDeadline(time.Time) error { return nil }
