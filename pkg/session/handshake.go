package session

import (
	"context"
	"errors"
	"net"
	"sync"

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

// handshake is the way from the TCP connection to the login.
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
