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
	stations map[string]*station // by the host:port as given
	places   map[netip.AddrPort]*station
}

// entry is a server under one name.
type entry struct {
	server  snapshot.Server
	station *station // nil: the system clock
}

// station is what is asked.
type station struct {
	query string
	key   *inventory.Key
	hurry chan struct{} // holds a wish to be asked again soon
	first chan struct{} // closed after the first query

	mu        sync.Mutex
	same      *station // where another name stands for the same place, and is asked instead
	exchanges []snapshot.Exchange
}

// Poll starts to ask. It goes on until Finish is called or ctx ends.
func (q *Querier) Poll(ctx context.Context, targets []Target) *Poller {
	return q.poll(ctx, targets, 0)
}

func (q *Querier) poll(ctx context.Context, targets []Target, limit int) *Poller {
	p := &Poller{querier: q, ctx: ctx, limit: limit, stop: make(chan struct{})}
	p.stations, p.places = map[string]*station{}, map[netip.AddrPort]*station{}
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
	for _, e := range p.entries {
		if e.server.VRF == t.VRF && e.server.Query == t.Query && inventory.SameAddress(e.server.Address, t.Address) {
			if !slices.Contains(e.server.Roles, t.Role) {
				e.server.Roles = append(e.server.Roles, t.Role)
			}
			return
		}
	}
	e := &entry{server: snapshot.Server{Address: t.Address, VRF: t.VRF, Query: t.Query, Roles: []string{t.Role}}}
	if t.Query != "" {
		e.station = p.station(t)
	}
	p.entries = append(p.entries, e)
}

func (p *Poller) station(t Target) *station {
	st := p.stations[t.Query]
	if st == nil {
		st = &station{query: t.Query, key: t.Key, hurry: make(chan struct{}, 1), first: make(chan struct{})}
		p.stations[t.Query] = st
		p.all.Go(func() { p.attend(st) })
	}
	return st
}

// attend asks one station until the end.
func (p *Poller) attend(st *station) {
	if other := p.claim(st); other != nil {
		<-other.first
		close(st.first)
		return
	}
	for n := 1; ; n++ {
		p.ask(p.ctx, st)
		if n == 1 {
			close(st.first)
		}
		if n == p.limit || p.querier.server(st.query).gone() || !p.wait(st, n) {
			return
		}
	}
}

// claim takes the place that a station's name stands for. It returns the station that has it already, if one does.
func (p *Poller) claim(st *station) *station {
	s := p.querier.server(st.query)
	if s.resolve(p.ctx, p.querier.Lookup, p.querier.Timeout) != nil {
		return nil // asking will say so
	}
	place := s.address()
	p.mu.Lock()
	defer p.mu.Unlock()
	other := p.places[place]
	if other == nil {
		p.places[place] = st
		return nil
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.same = other
	return other
}

func (st *station) asked() []snapshot.Exchange {
	st = st.place()
	st.mu.Lock()
	defer st.mu.Unlock()
	return slices.Clone(st.exchanges)
}

// place is the station that is really asked.
func (st *station) place() *station {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.same != nil {
		return st.same
	}
	return st
}

func (p *Poller) ask(ctx context.Context, st *station) {
	x := p.querier.Query(ctx, st.query, st.key)
	st.mu.Lock()
	defer st.mu.Unlock()
	st.exchanges = append(st.exchanges, x)
}

// wait lets the time between two queries pass: less than the rhythm's where there is a hurry, but never
// less than its first. ok is false at the end.
func (p *Poller) wait(st *station, asked int) (ok bool) {
	rhythm := p.querier.Rhythm
	gap := rhythm[min(asked, len(rhythm))-1]
	if !p.pause(rhythm[0], nil) {
		return false
	}
	return p.pause(gap-rhythm[0], st.hurry)
}

func (p *Poller) pause(d time.Duration, cut <-chan struct{}) (ok bool) {
	timer := time.NewTimer(max(0, d))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-cut:
	case <-p.stop:
		return false
	case <-p.ctx.Done():
		return false
	}
	return true
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
// ago, and returns everything. Where ctx ends, it asks nothing more.
func (p *Poller) Finish(ctx context.Context) []snapshot.Server {
	close(p.stop)
	p.all.Wait()
	var last sync.WaitGroup
	for _, st := range p.stations {
		if ctx.Err() == nil && st.place() == st && p.rested(st) {
			last.Go(func() { p.ask(ctx, st) })
		}
	}
	last.Wait()
	return p.Servers()
}

func (p *Poller) rested(st *station) bool {
	exchanges := st.asked()
	last := exchanges[len(exchanges)-1].Sent
	return !p.querier.server(st.query).gone() && p.querier.Timeline.Now()-last >= p.querier.Rhythm[0]
}
