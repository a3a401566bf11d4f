package session

import (
	"context"
	"sync"
)

// gate keeps a wrong password from locking an account on a whole network. The first login with each credential
// runs alone, and the others wait for its success; a credential that was refused is not used again.
//
// One that has worked somewhere is not wrong because one device refuses it, so that one device does not spoil
// the run for the others; but three refusals in a row mean that it works no more, and lockouts often start there.
type gate struct {
	mu          sync.Mutex
	credentials map[credential]*record
}

// credential identifies what a login proves itself with, without holding it.
type credential [32]byte

// maxRefusals is how many devices in a row may refuse a credential that has worked.
const maxRefusals = 3

type record struct {
	proven    bool
	refusals  int           // in a row
	refusedBy string        // the device that closed the gate for good
	probe     chan struct{} // closed when the login that runs alone has ended; nil: none runs
}

// verdict is how a login with a credential ended.
type verdict int

const (
	unknown verdict = iota // it ended before the device had judged
	accepted
	refused
)

func newGate() *gate { return &gate{credentials: map[credential]*record{}} }

// refusedBy names the device that refused the credential for all. Empty: none did.
func (g *gate) refusedBy(c credential) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.record(c).refusedBy
}

// enter waits until the credential may be used. The caller then calls leave with how that ended.
func (g *gate) enter(ctx context.Context, c credential, device string) (leave func(verdict), err error) {
	for {
		probe, refusedBy := g.try(c)
		switch {
		case refusedBy != "":
			return nil, refusedElsewhere(refusedBy)
		case probe == nil:
			return func(v verdict) { g.leave(c, device, v) }, nil
		}
		select {
		case <-probe:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// try returns what to wait for. It returns nil where the caller may go ahead.
func (g *gate) try(c credential) (probe chan struct{}, refusedBy string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.record(c)
	if r.proven || r.refusedBy != "" {
		return nil, r.refusedBy
	}
	if r.probe != nil {
		return r.probe, ""
	}
	r.probe = make(chan struct{})
	return nil, ""
}

func (g *gate) leave(c credential, device string, v verdict) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.record(c)
	switch v {
	case accepted:
		r.proven, r.refusals = true, 0
	case refused:
		if r.refusals++; !r.proven || r.refusals >= maxRefusals {
			r.refusedBy = device
		}
	}
	if r.probe != nil {
		close(r.probe)
		r.probe = nil
	}
}

func (g *gate) record(c credential) *record {
	r := g.credentials[c]
	if r == nil {
		r = &record{}
		g.credentials[c] = r
	}
	return r
}
