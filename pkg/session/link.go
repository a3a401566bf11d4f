package session

import (
	"context"
	"errors"
	"net"
	"strconv"
	"time"

	"golang.org/x/crypto/ssh"
)

// link is an SSH connection that is logged in: dialed, its host key checked, its credential taken. What is opened on it is the
// affair of who asked for it: a shell here, and from a jump host the way to the next.
type link struct {
	ssh.Conn
	handshake *handshake
	unwatch   func() bool // it is closed at the end of the device's context until this is called
}

// logIn makes a link. On any error, everything is closed again. A connection whose turn to log in does not come soon is given
// up, and another is made when it has come.
func (a *Asker) logIn(ctx context.Context, l *login) (*link, error) {
	k, err := a.logInOnce(ctx, l)
	if !errors.Is(err, errTurn) {
		return k, err
	}
	if err := l.awaitTurn(ctx); err != nil {
		return nil, err
	}
	return a.logInOnce(ctx, l)
}

func (a *Asker) logInOnce(ctx context.Context, l *login) (*link, error) {
	h := &handshake{
		Asker:    a,
		login:    l,
		address:  net.JoinHostPort(l.device.Host, strconv.Itoa(l.device.Port)),
		ctx:      ctx,
		greeting: &greeting{},
	}
	l.watch.arrive() // from a connection before
	l.watch.goOn(keyExchange)
	tcp, err := a.dialTCP(ctx, l, h.address)
	if err != nil {
		return nil, h.unreachable(err)
	}
	l.watch.enter(keyExchange, keyHandshake, l.limits.Handshake)
	h.greeting.Conn = tcp
	// The deadline is kept by closing, which also works for connections that have no deadlines of their own.
	k := &link{handshake: h, unwatch: context.AfterFunc(ctx, func() { tcp.Close() })}
	in := false
	defer func() {
		if !in { // after a panic too
			k.unwatch()
			tcp.Close()
		}
	}()
	conn, channels, requests, err := ssh.NewClientConn(h.greeting, h.address, h.config())
	h.report(err)
	if h.agentConn != nil {
		h.agentConn.Close()
	}
	if err != nil {
		return nil, h.explain(err)
	}
	k.Conn, in = conn, true
	go k.refuse(channels, requests, nil)
	return k, nil
}

// connect logs in to a device, and opens the channel of a shell. On any error, everything is closed again.
func (a *Asker) connect(ctx context.Context, l *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
	k, err := a.logIn(ctx, l)
	if err != nil {
		return nil, nil, 0, err
	}
	defer k.unwatch()
	opened := false
	defer func() {
		if !opened { // after a panic too
			k.Close()
		}
	}()
	l.watch.goOn(sessionRequest)
	asked := time.Now()
	channel, events, err := k.OpenChannel("session", nil)
	if err != nil {
		return nil, nil, 0, k.handshake.explain(err)
	}
	opened = true
	go k.refuse(nil, nil, events)
	return k.Conn, channel, time.Since(asked), nil
}

// refuse serves what the other side may ask of us until the connection ends: nothing.
func (k *link) refuse(channels <-chan ssh.NewChannel, requests, events <-chan *ssh.Request) {
	err := k.handshake.shield(k.handshake.login.device.Name, func() error {
		refuse(channels, requests, events)
		return nil
	})
	if err != nil {
		k.Close() // the session learns of it as its end
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
