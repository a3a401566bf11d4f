package ntpquery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/beevik/ntp"

	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// ask sends one request, a second one if nothing came back, and where a key may be to blame for the
// silence, one without it.
func (q *Querier) ask(ctx context.Context, s *server, auth ntp.AuthOptions) snapshot.Exchange {
	x, err := q.try(ctx, s, auth)
	if x.Reply == nil && ctx.Err() == nil {
		moved := s.nextAddress()
		if moved || isSilence(err) {
			x, err = q.try(ctx, s, auth)
		}
	}
	switch {
	case ctx.Err() != nil && x.Reply == nil:
		x.Error = ended
	case isSilence(err) && auth.Type != ntp.AuthNone:
		x.Error = q.explainSilence(ctx, s, auth)
	case err != nil:
		x.Error = q.explain(err, x)
	}
	if x.Error != "" {
		x.Error = s.target + ": " + x.Error
	}
	return x
}

// try sends one request to the server's address, unless it wants to be left alone, and waits for one datagram.
func (q *Querier) try(ctx context.Context, s *server, auth ntp.AuthOptions) (snapshot.Exchange, error) {
	address := s.address()
	p := q.place(address)
	notSent := snapshot.Exchange{Place: address.String(), Sent: q.Timeline.Now()}
	if err := p.enter(ctx); err != nil {
		return notSent, err
	}
	defer p.leave()
	if err := p.barred(q.Timeline.Now()); err != nil {
		return notSent, err
	}
	x, err := q.exchange(ctx, address, auth)
	if x.Reply != nil {
		s.pin(address)
	}
	if kiss := p.obey(kissCode(x), x.Received); kiss != nil {
		err = kiss
	}
	return x, err
}

func (q *Querier) exchange(ctx context.Context, address netip.AddrPort, auth ntp.AuthOptions) (snapshot.Exchange, error) {
	rec := &recorder{timeline: q.Timeline}
	_, err := ntp.QueryWithOptions(address.String(), ntp.QueryOptions{
		Timeout:       q.Timeout,
		Auth:          auth,
		GetSystemTime: rec.now,
		Extensions:    []ntp.Extension{rec},
		Dialer: func(_, _ string) (net.Conn, error) {
			return q.dial(ctx, address.String(), rec)
		},
	})
	x := rec.exchange()
	x.Place = address.String()
	if auth.Type != ntp.AuthNone {
		x.KeyID = uint16(auth.KeyID)
		if x.Reply != nil {
			right := err == nil
			x.Authenticated = &right
		}
	}
	return x, err
}

// longestLack is how long a socket is waited for that this machine cannot give at once.
const longestLack = 10 * time.Second

// dial opens a UDP socket that closes when ctx ends, which ends the wait for a reply.
func (q *Querier) dial(ctx context.Context, address string, rec *recorder) (net.Conn, error) {
	free, err := q.socket(ctx)
	if err != nil {
		return nil, err
	}
	var conn net.Conn
	err = scarcity.Retry(ctx, longestLack, func() (err error) {
		conn, err = q.Dial(ctx, address)
		return err
	})
	if err != nil {
		free()
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // the reader sees that it is closed
	return &boundConn{Conn: conn, stop: stop, free: sync.OnceFunc(free), rec: rec}, nil
}

// socket waits until one more may be open.
func (q *Querier) socket(ctx context.Context) (free func(), err error) {
	if q.sockets == nil {
		return func() {}, nil
	}
	select {
	case q.sockets <- struct{}{}:
		return func() { <-q.sockets }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

type boundConn struct {
	net.Conn
	stop func() bool
	free func()
	rec  *recorder
}

// Read waits on past datagrams that do not answer the request, so that a forged one cannot displace the reply. Where
// nothing better comes in time, the head of the last of them is returned, and refused by the library: it is evidence.
func (c *boundConn) Read(b []byte) (int, error) {
	var head [headerSize]byte
	var stray []byte
	for {
		n, err := c.Conn.Read(b)
		switch {
		case err != nil && stray != nil:
			return copy(b, stray), nil
		case err != nil || c.rec.answered(b[:n]):
			return n, err
		}
		stray = append(head[:0], b[:min(n, headerSize)]...)
	}
}

func (c *boundConn) Close() error {
	c.stop()
	defer c.free()
	return c.Conn.Close()
}

func isSilence(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }

// explain puts an error into words, with what to do about it.
func (q *Querier) explain(err error, x snapshot.Exchange) string {
	lack := scarcity.Of(err)
	switch {
	case lack != "":
		return "not asked: " + lack
	case isSilence(err):
		return fmt.Sprintf("no reply within %v, asked twice; see whether UDP port 123 is open on the way and the server serves this host", q.Timeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens on that port; see whether NTP runs there, or name the port"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "there is no route from here"
	case errors.Is(err, ntp.ErrServerResponseMismatch):
		return "the reply does not answer the request; it is forged, or a device on the way answers for the server"
	case errors.Is(err, ntp.ErrInvalidMode):
		return "the reply is not that of an NTP server: its mode is not 4"
	case errors.Is(err, ntp.ErrInvalidTransmitTime):
		return "the reply carries no transmit time"
	case errors.Is(err, ntp.ErrServerTickedBackwards):
		return "the server's clock ran backwards between request and reply"
	case errors.Is(err, ntp.ErrAuthFailed):
		return fmt.Sprintf("the reply is not authenticated with key %d; the key differs, or the server does not trust it", x.KeyID)
	case errors.Is(err, ntp.ErrAuthNAK):
		return fmt.Sprintf("the server does not accept key %d; compare number, type and secret", x.KeyID)
	}
	return err.Error()
}

// explainSilence tells a wrong key from an unreachable server. Servers drop a request whose key they do not
// know, without a word, so one request is sent without it; its reply is not used.
func (q *Querier) explainSilence(ctx context.Context, s *server, auth ntp.AuthOptions) string {
	p := q.place(s.address())
	answers, known := p.keylessAnswer()
	if !known {
		x, _ := q.try(ctx, s, ntp.AuthOptions{}) // only whether a reply came matters
		if ctx.Err() != nil {
			return ended
		}
		answers = x.Reply != nil
		p.setKeyless(answers)
	}
	if answers {
		return fmt.Sprintf("no reply with key %d, but one without; compare its number, type and secret with the server's", auth.KeyID)
	}
	return q.explain(os.ErrDeadlineExceeded, snapshot.Exchange{})
}
