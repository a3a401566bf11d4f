package session

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

const sentByDevice = "what-the-device-sent"

// brokenChannel panics when it is read or asked for something.
type brokenChannel struct {
	*pipeEnd
	read, request bool
}

func (c brokenChannel) Read(b []byte) (int, error) {
	if c.read {
		panic(sentByDevice)
	}
	return c.pipeEnd.Read(b)
}

func (c brokenChannel) SendRequest(string, bool, []byte) (bool, error) {
	if c.request {
		var none []byte
		_ = none[len(sentByDevice)]
	}
	return true, nil
}

// brokenConn panics when it is closed.
type brokenConn struct{ pipeConn }

func (c brokenConn) Close() error {
	c.pipeConn.Close()
	panic(sentByDevice)
}

func serveTwoFlights(far io.ReadWriter) {
	io.WriteString(far, "R1#")
	line := make([]byte, 100)
	n, _ := far.Read(line)
	first, rest, _ := strings.Cut(string(line[:n]), "\n")
	io.WriteString(far, first+"\r\nR1#"+strings.ReplaceAll(rest, "\n", "\r\n1\r\nR1#"))
	n, _ = far.Read(line)
	io.WriteString(far, strings.ReplaceAll(string(line[:n]), "\n", "\r\n1\r\nR1#"))
	far.Read(line)
}

// A panic on the way through one session is the outcome of this device. The connection is closed, the next login is not held
// up, and the log says where it happened without a byte of what the device sent.
func TestPanicCostsOneDevice(t *testing.T) {
	dialTo := func(change func(*pipeEnd) (ssh.Conn, ssh.Channel)) func(context.Context, *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
		return func(context.Context, *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
			near, far := newShellPipe(0)
			go serveTwoFlights(far)
			conn, channel := change(near)
			return conn, channel, 0, nil
		}
	}
	tests := map[string]struct {
		dial func(context.Context, *login) (ssh.Conn, ssh.Channel, time.Duration, error)
		next func(*snapshot.Device) Next
		want snapshot.Outcome
	}{
		"at the login": {func(context.Context, *login) (ssh.Conn, ssh.Channel, time.Duration, error) {
			panic(sentByDevice)
		}, nil, snapshot.Protocol},
		"while it is read": {dialTo(func(end *pipeEnd) (ssh.Conn, ssh.Channel) {
			return pipeConn{end: end}, brokenChannel{pipeEnd: end, read: true}
		}), nil, snapshot.Protocol},
		"while it is asked": {dialTo(func(end *pipeEnd) (ssh.Conn, ssh.Channel) {
			return pipeConn{end: end}, brokenChannel{pipeEnd: end, request: true}
		}), nil, ""}, // how far the session came until then is a matter of luck
		"while answers are judged": {dialTo(func(end *pipeEnd) (ssh.Conn, ssh.Channel) {
			return pipeConn{end: end}, end
		}), func(*snapshot.Device) Next { panic(sentByDevice) }, snapshot.Partial},
		"at the end": {dialTo(func(end *pipeEnd) (ssh.Conn, ssh.Channel) {
			return brokenConn{pipeConn{end: end}}, end
		}), nil, snapshot.Partial},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			ask, err := New(Config{
				Timeline: timeline.Start(), Platforms: platforms.All(), HostKeys: HostKeys{Mode: Ignore}, Limits: Limits{Silence: 200 * time.Millisecond},
				Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			if err != nil {
				t.Fatal(err)
			}
			ask.reach = test.dial
			d := ask.Ask(t.Context(), Request{
				Device: inventory.Device{Name: "r1", Username: "audit", Password: inventory.ValueSecret("canary-password")},
				Kinds:  []show.Kind{show.KindStatus}, Next: test.next,
			})
			if test.want != "" && d.Outcome != test.want || d.Error == nil || d.Error.Kind != "panic" || !strings.Contains(d.Error.Message, "report") {
				t.Errorf("%s, %+v", d.Outcome, d.Error)
			}
			if text := log.String(); !strings.Contains(text, "shield_test.go") && !strings.Contains(text, "session.") || strings.Contains(text, sentByDevice) {
				t.Errorf("the log is %s", text)
			}
		})
	}
}

// What x/crypto calls in a goroutine of its own, where nobody recovers, is shielded as well.
func TestPanicOverAHostKey(t *testing.T) {
	ask, err := New(Config{Timeline: timeline.Start(), Platforms: platforms.All(), HostKeys: HostKeys{File: filepath.Join(t.TempDir(), "none")}})
	if err != nil {
		t.Fatal(err)
	}
	ask.hosts.known = nil // met as a nil pointer
	h := &handshake{Asker: ask, login: &login{}}
	if err := h.verify("192.0.2.1:22", &net.TCPAddr{}, noKey{}); err == nil {
		t.Error("no error")
	}
}
