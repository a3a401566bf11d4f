package session

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// DialsTo has every login lead at once to a shell that serve is the far end of, without a network and without SSH. In a bubble of
// synctest the limits of such a session take no time. window is how many bytes the far end takes before it reads; 0: any.
//
// wait returns when all far ends have.
func (a *Asker) DialsTo(window int, serve func(io.ReadWriter)) (wait func()) {
	var all sync.WaitGroup
	a.reach = func(_ context.Context, l *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
		l.watch.enter(theLogin, keyLogin, l.limits.Login)
		near, far := newShellPipe(window)
		all.Go(func() {
			defer far.Close()
			serve(far)
		})
		return pipeConn{end: near}, near, 0, nil
	}
	return all.Wait
}

// AtTheGate is how many logins have begun, or wait for their turn, and have no verdict yet.
func (a *Asker) AtTheGate() (n int) {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	for _, r := range a.gate.credentials {
		n += len(r.out) + len(r.queue)
	}
	return n
}

var errPipe = errors.New("the pipe is closed")

// queue is one direction of a pipe.
type queue struct {
	mu     sync.Mutex
	change *sync.Cond
	data   []byte
	room   int // 0: no limit
	closed bool
	ended  chan struct{}
}

func newQueue(room int) *queue {
	q := &queue{room: room, ended: make(chan struct{})}
	q.change = sync.NewCond(&q.mu)
	return q
}

func (q *queue) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed && q.room > 0 && len(q.data)+len(b) > q.room {
		q.change.Wait()
	}
	if q.closed {
		return 0, errPipe
	}
	q.data = append(q.data, b...)
	q.change.Broadcast()
	return len(b), nil
}

func (q *queue) Read(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.data) == 0 && !q.closed {
		q.change.Wait()
	}
	if len(q.data) == 0 {
		return 0, io.EOF
	}
	n := copy(b, q.data)
	q.data = q.data[n:]
	q.change.Broadcast()
	return n, nil
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		close(q.ended)
	}
	q.closed = true
	q.change.Broadcast()
}

// pipeEnd is one end of a shell.
type pipeEnd struct{ in, out *queue }

// pipeConn is the connection of an end, of which a session needs only Close.
type pipeConn struct {
	ssh.Conn
	end *pipeEnd
}

func (c pipeConn) Close() error { return c.end.Close() }

func newShellPipe(window int) (near, far *pipeEnd) {
	toFar, toNear := newQueue(window), newQueue(0)
	return &pipeEnd{in: toNear, out: toFar}, &pipeEnd{in: toFar, out: toNear}
}

func (p *pipeEnd) Read(b []byte) (int, error)                     { return p.in.Read(b) }
func (p *pipeEnd) Write(b []byte) (int, error)                    { return p.out.Write(b) }
func (p *pipeEnd) SendRequest(string, bool, []byte) (bool, error) { return true, nil }
func (p *pipeEnd) CloseWrite() error                              { return nil }
func (p *pipeEnd) Stderr() io.ReadWriter                          { return nil }
func (p *pipeEnd) Ended() <-chan struct{}                         { return p.in.ended }
func (p *pipeEnd) Close() error {
	p.in.close()
	p.out.close()
	return nil
}
