package main

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// polls is how often each server of changingModes is asked.
const polls = 4

// changingModes are servers that say one thing now and another later. asked is how many requests they may get; 0: any number.
func changingModes() []struct {
	ntpMode
	asked int
} {
	type changing = struct {
		ntpMode
		asked int
	}
	honest := func(x *exchange) []datagram { return one(x.honest()) }
	alternate := func(odd, even func(*exchange) []datagram) func(*exchange) []datagram {
		return func(x *exchange) []datagram {
			if x.number%2 == 1 {
				return odd(x)
			}
			return even(x)
		}
	}
	first := func(at, then func(*exchange) []datagram) func(*exchange) []datagram {
		return func(x *exchange) []datagram {
			if x.number == 1 {
				return at(x)
			}
			return then(x)
		}
	}
	kiss := func(code string) func(*exchange) []datagram {
		return but(func(r []byte) {
			r[1] = 0
			copy(r[atRefID:], code)
		})
	}
	nothing := func(*exchange) []datagram { return nil }
	var kept []byte
	return []changing{
		{ntpMode{name: "its time goes backwards", want: excluded, answer: func(x *exchange) []datagram {
			return shifted(-time.Duration(x.number) * 10 * time.Second)(x)
		}}, 0},
		{ntpMode{name: "two clocks behind one address", want: excluded, answer: alternate(shifted(5*time.Second), shifted(-5*time.Second))}, 0},
		{ntpMode{name: "it steps by an hour", want: excluded, answer: first(honest, shifted(time.Hour))}, 0},
		{ntpMode{name: "it was off at first", want: excluded, answer: first(shifted(time.Minute), honest)}, 0},
		{ntpMode{name: "its stratum alternates", want: votes, answer: alternate(honest, but(func(r []byte) { r[1] = 16 }))}, 0},
		{ntpMode{name: "its stratum rises", want: votes, answer: func(x *exchange) []datagram {
			return but(func(r []byte) { r[1] = byte(x.number) })(x)
		}}, 0},
		{ntpMode{name: "its leap alarm comes and goes", want: votes, answer: alternate(but(func(r []byte) { r[0] |= 0xc0 }), honest)}, 0},
		{ntpMode{name: "its version alternates", want: votes, answer: alternate(but(func(r []byte) { r[0] = 5<<3 | 4 }), honest)}, 0},
		{ntpMode{name: "its precision alternates", want: votes, answer: alternate(honest, but(func(r []byte) { r[atPrecision] = 0x80 }))}, 0},
		{ntpMode{name: "its length alternates", want: votes, answer: alternate(honest, func(x *exchange) []datagram { return one(x.honest()[:7]) })}, 0},
		{ntpMode{name: "DENY after the first", want: votes, answer: first(honest, kiss("DENY"))}, 2},
		{ntpMode{name: "RATE after the first", want: votes, answer: first(honest, kiss("RATE"))}, 2},
		{ntpMode{name: "RATE, then time", want: excluded, answer: first(kiss("RATE"), honest)}, 1},
		{ntpMode{name: "silent after the first", want: votes, answer: first(honest, nothing)}, 0},
		{ntpMode{name: "silent at first", want: votes, answer: first(nothing, honest)}, 0},
		{ntpMode{name: "it answers the request before", want: silent, answer: func(x *exchange) []datagram {
			reply := x.honest()
			put(reply, atOrigin, 0)
			if x.earlier != nil {
				copy(reply[atOrigin:atOrigin+8], x.earlier[atTransmit:])
			}
			return one(reply)
		}}, 0},
		{ntpMode{name: "its first answer again and again", want: votes, answer: func(x *exchange) []datagram {
			if kept == nil {
				kept = x.honest()
			}
			return one(kept)
		}}, 0},
	}
}

// What a server says in one reply is held against what it says in the others.
func TestNTPServersThatChange(t *testing.T) {
	modes := changingModes()
	honest := ntpMode{want: votes, answer: func(x *exchange) []datagram { return one(x.honest()) }}
	start := time.Now()
	clock := func() time.Time { return start.Round(0).Add(time.Since(start)) }
	var servers []*ntpServer
	for range 3 {
		servers = append(servers, serveNTP(t, honest, clock))
	}
	for _, m := range modes {
		servers = append(servers, serveNTP(t, m.ntpMode, clock))
	}
	var targets []ntpquery.Target
	for _, s := range servers {
		targets = append(targets, ntpquery.Target{Address: s.address, Query: s.address, Role: snapshot.RoleReference})
	}
	line := timeline.Start()
	q := ntpquery.New(ntpquery.Config{Timeline: line, Timeout: 400 * time.Millisecond, Rhythm: []time.Duration{20 * time.Millisecond}})
	evidence := &snapshot.Snapshot{Servers: q.Burst(t.Context(), targets, polls), Timeline: collect.Clock(line)}
	fleet := facts.From(platforms.All(), evidence)

	off := line.Origin().Sub(clock().Add(-line.Now()))
	if o := fleet.Reference.Offset; o == nil || !fleet.Reference.Majority || !o.Widen(time.Millisecond).Contains(off) {
		t.Errorf("reference %+v, want one that holds %v", fleet.Reference, off)
	}
	for i, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			got, s := fleet.Servers[3+i], servers[3+i]
			if verdict(got.Verdict) != m.want || (got.Error == "") != (m.want == votes) {
				t.Errorf("%s (%s), want %s", got.Verdict, got.Error, m.want)
			}
			if m.want == votes && (got.Offset == nil || !got.Offset.Contains(0)) {
				t.Errorf("its clock is right; the report says %v", got.Offset)
			}
			if asked := s.requests(); m.asked != 0 && asked != m.asked {
				t.Errorf("asked %d times, want %d", asked, m.asked)
			}
		})
	}
	t.Logf("%d modes", len(modes))
}
