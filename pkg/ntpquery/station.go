package ntpquery

import (
	"context"
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

	mu        sync.Mutex
	same      *station // where another name stands for the same place, and is asked instead
	exchanges []snapshot.Exchange
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
		if n == p.limit || p.querier.gone(st.query) || !p.wait(st, n) {
			return
		}
	}
}

// claim takes the place that a station's name stands for. It returns the station that has it already, if one does.
func (p *Poller) claim(st *station) (other *station) {
	defer p.querier.guard("claim", func() { other = nil }) // asking will say so
	s := p.querier.server(st.query)
	if s.resolve(p.ctx, p.querier.Lookup, p.querier.Timeout) != nil {
		return nil // asking will say so
	}
	place := s.address()
	p.mu.Lock()
	defer p.mu.Unlock()
	other = p.places[place]
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
