package ntpquery

import (
	"context"
	"net"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// counted is a connection that counts itself while it is open.
type counted struct {
	net.Conn
	open *atomic.Int32
}

func (c counted) Close() error {
	c.open.Add(-1)
	return c.Conn.Close()
}

// However many servers are asked, no more sockets are open at once than may be, and a socket that cannot be had at once is
// waited for.
func TestSocketsAreBounded(t *testing.T) {
	const most = 2
	var open, highest, tries atomic.Int32
	q := querier(t, brisk, func(c *Config) {
		c.Sockets = most
		c.Dial = func(ctx context.Context, address string) (net.Conn, error) {
			if tries.Add(1)%3 == 0 {
				return nil, syscall.EMFILE
			}
			if n := open.Add(1); n > highest.Load() {
				highest.Store(n)
			}
			conn, err := dialUDP(ctx, address)
			return counted{conn, &open}, err
		}
	})
	var targets []Target
	for range 12 {
		targets = append(targets, reference(respond(t, sound).address))
	}
	for _, server := range q.Burst(t.Context(), targets, 2) {
		for _, x := range server.Exchanges {
			if x.Reply == nil {
				t.Errorf("%s: %s", server.Query, x.Error)
			}
		}
	}
	if highest.Load() > most || open.Load() != 0 || len(q.sockets) != 0 {
		t.Errorf("%d sockets at once, %d left, %d held", highest.Load(), open.Load(), len(q.sockets))
	}
}

func TestLackOfSocketsIsNoSilence(t *testing.T) {
	wantError(t, querier(t).explain(syscall.EMFILE, snapshot.Exchange{}), "not asked: this process may open no more files")
}
