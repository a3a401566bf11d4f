package session

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// The terminal is 511 columns wide, so that IOS does not scroll long command lines, which would spoil
// their echo. It has the 24 lines of any terminal: the pager is turned off by command, where that is allowed.
const (
	terminalColumns = 511
	terminalRows    = 24
)

// What is waited for on the way to the shell.
const (
	keyExchange    = "the key exchange"
	theLogin       = "the login"
	sessionRequest = "the session request"
)

var (
	errTurn        = errors.New("the turn to log in did not come while the connection could be held")
	errNotAnswered = errors.New("a question of the device is not answered")
)

// handshake is the way from the TCP connection to the shell.
type handshake struct {
	*Asker
	login   *login
	address string
	ctx     context.Context // of the device

	greeting   *greeting
	known      sync.Once // the host key
	tried      bool      // a method other than "none"
	sent       bool      // the password
	offered    []string  // methods of the device
	objection  string    // why a question of the device was not answered
	answered   string    // the question that the password was given to
	askedAgain bool      // it was asked once more
	agentConn  net.Conn

	roundTrip time.Duration // of the channel request
}

// connect opens a shell. On any error, everything is closed again. A connection whose turn to log in does not come soon
// is given up, and another is made when it has come.
func (a *Asker) connect(ctx context.Context, l *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
	conn, channel, roundTrip, err := a.connectOnce(ctx, l)
	if !errors.Is(err, errTurn) {
		return conn, channel, roundTrip, err
	}
	if err := l.awaitTurn(ctx); err != nil {
		return nil, nil, 0, err
	}
	return a.connectOnce(ctx, l)
}

func (a *Asker) connectOnce(ctx context.Context, l *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
	h := &handshake{
		Asker:   a,
		login:   l,
		address: net.JoinHostPort(l.device.Host, strconv.Itoa(l.device.Port)),
		ctx:     ctx,
	}
	h.greeting = &greeting{}
	l.watch.arrive() // from a connection before
	l.watch.goOn(keyExchange)
	tcp, err := l.dialTCP(ctx, h.address)
	if err != nil {
		return nil, nil, 0, h.unreachable(err)
	}
	l.watch.enter(keyExchange, keyHandshake, l.limits.Handshake)
	// The deadline is kept by closing, which also works for connections that have no deadlines of their own.
	unwatch := context.AfterFunc(h.ctx, func() { tcp.Close() })
	defer unwatch()
	opened := false
	defer func() {
		if !opened { // after a panic too
			tcp.Close()
		}
	}()
	conn, channel, err := h.shell(tcp)
	if err != nil {
		return nil, nil, 0, h.explain(err)
	}
	opened = true
	return conn, channel, h.roundTrip, nil
}

func (h *handshake) shell(tcp net.Conn) (ssh.Conn, ssh.Channel, error) {
	h.greeting.Conn = tcp
	conn, channels, requests, err := ssh.NewClientConn(h.greeting, h.address, h.config())
	h.report(err)
	if h.agentConn != nil {
		h.agentConn.Close()
	}
	if err != nil {
		return nil, nil, err
	}
	h.login.watch.goOn(sessionRequest)
	asked := time.Now()
	channel, events, err := conn.OpenChannel("session", nil)
	go h.refuse(conn, channels, requests, events)
	if err != nil {
		return nil, nil, err
	}
	h.roundTrip = time.Since(asked)
	return conn, channel, nil
}

// refuse serves what the other side may ask of us until the connection ends: nothing.
func (h *handshake) refuse(conn ssh.Conn, channels <-chan ssh.NewChannel, requests, events <-chan *ssh.Request) {
	err := h.shield(h.login.device.Name, func() error {
		refuse(channels, requests, events)
		return nil
	})
	if err != nil {
		conn.Close() // the session learns of it as its end
	}
}

func refuse(channels <-chan ssh.NewChannel, requests, events <-chan *ssh.Request) {
	for channels != nil || requests != nil || events != nil {
		select {
		case c, open := <-channels:
			if !open {
				channels = nil
				continue
			}
			c.Reject(ssh.Prohibited, "not here") // an error ends the connection, which ends this
		case r, open := <-requests:
			if !open {
				requests = nil
				continue
			}
			r.Reply(false, nil) // likewise
		case r, open := <-events:
			if !open {
				events = nil
				continue
			}
			r.Reply(false, nil) // likewise
		}
	}
}

func (h *handshake) config() *ssh.ClientConfig {
	return &ssh.ClientConfig{
		Config:            algorithms(h.legacy || h.login.device.Legacy),
		User:              h.login.device.Username,
		ClientVersion:     h.version,
		AuthCallback:      h.method,
		HostKeyCallback:   h.verify,
		HostKeyAlgorithms: h.hosts.algorithms(h.address),
	}
}

// verify checks the host key, with which the time for the login begins. It is called again where keys are exchanged
// anew, and by a goroutine of x/crypto.
func (h *handshake) verify(host string, remote net.Addr, key ssh.PublicKey) error {
	return h.shield(h.login.device.Name, func() error {
		if err := h.hosts.check(host, remote, key); err != nil {
			return err
		}
		h.known.Do(h.beginLogin)
		return nil
	})
}

func (h *handshake) beginLogin() { h.login.watch.enter(theLogin, keyLogin, h.login.limits.Login) }

// enter passes the gate. Where it was waited for, the time for the login begins when the turn has come.
func (h *handshake) enter() error {
	l := h.login
	if l.turn == nil {
		l.turn = h.gate.queue(l.credential, l.device.Name)
	}
	if l.turn.over() {
		return l.turn.barred
	}
	ctx, stop := context.WithTimeoutCause(h.ctx, l.limits.Hold, errTurn)
	defer stop()
	if err := l.awaitTurn(ctx); err != nil {
		return err
	}
	h.beginLogin()
	return nil
}

// report tells the gate how the login ended, as soon as it has: others wait for it.
func (h *handshake) report(err error) {
	switch turn := h.login.turn; {
	case turn == nil || errors.Is(err, errTurn):
	case err == nil:
		turn.leave(accepted)
	case h.refusal(err):
		turn.leave(refused)
	case h.tried && h.ctx.Err() == nil:
		turn.leave(unknown)
	default:
		turn.leave(silent)
	}
}
