package collect_test

import (
	"io"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// hostileServers are all behaviours: what may happen, at each stage where it may.
func hostileServers() (all []hostile) {
	add := func(stage, what string, serve func(*victim)) {
		all = append(all, hostile{stage + ": " + what, serve, "cisco_ios"})
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
