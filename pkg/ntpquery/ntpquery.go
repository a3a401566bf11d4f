// Package ntpquery asks NTP servers for the time and keeps what they send, field by field.
//
// It judges nothing: a reply is evidence, also where it is refused. It does keep the rules of
// a good client: names are resolved once and pinned for the run, a server that asks for silence
// gets it, and one that is asked often is asked at a rhythm.
package ntpquery

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// Config is how servers are asked. Only Timeline is required.
type Config struct {
	Timeline *timeline.Timeline
	// Timeout of one try; 1.5 s where it is 0. A request that is not answered is sent once more.
	Timeout time.Duration
	// Rhythm is the time between queries to one server that is asked through a run; the last entry repeats. nil: after
	// 4.1 s (some public servers refuse faster clients), four times 16 s, then every 64 s.
	Rhythm []time.Duration
	// Lookup resolves a name. nil: the system's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Dial connects to address:port. nil: UDP.
	Dial func(ctx context.Context, address string) (net.Conn, error)
	// Sockets bounds the queries under way at once, each of which takes one. 0: no bound.
	Sockets int
	Log     *slog.Logger // nil: none. It is never given a secret, nor what a server sent
}

const defaultTimeout = 1500 * time.Millisecond

func defaultRhythm() []time.Duration {
	return []time.Duration{
		4100 * time.Millisecond, 16 * time.Second, 16 * time.Second, 16 * time.Second, 16 * time.Second, 64 * time.Second,
	}
}

func systemLookup(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

func dialUDP(ctx context.Context, address string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "udp", address)
}

// Querier asks servers. It is safe for concurrent use, and one serves a whole run: it remembers what names stand
// for, and who refused to be asked.
type Querier struct {
	Config

	sockets chan struct{} // one for each query under way; nil: no bound

	mu      sync.Mutex
	servers map[string]*server // by host:port as given
	places  map[netip.AddrPort]*place
}

// New returns a Querier that takes its stamps from c.Timeline.
func New(c Config) *Querier {
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if len(c.Rhythm) == 0 {
		c.Rhythm = defaultRhythm()
	}
	if c.Lookup == nil {
		c.Lookup = systemLookup
	}
	if c.Dial == nil {
		c.Dial = dialUDP
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	q := &Querier{Config: c, servers: map[string]*server{}, places: map[netip.AddrPort]*place{}}
	if c.Sockets > 0 {
		q.sockets = make(chan struct{}, c.Sockets)
	}
	return q
}

// Query asks target (host:port) once, and once more where no reply comes. key is nil for a plain
// query. What went wrong stands in the Error of the exchange, as a sentence that begins with target; it returns
// whatever the server sends.
func (q *Querier) Query(ctx context.Context, target string, key *inventory.Key) (x snapshot.Exchange) {
	defer q.guard("query", func() { x = q.notAsked(target, errBroke.Error()) })
	s := q.server(target)
	auth, err := authOptions(key)
	if err != nil {
		return q.notAsked(target, err.Error())
	}
	if err := s.resolve(ctx, q.Lookup, q.Timeout); err != nil {
		if ctx.Err() != nil {
			return q.notAsked(target, ended)
		}
		return q.notAsked(target, err.Error())
	}
	return q.ask(ctx, s, auth)
}

const ended = "not asked: the run ended"

func (q *Querier) notAsked(target, reason string) snapshot.Exchange {
	return snapshot.Exchange{Sent: q.Timeline.Now(), Error: target + ": " + reason}
}

func (q *Querier) server(target string) *server {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.servers[target]
	if s == nil {
		s = &server{target: target}
		q.servers[target] = s
	}
	return s
}
