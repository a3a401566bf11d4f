package ntpquery

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Poller asks a growing set of servers through a run, each at the querier's rhythm. Names that stand for one
// address are asked as one server.
type Poller struct {
	querier *Querier
	ctx     context.Context
	limit   int           // queries to each server; 0: until the end
	stop    chan struct{} // closed: no further query
	all     sync.WaitGroup

	mu       sync.Mutex
	entries  []*entry
	named    map[identity]*entry
	stations map[string][]*station // by the host:port as given; several where keys differ
	places   map[netip.AddrPort][]*station
}

// identity is what makes a target the same.
type identity struct {
	address    inventory.AddressKey
	vrf, query string
}

// entry is a server under one name.
type entry struct {
	server  snapshot.Server
	station *station // nil: the system clock
}

// Poll starts to ask. It goes on until Finish is called or ctx ends.
func (q *Querier) Poll(ctx context.Context, targets []Target) *Poller {
	p := q.poll(ctx, targets, 0)
	p.all.Go(p.watch)
	return p
}

// watchEvery is how soon a sleep of this host, or a step of its clock, is noticed.
const watchEvery = time.Second

// watch asks the references anew after a break of the timeline: what they said before it does not hold after it.
func (p *Poller) watch() {
	defer p.querier.guard("watch", func() {}) // breaks are noted all the same, when stamps are taken
	seen := 0
	for p.pause(watchEvery, nil) {
		p.querier.Timeline.Now() // a break is noticed when a stamp is taken
		if n := len(p.querier.Timeline.Breaks()); n != seen {
			seen = n
			p.Refresh()
		}
	}
}

func (q *Querier) poll(ctx context.Context, targets []Target, limit int) *Poller {
	p := &Poller{
		querier: q, ctx: ctx, limit: limit, stop: make(chan struct{}),
		named: map[identity]*entry{}, stations: map[string][]*station{}, places: map[netip.AddrPort][]*station{},
	}
	for _, t := range targets {
		p.Add(t)
	}
	return p
}

// Burst asks each server so often, at the start of the rhythm, and returns the replies in the given order.
func (q *Querier) Burst(ctx context.Context, targets []Target, times int) []snapshot.Server {
	p := q.poll(ctx, targets, times)
	p.all.Wait()
	return p.Servers()
}

// Add asks one more server from now on. A target that is known by address and VRF only gains the role.
// It may not be called after Finish.
func (p *Poller) Add(t Target) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := identity{inventory.KeyOf(t.Address), t.VRF, t.Query}
	if e := p.named[id]; e != nil {
		if !slices.Contains(e.server.Roles, t.Role) {
			e.server.Roles = append(e.server.Roles, t.Role)
		}
		return
	}
	e := &entry{server: snapshot.Server{Address: t.Address, VRF: t.VRF, Query: t.Query, Roles: []string{t.Role}}}
	if t.Query != "" {
		e.station = p.station(t)
	}
	p.entries, p.named[id] = append(p.entries, e), e
}

func (p *Poller) station(t Target) *station {
	for _, st := range p.stations[t.Query] {
		if st.key.Same(t.Key) {
			return st
		}
	}
	st := &station{query: t.Query, key: t.Key, hurry: make(chan struct{}, 1), first: make(chan struct{})}
	p.stations[t.Query] = append(p.stations[t.Query], st)
	p.all.Go(func() { p.attend(st) })
	return st
}

// Refresh asks every reference again as soon as manners allow, for a verdict that hangs on the width of the
// reference. It does not wait.
func (p *Poller) Refresh() {
	for _, st := range p.references() {
		select {
		case st.place().hurry <- struct{}{}:
		default:
		}
	}
}

// Ready waits until every reference was asked once, answered or not, but no longer than one timeout.
func (p *Poller) Ready(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, p.querier.Timeout)
	defer cancel()
	for _, st := range p.references() {
		select {
		case <-st.first:
		case <-ctx.Done():
			return
		}
	}
}

func (p *Poller) references() []*station {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []*station
	for _, e := range p.entries {
		if e.station != nil && slices.Contains(e.server.Roles, snapshot.RoleReference) {
			list = append(list, e.station)
		}
	}
	return list
}

// Servers is what is known so far, in the order in which servers were added.
func (p *Poller) Servers() []snapshot.Server {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]snapshot.Server, len(p.entries))
	for i, e := range p.entries {
		list[i] = e.server
		list[i].Roles = slices.Clone(e.server.Roles)
		list[i].Exchanges = []snapshot.Exchange{}
		if e.station != nil {
			list[i].Exchanges = append(list[i].Exchanges, e.station.asked()...)
		}
	}
	return list
}

// Finish lets queries that are under way end, asks every server a last time whose last query is long enough
// ago, and returns everything. A wish to be asked again that is still open is granted, as soon as
// manners allow. Where ctx ends, it asks nothing more.
func (p *Poller) Finish(ctx context.Context) []snapshot.Server {
	close(p.stop)
	p.all.Wait()
	var last sync.WaitGroup
	for _, stations := range p.stations {
		for _, st := range stations {
			rest := p.rest(st)
			if ctx.Err() != nil || st.place() != st || p.querier.gone(st.query) || rest > 0 && len(st.hurry) == 0 {
				continue
			}
			last.Go(func() {
				if sleep(ctx, rest) {
					p.ask(ctx, st)
				}
			})
		}
	}
	last.Wait()
	return p.Servers()
}

// rest is how long a server must still be left alone after its last query.
func (p *Poller) rest(st *station) time.Duration {
	exchanges := st.asked()
	if len(exchanges) == 0 {
		return 0
	}
	return exchanges[len(exchanges)-1].Sent + p.querier.Rhythm[0] - p.querier.Timeline.Now()
}

func sleep(ctx context.Context, d time.Duration) (ok bool) {
	timer := time.NewTimer(max(0, d))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
