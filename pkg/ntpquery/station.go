package ntpquery

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// station is what is asked.
type station struct {
	query string
	key   *inventory.Key
	hurry chan struct{} // holds a wish to be asked again soon
	first chan struct{} // closed after the first query
	begun sync.Once     // guards first

	mu        sync.Mutex
	same      *station // where another name stands for the same place, and is asked instead from then on
	exchanges []snapshot.Exchange
}

// attend asks one station until the end. Whatever happens, nobody waits for it in vain.
func (p *Poller) attend(st *station) {
	defer st.begin()
	defer p.querier.guard("attend", func() {})
	if other := p.claim(st); other != nil {
		<-other.first
		return
	}
	for n := 1; ; n++ {
		p.ask(p.ctx, st)
		st.begin()
		if p.join(st) || n == p.limit || p.querier.gone(st.query) || !p.wait(st, n) {
			return
		}
	}
}

func (st *station) begin() { st.begun.Do(func() { close(st.first) }) }

// claim takes the place that a station's name stands for. It returns the station that has it already, if one does.
func (p *Poller) claim(st *station) (other *station) {
	defer p.querier.guard("claim", func() { other = nil }) // asking will say so
	s := p.querier.server(st.query)
	if s.resolve(p.ctx, p.querier.Lookup, p.querier.Timeout) != nil {
		return nil // asking will say so
	}
	return p.settle(st, s.address())
}

// join looks again once the station was asked: of several addresses another than the first may have answered, which
// another station asks already.
func (p *Poller) join(st *station) bool {
	addresses := p.querier.server(st.query).known()
	return len(addresses) > 0 && p.settle(st, addresses[0]) != nil
}

// settle gives a place to the station that comes first, and makes those follow it that ask with the same key: without
// it, a reply proves less than was asked for.
func (p *Poller) settle(st *station, place netip.AddrPort) (other *station) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, other = range p.places[place] {
		switch {
		case other == st:
			return nil
		case other.place() == other && other.key.Same(st.key): // whoever follows another is asked no more
			st.mu.Lock()
			defer st.mu.Unlock()
			st.same = other
			return other
		}
	}
	p.places[place] = append(p.places[place], st)
	return nil
}

// asked is what the station was asked, under its own name and then under that of the station that it follows.
func (st *station) asked() []snapshot.Exchange {
	place, all := st.place(), st.own()
	if place == st {
		return all
	}
	all = append(all, place.own()...)
	slices.SortStableFunc(all, func(a, b snapshot.Exchange) int { return cmp.Compare(a.Sent, b.Sent) })
	return all
}

func (st *station) own() []snapshot.Exchange {
	st.mu.Lock()
	defer st.mu.Unlock()
	return slices.Clone(st.exchanges)
}

// place is the station that is really asked, over any number of others: none follows one that follows it.
func (st *station) place() *station {
	for {
		st.mu.Lock()
		next := st.same
		st.mu.Unlock()
		if next == nil {
			return st
		}
		st = next
	}
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
