package ntpquery

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
)

// beevik/ntp shifts a second by these fields, and panics at −128.
func TestFieldsThatTheLibraryCannotComputeWith(t *testing.T) {
	for name, at := range map[string]int{"poll interval": pollOffset, "precision": precisionOffset} {
		t.Run(name, func(t *testing.T) {
			server := respond(t, but(func(r []byte) { r[at] = 0x80 }))
			x := querier(t).Query(t.Context(), server.address, nil)
			wantError(t, x.Error, server.address, "the reply states a "+name)
			if x.Reply == nil || min(x.Reply.Poll, x.Reply.Precision) != -128 {
				t.Errorf("the fields are not kept: %+v", x.Reply)
			}
		})
	}
}

// Whatever bytes stand in the other fields, the library takes them.
func TestEveryValueOfEveryByteOfTheHeaderIsTaken(t *testing.T) {
	conn := &scriptedConn{}
	q := querier(t, func(c *Config) {
		c.Dial = func(context.Context, string) (net.Conn, error) { return conn, nil }
	})
	for at := range headerSize {
		for value := range 256 {
			conn.answer = func(request []byte) []byte {
				reply := sound(request)
				reply[at] = byte(value)
				return reply
			}
			x := q.Query(t.Context(), "192.0.2.1:123", nil)
			if strings.Contains(x.Error, errBroke.Error()) {
				t.Fatalf("byte %d = %#x: %s", at, value, x.Error)
			}
		}
	}
}

// panicking is a connection on which this program fails.
type panicking struct{ net.Conn }

func (panicking) Read([]byte) (int, error) { panic("what a server sent") }

func TestAPanicCostsOneExchange(t *testing.T) {
	bad, good := respond(t, sound), respond(t, sound)
	var log bytes.Buffer
	q := querier(t, brisk, func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		c.Dial = func(ctx context.Context, address string) (net.Conn, error) {
			conn, err := dialUDP(ctx, address)
			if address == bad.address {
				return panicking{conn}, err
			}
			return conn, err
		}
	})
	wantError(t, q.Query(t.Context(), bad.address, nil).Error, bad.address+": ", "made this program fail")
	if got := len(q.place(addressPort(t, bad.address)).slots); got != 0 {
		t.Errorf("%d slots are still taken", got)
	}
	servers := q.Burst(t.Context(), []Target{reference(bad.address), reference(good.address)}, 2)
	for _, x := range servers[0].Exchanges {
		wantError(t, x.Error, "made this program fail")
	}
	if x := servers[1].Exchanges; len(x) != 2 || x[0].Reply == nil {
		t.Errorf("the other server: %+v", x)
	}
	if !strings.Contains(log.String(), "panicking.Read") || strings.Contains(log.String(), "what a server sent") {
		t.Errorf("the log should hold the trace, and nothing that came: %s", &log)
	}
}

func TestAPanicInTheLookupCostsOneServer(t *testing.T) {
	good := respond(t, sound)
	q := querier(t, brisk, func(c *Config) {
		c.Lookup = nil // New sets the system's
	})
	q.Lookup = nil // and this calls nothing
	p := q.Poll(t.Context(), []Target{reference("ntp1.example.net:123"), reference(good.address)})
	p.Ready(t.Context())
	servers := p.Finish(t.Context())
	wantError(t, servers[0].Exchanges[0].Error, "ntp1.example.net:123: ", "made this program fail")
	if servers[1].Exchanges[0].Reply == nil {
		t.Errorf("the other server: %+v", servers[1])
	}
}
