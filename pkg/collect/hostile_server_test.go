package collect_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

const (
	hostilePassword = "canary-password-9173"
	hostileEnable   = "canary-enable-2648"
	drop            = 10 * time.Millisecond // between the drops of what drips
)

// hostile is a server that behaves in one way, at one stage of a session.
type hostile struct {
	name     string
	serve    func(*victim)
	platform inventory.Platform // empty: IOS
}

// victim is one connection, as its server has it.
type victim struct {
	net.Conn
	key    ssh.Signer
	typed  *record
	server *ssh.ServerConn
}

// record is what a server was told in shells.
type record struct {
	mu    sync.Mutex
	typed bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.typed.Write(b)
}

func (r *record) lines() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Split(r.typed.String(), "\n")
}

// rest does nothing more until the client hangs up.
func (v *victim) rest() { io.Copy(io.Discard, v.Conn) }

func (v *victim) reset() {
	if tcp, ok := v.Conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	v.Conn.Close()
}

// rawFaults are what can happen to a connection below SSH, at any stage of it.
func rawFaults() []string {
	return []string{"silence", "close", "reset", "garbage", "NUL", "0xff", "1 MiB", "endless line", "endless lines", "half a line", "drip", "a newline"}
}

// ruin does what a raw fault does.
func (v *victim) ruin(fault string) {
	endless := func(piece string) {
		for {
			if _, err := io.WriteString(v.Conn, piece); err != nil {
				return
			}
		}
	}
	switch fault {
	case "close":
		v.Close()
	case "reset":
		v.reset()
	case "garbage":
		v.Write(noise(4 << 10))
	case "NUL":
		v.Write(make([]byte, 64<<10))
	case "0xff":
		v.Write(bytes.Repeat([]byte{0xff}, 64<<10))
	case "1 MiB":
		v.Write(bytes.Repeat([]byte("x"), 1<<20))
	case "endless line":
		endless(strings.Repeat("y", 4<<10))
	case "endless lines":
		endless(strings.Repeat("no such thing\r\n", 300))
	case "half a line":
		io.WriteString(v.Conn, "SSH-2.0-hal")
	case "drip":
		for {
			if _, err := io.WriteString(v.Conn, "."); err != nil {
				return
			}
			time.Sleep(drop)
		}
	case "a newline":
		io.WriteString(v.Conn, "\r\n")
	}
	v.rest()
}

func noise(n int) []byte {
	random := rand.New(rand.NewPCG(7, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// plainPacket is an SSH packet before any key exchange (RFC 4253 §6).
func plainPacket(payload []byte) []byte {
	padding := 8 - (5+len(payload))%8
	if padding < 4 {
		padding += 8
	}
	b := binary.BigEndian.AppendUint32(nil, uint32(1+len(payload)+padding))
	b = append(b, byte(padding))
	b = append(b, payload...)
	return append(b, make([]byte, padding)...)
}

// kexInit is a KEXINIT message (RFC 4253 §7.1) with these lists; a list that is missing is empty.
func kexInit(lists ...string) []byte {
	b := append([]byte{20}, make([]byte, 16)...)
	for i := range 10 {
		list := ""
		if i < len(lists) {
			list = lists[i]
		}
		b = binary.BigEndian.AppendUint32(b, uint32(len(list)))
		b = append(b, list...)
	}
	return append(b, 0, 0, 0, 0, 0)
}

func goodKexInit() []byte {
	return kexInit("curve25519-sha256", "ssh-ed25519", "aes128-ctr", "aes128-ctr", "hmac-sha2-256", "hmac-sha2-256", "none", "none")
}

// login runs SSH, with whatever configure changes, up to the channels. nil: it failed.
func (v *victim) login(configure func(*ssh.ServerConfig)) (<-chan ssh.NewChannel, *ssh.ServerConn) {
	config := &ssh.ServerConfig{
		PasswordCallback: func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			if string(password) != hostilePassword {
				return nil, errors.New("wrong")
			}
			return nil, nil
		},
	}
	if configure != nil {
		configure(config)
	}
	config.AddHostKey(v.key)
	conn, channels, requests, err := ssh.NewServerConn(v.Conn, config)
	if err != nil {
		return nil, nil
	}
	go ssh.DiscardRequests(requests)
	v.server = conn
	return channels, conn
}

// shell is login and what follows up to the shell, which it is then given.
func (v *victim) shell(play func(*far)) {
	channels, conn := v.login(nil)
	if conn == nil {
		return
	}
	defer conn.Close()
	offered, open := <-channels
	if !open {
		return
	}
	channel, requests, err := offered.Accept()
	if err != nil {
		return
	}
	go func() {
		for c := range channels {
			c.Reject(ssh.Prohibited, "")
		}
	}()
	go func() {
		for r := range requests {
			r.Reply(true, nil)
		}
	}()
	play(&far{Channel: channel, victim: v, in: bufio.NewReader(io.TeeReader(channel, v.typed))})
}

// listen starts a server for each, and returns their ports in order.
func listen(t *testing.T, servers []hostile, typed []*record) (ports []int, stop func()) {
	t.Helper()
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var listeners []net.Listener
	for i, s := range servers {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, listener)
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
		all.Go(func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				all.Go(func() {
					defer conn.Close()
					s.serve(&victim{Conn: conn, key: key, typed: typed[i]})
				})
			}
		})
	}
	return ports, func() {
		for _, l := range slices.Backward(listeners) {
			l.Close()
		}
		all.Wait()
	}
}
