package session

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// gate keeps a wrong password from locking an account on a whole network. Until a credential has worked somewhere, its
// logins take turns: the first is alone until it succeeds, is refused, or has been without a verdict for some time, for
// a device that is slow or dead says nothing about the credential and must not hold up the others. After three
// devices in a row that refused it, it is not used again.
//
// One that has worked is not wrong because one device refuses it, so that one device does not spoil the run for the
// others; but three refusals in a row mean that it works no more, and lockouts often start there.
type gate struct {
	overdue time.Duration // a turn without a verdict lets the next one begin after so long

	mu          sync.Mutex
	credentials map[credential]*record
}

// credential identifies what a login proves itself with, without holding it.
type credential [32]byte

// maxRefusals is how many devices in a row may refuse a credential: accounts are commonly locked after the third to
// the fifth failure, and one odd device with a local account must not end the run.
const maxRefusals = 3

// record is what is known of a credential.
type record struct {
	proven    bool            // a device accepted it
	inARow    []string        // devices that refused it since one accepted it
	refusedBy map[string]bool // all devices that ever did
	out       []*turn         // logins under way, without a verdict yet
	queue     []*turn         // in the order in which they came
	silent    int             // logins that ended without a word of the device
}

// verdict is how a login with a credential ended.
type verdict int

const (
	unknown  verdict = iota // the connection ended after the credential was sent: it may have been a refusal
	silent                  // nothing was sent, or the device did not answer in its time: it is no sign of a refusal
	accepted                // the device let us in
	refused                 // the device did not
)

// turn is the right to log in to one device, or the wait for it.
type turn struct {
	gate    *gate
	key     credential
	device  string
	behind  []string      // whom it waits for at first
	come    chan struct{} // closed when the wait is over
	barred  error         // then: why the login may not be tried; nil: it may
	timer   *time.Timer   // runs while the turn is alone; nil: it never was
	fresh   bool          // it holds others up
	started bool
	left    bool
}

func newGate(overdue time.Duration) *gate {
	return &gate{overdue: overdue, credentials: map[credential]*record{}}
}

// barred is why a device may not be logged in to with a credential. nil: it may.
func (g *gate) barred(c credential, device string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.record(c).barred(device)
}

// queue joins those who wait for their turn with a credential. The caller ends the turn by leave, whether it came or not.
func (g *gate) queue(c credential, device string) *turn {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.record(c)
	t := &turn{gate: g, key: c, device: device, come: make(chan struct{})}
	r.queue = append(r.queue, t)
	t.behind = r.before(t)
	g.advance(r)
	return t
}

func (g *gate) record(c credential) *record {
	r := g.credentials[c]
	if r == nil {
		r = &record{refusedBy: map[string]bool{}}
		g.credentials[c] = r
	}
	return r
}

// advance lets those begin whose turn it is.
func (g *gate) advance(r *record) {
	for len(r.queue) > 0 {
		t := r.queue[0]
		if t.barred = r.barred(t.device); t.barred == nil {
			if !r.open() {
				return
			}
			g.start(r, t)
		}
		r.queue = r.queue[1:]
		close(t.come)
	}
}

func (g *gate) start(r *record, t *turn) {
	t.started = true
	if r.proven {
		return
	}
	r.out = append(r.out, t)
	t.fresh = true
	t.timer = time.AfterFunc(g.overdue, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		t.fresh = false
		g.advance(r)
	})
}

// open reports whether one more login may begin. Devices that said nothing widen the way, unless there is a sign
// that the credential is wrong.
func (r *record) open() bool {
	width := 1
	if len(r.inARow) == 0 {
		width += r.silent
	}
	return r.proven || len(r.fresh()) < width
}

// fresh are the logins that hold others up.
func (r *record) fresh() []*turn {
	return slices.DeleteFunc(slices.Clone(r.out), func(t *turn) bool { return !t.fresh })
}

func (r *record) barred(device string) error {
	switch {
	case len(r.inARow) >= maxRefusals:
		return notTried(fmt.Sprintf("because %s refused the same credential and trying on could lock the account", list(r.inARow)))
	case r.refusedBy[device]:
		return notTried("because the device refused the same credential before and trying on could lock the account")
	}
	return nil
}

// leave ends a turn. Only the first word counts.
func (t *turn) leave(v verdict) {
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	if t.left {
		return
	}
	t.left = true
	r := t.gate.record(t.key)
	is := func(other *turn) bool { return other == t }
	r.queue = slices.DeleteFunc(r.queue, is)
	r.out = slices.DeleteFunc(r.out, is)
	if t.timer != nil {
		t.timer.Stop()
	}
	if t.started {
		r.learn(t.device, v)
	}
	t.gate.advance(r)
}

// learn draws the conclusions from how a login ended.
func (r *record) learn(device string, v verdict) {
	switch v {
	case accepted:
		r.proven, r.inARow = true, nil
	case silent:
		r.silent++
	case refused:
		r.refusedBy[device] = true
		if !slices.Contains(r.inARow, device) && len(r.inARow) < maxRefusals {
			r.inARow = append(r.inARow, device)
		}
	}
}

// over reports whether the wait is over.
func (t *turn) over() bool {
	select {
	case <-t.come:
		return true
	default:
		return false
	}
}

// wait returns when the turn has come, or at the end of ctx with its cause. Where the login may not be tried, it says why.
func (t *turn) wait(ctx context.Context) error {
	select {
	case <-t.come:
		if t.barred == nil { // it may have come because the run has ended for those before
			return context.Cause(ctx)
		}
		return t.barred
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// waitsFor names the devices whose logins a turn waits for, or waited for when it came where those are gone.
func (t *turn) waitsFor() string {
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	if names := t.gate.record(t.key).before(t); len(names) > 0 {
		return list(names)
	}
	return list(t.behind)
}

// before lists the devices whose logins hold up a turn.
func (r *record) before(t *turn) (names []string) {
	for _, other := range slices.Concat(r.fresh(), r.queue) {
		if other == t {
			break
		}
		names = append(names, other.device)
	}
	return names
}

// list names devices, and counts those that are too many to name.
func list(names []string) string {
	const most = 3
	switch n := len(names); {
	case n == 0:
		return "others"
	case n == 1:
		return names[0]
	case n > most:
		return fmt.Sprintf("%s and %d others", strings.Join(names[:most-1], ", "), n-most+1)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
