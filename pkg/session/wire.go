package session

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/scrapli/scrapligo/transport"
	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// readBytes is the size of one read: an answer of show ntp associations fits, and 256 sessions take 1 MiB.
const readBytes = 4096

// heardAhead is how many reads may lie unheard. What comes beyond stays in the window of the SSH channel.
const heardAhead = 8

// refusalGrace is how long the first byte may take after a shell was refused. A server that gives one all the same sends it
// right behind the refusal.
const refusalGrace = 300 * time.Millisecond

// chunk is what one read brought, and the stamp taken after it.
type chunk struct {
	text []byte
	at   snapshot.Stamp
}

// wire is the transport under scrapligo's driver. A goroutine of it reads and stamps all that the device sends
// into chunks; scrapligo, which would read it too, is left waiting until the session ends.
type wire struct {
	timeline *timeline.Timeline
	login    func() (ssh.Conn, ssh.Channel, error)
	writes   guard
	shield   func(run func()) // round every goroutine
	sent     snapshot.Stamp   // before the latest write that held a newline

	chunks chan chunk // closed after the last

	conn    ssh.Conn
	channel ssh.Channel
	tasks   sync.WaitGroup
	spoke   chan struct{} // closed when the first byte has come
	noShell atomic.Bool   // the device refused a shell
	failure atomic.Pointer[fault]
	once    sync.Once
	closed  chan struct{}
}

func newWire(t *timeline.Timeline, login func() (ssh.Conn, ssh.Channel, error)) *wire {
	return &wire{
		timeline: t,
		login:    login,
		shield:   func(run func()) { run() },
		chunks:   make(chan chunk, heardAhead),
		spoke:    make(chan struct{}),
		closed:   make(chan struct{}),
	}
}

// Open logs in and requests a shell.
func (w *wire) Open(*transport.Args) error {
	conn, channel, err := w.login()
	if err != nil {
		return err
	}
	w.conn, w.channel = conn, channel
	w.tasks.Go(func() {
		defer close(w.chunks)
		w.shield(w.listen)
	})
	w.tasks.Go(func() { w.shield(w.requestShell) })
	return nil
}

// requestShell asks for a terminal and a shell. The prompt is the answer that is waited for: to wait for the replies would
// cost a round trip each. Where a shell is refused and nothing comes, this ends the session, which would wait in vain.
func (w *wire) requestShell() {
	terminal := struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{Term: "vt100", Columns: terminalColumns, Rows: terminalRows, Modes: "\x00"}
	_, err := w.channel.SendRequest("pty-req", false, ssh.Marshal(&terminal))
	if err != nil {
		return // the connection is over, which the reader notices as well
	}
	granted, err := w.channel.SendRequest("shell", true, nil)
	if err != nil || granted {
		return
	}
	select {
	case <-w.closed:
	case <-w.spoke: // some servers refuse it, and give one
	case <-time.After(refusalGrace):
		w.noShell.Store(true)
		w.Close()
	}
}

// fail ends the session because of a failure in one of its goroutines.
func (w *wire) fail(err error) {
	var f *fault
	if errors.As(err, &f) {
		w.failure.Store(f)
	}
	w.Close()
}

// end says why no more chunks come.
func (w *wire) end() error {
	if f := w.failure.Load(); f != nil {
		return f
	}
	return errDropped
}

// Close ends the connection, without "exit". It may be called at any time, and often.
func (w *wire) Close() error {
	var err error
	w.once.Do(func() {
		close(w.closed)
		if w.conn != nil {
			err = w.conn.Close()
		}
	})
	return err
}

// IsAlive reports whether Close was not called yet.
func (w *wire) IsAlive() bool {
	select {
	case <-w.closed:
		return false
	default:
		return true
	}
}

// Read gives scrapligo the end of the session, and nothing before it.
func (w *wire) Read(int) ([]byte, error) {
	<-w.closed
	return nil, io.EOF
}

// Write sends text, if every line that it completes may be sent.
func (w *wire) Write(text []byte) error {
	if err := w.writes.pass(text); err != nil {
		return err
	}
	if bytes.IndexByte(text, '\n') >= 0 {
		w.sent = w.timeline.Now()
	}
	_, err := w.channel.Write(text)
	return err
}

// listen reads until the session ends. The stamp is taken after the read: late stamps only widen a bound.
func (w *wire) listen() {
	buffer := make([]byte, readBytes)
	for first := true; ; {
		n, err := w.channel.Read(buffer)
		at := w.timeline.Now()
		if n > 0 && first {
			first = false
			close(w.spoke)
		}
		if n > 0 {
			select {
			case w.chunks <- chunk{bytes.Clone(buffer[:n]), at}:
			case <-w.closed:
				return
			}
		}
		if err != nil {
			return
		}
	}
}
