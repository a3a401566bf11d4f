package ntpquery

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// place is what a run remembers about one address and port, whatever names lead there: a server that refuses to be
// asked, or asks for silence, means all of them.
type place struct {
	slots chan struct{}

	mu        sync.Mutex
	refused   string         // the kiss code that forbids asking again
	quietTill snapshot.Stamp // RATE: not before
	quiet     time.Duration  // how long the last silence was
	keyless   *bool          // whether it answers without a key, once that was tried
}

// perPlace is how many requests to one server may be under way: with 1000 at once, 4 % were lost in
// the socket buffer of a server that answers 64 without loss.
const perPlace = 64

func (q *Querier) place(a netip.AddrPort) *place {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := q.places[a]
	if p == nil {
		p = &place{slots: make(chan struct{}, perPlace)}
		q.places[a] = p
	}
	return p
}

// gone reports whether no address of the target may be asked for the rest of the run.
func (q *Querier) gone(target string) bool {
	addresses := q.server(target).known()
	for _, a := range addresses {
		if !q.place(a).gone() {
			return false
		}
	}
	return len(addresses) > 0
}

// enter waits for its turn. leave ends it.
func (p *place) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *place) leave() { <-p.slots }

// barredError is why a server may not be asked now.
type barredError string

func (e barredError) Error() string { return string(e) }

// barred says why the place may not be asked now; nil if it may.
func (p *place) barred(now snapshot.Stamp) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.refused != "":
		return barredError(fmt.Sprintf("it refused to be asked (%s); not asked again in this run", p.refused))
	case now < p.quietTill:
		return barredError(fmt.Sprintf("it asked for fewer queries (RATE); not asked again for %v", (p.quietTill - now).Round(time.Second)))
	}
	return nil
}

func (p *place) gone() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused != ""
}

// firstQuiet is how long a server is left alone that sends RATE: the longest time between two
// queries of the rhythm. It doubles each time.
const firstQuiet = 64 * time.Second

// obey does what a kiss code demands (RFC 5905 §7.4). It returns what to say about it; nil if it demands nothing.
func (p *place) obey(code string, now snapshot.Stamp) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch code {
	case "RATE":
		p.quiet = max(firstQuiet, 2*p.quiet)
		p.quietTill = now + p.quiet
		return barredError("it asks for fewer queries (RATE)")
	case "DENY", "RSTR":
		p.refused = code
		return barredError(fmt.Sprintf("it refuses to be asked (%s); have this host permitted there, or leave the server out", code))
	}
	return nil
}

// keylessAnswer is whether the server answers without a key; known is false where that was not tried.
func (p *place) keylessAnswer() (answers, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keyless == nil {
		return false, false
	}
	return *p.keyless, true
}

func (p *place) setKeyless(answers bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keyless = &answers
}
