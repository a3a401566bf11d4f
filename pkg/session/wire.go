package session

import (
	"bytes"
	"io"
	"sync"

	"github.com/scrapli/scrapligo/transport"
	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// readBytes is the size of one read: an answer of show ntp associations fits, and 256 sessions take 1 MiB.
const readBytes = 4096

// heardAhead is how many reads may lie unheard. What comes beyond stays in the window of the SSH channel.
const heardAhead = 8

// chunk is what one read brought, and the stamp taken after it.
type chunk struct {
	text []byte
	at   snapshot.Stamp
}

// wire is the transport under scrapligo's driver. A goroutine of it reads and stamps all that the device sends
// into chunks; scrapligo reads what it is lent of them, and blocks the rest of the time.
type wire struct {
	timeline *timeline.Timeline
	login    func() (ssh.Conn, ssh.Channel, error)
	guard    guard
	sent     snapshot.Stamp // before the latest write that held a newline

	chunks chan chunk  // closed after the last
	lent   chan []byte // to scrapligo

	conn    ssh.Conn
	channel ssh.Channel
	once    sync.Once
	closed  chan struct{}
}

func newWire(t *timeline.Timeline, login func() (ssh.Conn, ssh.Channel, error)) *wire {
	return &wire{
		timeline: t,
		login:    login,
		chunks:   make(chan chunk, heardAhead),
		lent:     make(chan []byte),
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
	go w.listen()
	return nil
}

// Close ends the connection, without "exit". It may be called at any time, and often.
func (w *wire) Close() error {
	var err error
	w.once.Do(func() {
		close(w.closed)
		err = w.conn.Close()
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

// Read gives scrapligo what it is lent.
func (w *wire) Read(int) ([]byte, error) {
	select {
	case text := <-w.lent:
		return text, nil
	case <-w.closed:
		return nil, io.EOF
	}
}

// Write sends text, if every line that it completes may be sent.
func (w *wire) Write(text []byte) error {
	if err := w.guard.pass(text); err != nil {
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
	defer close(w.chunks)
	buffer := make([]byte, readBytes)
	for {
		n, err := w.channel.Read(buffer)
		at := w.timeline.Now()
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
