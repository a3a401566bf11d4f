package collect_test

import (
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

func oddChannels() map[string]func(*victim, ssh.NewChannel) {
	rejects := func(reason ssh.RejectionReason, message string) func(*victim, ssh.NewChannel) {
		return func(_ *victim, c ssh.NewChannel) { c.Reject(reason, message) }
	}
	accepts := func(do func(ssh.Channel, <-chan *ssh.Request)) func(*victim, ssh.NewChannel) {
		return func(v *victim, c ssh.NewChannel) {
			if channel, requests, err := c.Accept(); err == nil {
				do(channel, requests)
			}
		}
	}
	requests := func(name string, payload []byte) func(*victim, ssh.NewChannel) {
		return accepts(func(c ssh.Channel, r <-chan *ssh.Request) {
			go ssh.DiscardRequests(r)
			for {
				if _, err := c.SendRequest(name, false, payload); err != nil {
					return
				}
			}
		})
	}
	return map[string]func(*victim, ssh.NewChannel){
		"prohibited":            rejects(ssh.Prohibited, "administratively prohibited"),
		"connection failed":     rejects(ssh.ConnectionFailed, ""),
		"unknown type":          rejects(ssh.UnknownChannelType, "what?"),
		"shortage":              rejects(ssh.ResourceShortage, "no VTY"),
		"a reason of its own":   rejects(ssh.RejectionReason(0xffffffff), "\x1b[2J\x00\xff"),
		"a reason of 16 KiB":    rejects(ssh.Prohibited, strings.Repeat("no ", 5000)),
		"open, and closed":      accepts(func(c ssh.Channel, _ <-chan *ssh.Request) { c.Close() }),
		"open, and at its end":  accepts(func(c ssh.Channel, r <-chan *ssh.Request) { c.CloseWrite(); ssh.DiscardRequests(r) }),
		"no terminal, no shell": accepts(func(_ ssh.Channel, r <-chan *ssh.Request) { ssh.DiscardRequests(r) }),
		"an exit status": accepts(func(c ssh.Channel, r <-chan *ssh.Request) {
			c.SendRequest("exit-status", false, []byte{0, 0, 0, 1})
			ssh.DiscardRequests(r)
		}),
		"an exit signal":          accepts(func(c ssh.Channel, r <-chan *ssh.Request) { c.SendRequest("exit-signal", false, nil); c.Close() }),
		"requests without end":    requests("keepalive@openssh.com", nil),
		"large requests":          requests("x11-req", make([]byte, 16<<10)),
		"channels without end":    opensChannels,
		"only the error stream":   accepts(func(c ssh.Channel, r <-chan *ssh.Request) { go ssh.DiscardRequests(r); errorStream(c) }),
		"a shell, and no silence": accepts(func(c ssh.Channel, r <-chan *ssh.Request) { go grantAll(r); trickle(c) }),
	}
}

func opensChannels(v *victim, c ssh.NewChannel) {
	if _, _, err := c.Accept(); err != nil {
		return
	}
	gone := make(chan struct{})
	go func() { v.server.Wait(); close(gone) }()
	opened := make(chan error, 1)
	for {
		go func() { _, _, err := v.server.OpenChannel("forwarded-tcpip", nil); opened <- err }()
		select {
		case err := <-opened:
			var refused *ssh.OpenChannelError
			if err != nil && !errors.As(err, &refused) {
				return
			}
		case <-gone: // OpenChannel has no answer where the connection ended as it was asked
			return
		}
	}
}

func errorStream(c ssh.Channel) {
	for {
		if _, err := io.WriteString(c.Stderr(), "R1#\r\n"); err != nil {
			return
		}
	}
}

func grantAll(requests <-chan *ssh.Request) {
	for r := range requests {
		r.Reply(true, nil)
	}
}

func trickle(c ssh.Channel) {
	for {
		if _, err := io.WriteString(c, "."); err != nil {
			return
		}
		time.Sleep(drop)
	}
}
