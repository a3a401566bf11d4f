package collect_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// hostileServers are all behaviours: what may happen, at each stage where it may.
func hostileServers() (all []hostile) {
	add := func(stage, what string, serve func(*victim)) {
		all = append(all, hostile{stage + ": " + what, serve, inventory.DefaultPlatform})
	}
	for _, fault := range rawFaults() {
		add("connection", fault, func(v *victim) { v.ruin(fault) })
		add("identification", fault, func(v *victim) { v.identified(); v.ruin(fault) })
		add("key exchange", fault, func(v *victim) { v.identified(); v.Write(plainPacket(goodKexInit())); v.ruin(fault) })
		for _, method := range []string{"none", "password", "keyboard-interactive"} {
			add("login by "+method, fault, func(v *victim) { v.login(failsIn(method, func() { v.ruin(fault) })) })
		}
		add("channel", fault, func(v *victim) { v.atChannel(func(ssh.NewChannel) { v.ruin(fault) }) })
		add("shell request", fault, func(v *victim) { v.atRequest(func(*ssh.Request) { v.ruin(fault) }) })
		add("below the prompt", fault, func(v *victim) { v.shell(func(*far) { v.ruin(fault) }) })
		add("below an answer", fault, func(v *victim) {
			v.shell(func(f *far) {
				f.serve("R1#", hostileAnswers(), func(line string) bool {
					if line == ios.ShowNTPStatus {
						f.say("Clock is sync")
						v.ruin(fault)
					}
					return false
				})
			})
		})
	}
	for what, text := range oddIdentifications() {
		add("identification", what, func(v *victim) { io.WriteString(v, text); v.rest() })
	}
	for what, packets := range oddPackets() {
		add("key exchange", what, func(v *victim) { v.identified(); packets(v); v.rest() })
	}
	for what, configure := range oddLogins() {
		add("login", what, func(v *victim) {
			if _, conn := v.login(func(c *ssh.ServerConfig) { configure(v, c) }); conn != nil {
				conn.Close()
			}
		})
	}
	for what, answer := range oddChannels() {
		add("channel", what, func(v *victim) { v.atChannel(func(c ssh.NewChannel) { answer(v, c) }) })
	}
	return append(all, hostileShells()...)
}

// identified exchanges identifications, and reads the client's first packet.
func (v *victim) identified() {
	io.WriteString(v, "SSH-2.0-hostile\r\n")
	v.Read(make([]byte, 4<<10))
}

// failsIn is a login in which a method does something else than to judge.
func failsIn(method string, do func()) func(*ssh.ServerConfig) {
	return func(c *ssh.ServerConfig) {
		switch method {
		case "none":
			c.NoClientAuth = true
			c.NoClientAuthCallback = func(ssh.ConnMetadata) (*ssh.Permissions, error) { do(); return nil, nil }
		case "password":
			c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { do(); return nil, nil }
		default:
			c.PasswordCallback = nil
			c.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
				ask("", "", []string{"Password: "}, []bool{false})
				do()
				return nil, nil
			}
		}
	}
}

// atChannel logs the client in, and has answer deal with its channel.
func (v *victim) atChannel(answer func(ssh.NewChannel)) {
	channels, conn := v.login(nil)
	if conn == nil {
		return
	}
	defer conn.Close()
	for c := range channels {
		answer(c)
	}
}

// atRequest opens a channel, and has answer deal with each request on it.
func (v *victim) atRequest(answer func(*ssh.Request)) {
	v.atChannel(func(c ssh.NewChannel) {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		go io.Copy(io.Discard, channel)
		for r := range requests {
			answer(r)
		}
	})
}

func oddIdentifications() map[string]string {
	return map[string]string{
		"of a web server":      "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html>",
		"of telnet":            "\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27Username: ",
		"of version 1":         "SSH-1.5-Cisco-1.25\r\n",
		"of version 1.99":      "SSH-1.99-Cisco-1.25\r\n",
		"of version 3":         "SSH-3.0-future\r\n",
		"empty":                "SSH-2.0-\r\n",
		"without a line feed":  "SSH-2.0-Cisco-1.25\r",
		"of 64 KiB":            "SSH-2.0-" + strings.Repeat("v", 64<<10) + "\r\n",
		"with escapes":         "SSH-2.0-\x1b[2J\x1b]0;pwn\x07\r\n",
		"with NUL":             "SSH-2.0-\x00\x00\r\n",
		"not UTF-8":            "SSH-2.0-\xff\xfe\r\n",
		"behind a banner":      strings.Repeat("keep out\r\n", 200) + "SSH-2.0-late\r\n",
		"too many connections": "Exceeded MaxStartups\r\n",
		"of an access list":    "Connection refused by access-class\r\n",
	}
}

func oddPackets() map[string]func(*victim) {
	send := func(packets ...[]byte) func(*victim) {
		return func(v *victim) {
			for _, p := range packets {
				v.Write(p)
			}
		}
	}
	again := func(payload []byte) func(*victim) {
		return func(v *victim) {
			for p := plainPacket(payload); ; {
				if _, err := v.Write(p); err != nil {
					return
				}
			}
		}
	}
	long := strings.Repeat("kex-of-ours,", 2800)
	return map[string]func(*victim){
		"no algorithms":           send(plainPacket(kexInit())),
		"unknown algorithms":      send(plainPacket(kexInit("x", "y", "z", "z", "m", "m", "none", "none"))),
		"algorithms with escapes": send(plainPacket(kexInit("\x1b[2J", "\xff\xfe", "\u202e", "z", "m", "m", "none", "none"))),
		"very many algorithms":    send(plainPacket(kexInit(long, "ssh-ed25519"))),
		"a list that is too long": send(plainPacket(append(append([]byte{20}, make([]byte, 16)...), 0xff, 0xff, 0xff, 0xff))),
		"half a message":          send(plainPacket(goodKexInit()[:40])),
		"an empty packet":         send([]byte{0, 0, 0, 0}),
		"a huge packet":           send([]byte{0xff, 0xff, 0xff, 0xff, 4}),
		"a packet of 300 KiB":     send([]byte{0, 4, 0xb0, 0, 4}, make([]byte, 300<<10)),
		"no padding":              send([]byte{0, 0, 0, 12, 0}, make([]byte, 11)),
		"padding without end":     send([]byte{0, 0, 0, 12, 255}, make([]byte, 11)),
		"a farewell":              send(plainPacket(append([]byte{1, 0, 0, 0, 2, 0, 0, 0, 6}, "go \x1b[2J\x00\x00\x00\x00"...))),
		"nothing but IGNORE":      again([]byte{2, 0, 0, 0, 0}),
		"nothing but DEBUG":       again([]byte{4, 1, 0, 0, 0, 1, 'x', 0, 0, 0, 0}),
		"nothing but KEXINIT":     again(goodKexInit()),
		"UNIMPLEMENTED":           send(plainPacket([]byte{3, 0, 0, 0, 0})),
		"NEWKEYS at once":         send(plainPacket(goodKexInit()), plainPacket([]byte{21})),
		"an unknown message":      send(plainPacket([]byte{250, 1, 2, 3})),
		"a reply of zeros":        send(plainPacket(goodKexInit()), plainPacket(append([]byte{31}, make([]byte, 64)...))),
		"a reply that ends early": send(plainPacket(goodKexInit()), plainPacket([]byte{31, 0, 0, 0, 51})),
	}
}

func oddLogins() map[string]func(*victim, *ssh.ServerConfig) {
	keyboard := func(play func(ask ssh.KeyboardInteractiveChallenge) error) func(*victim, *ssh.ServerConfig) {
		return func(_ *victim, c *ssh.ServerConfig) {
			c.PasswordCallback = nil
			c.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
				return nil, play(ask)
			}
		}
	}
	asks := func(times int, echo bool, question string) func(*victim, *ssh.ServerConfig) {
		return keyboard(func(ask ssh.KeyboardInteractiveChallenge) error {
			for range times {
				if _, err := ask("", "", []string{question}, []bool{echo}); err != nil {
					return err
				}
			}
			return fmt.Errorf("no")
		})
	}
	banner := func(text string) func(*victim, *ssh.ServerConfig) {
		return func(_ *victim, c *ssh.ServerConfig) {
			c.BannerCallback = func(ssh.ConnMetadata) string { return text }
			c.PasswordCallback = refuses
		}
	}
	return map[string]func(*victim, *ssh.ServerConfig){
		"refused":                func(_ *victim, c *ssh.ServerConfig) { c.PasswordCallback = refuses },
		"a banner of 200 KiB":    banner(strings.Repeat("keep out\n", 25_000)),
		"a banner of escapes":    banner("\x1b[2J\x1b]0;pwn\x07\x00\xff"),
		"keys only":              func(_ *victim, c *ssh.ServerConfig) { c.PasswordCallback, c.PublicKeyCallback = nil, refusesKeys },
		"a question for a user":  asks(1, true, "Username: "),
		"a new password":         asks(1, false, "New password: "),
		"a second factor":        asks(1, true, "Passcode or option (1-3): "),
		"the question again":     asks(1000, false, "Password: "),
		"a question of 200 KiB":  asks(1, true, strings.Repeat("why? ", 40_000)),
		"a question of escapes":  asks(1, true, "\x1b[2J\x00\xff\u202e? "),
		"a question of nothing":  asks(1, true, ""),
		"a password in the open": asks(1, true, "Password: "),
		"no question, for ever": keyboard(func(ask ssh.KeyboardInteractiveChallenge) error {
			for {
				if _, err := ask("", "", nil, nil); err != nil {
					return err
				}
			}
		}),
		"a thousand questions": keyboard(func(ask ssh.KeyboardInteractiveChallenge) error {
			_, err := ask("n", "i", strings.Split(strings.Repeat("Password: \n", 1000), "\n"), make([]bool, 1001))
			return err
		}),
		"a step that is not enough": func(_ *victim, c *ssh.ServerConfig) {
			c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
				return nil, &ssh.PartialSuccessError{Next: ssh.ServerAuthCallbacks{PasswordCallback: refuses}}
			}
		},
		"refused, then a reset": func(v *victim, c *ssh.ServerConfig) {
			c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
				time.AfterFunc(5*time.Millisecond, v.reset)
				return nil, fmt.Errorf("no")
			}
		},
	}
}

func refuses(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, fmt.Errorf("no") }

func refusesKeys(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
	return nil, fmt.Errorf("no")
}

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
