package session_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// tunnel is a connection that has no deadlines, like a channel of another SSH connection.
type tunnel struct {
	net.Conn
	closed *atomic.Int32
}

var errNoDeadline = errors.New("no deadlines")

func (tunnel) SetDeadline(time.Time) error      { return errNoDeadline }
func (tunnel) SetReadDeadline(time.Time) error  { return errNoDeadline }
func (tunnel) SetWriteDeadline(time.Time) error { return errNoDeadline }

func (c tunnel) Close() error {
	c.closed.Add(1)
	return c.Conn.Close()
}

// The way to a device is whatever a run is given for it: the login, the host key and the shell do not see where it leads, and
// need no deadlines of it.
func TestDial(t *testing.T) {
	var closed atomic.Int32
	var asked []string
	device := scripted(t, nil, func(c *terminal) { c.serve("R1#", plainAnswers()) })
	behind := net.JoinHostPort(device.Host, strconv.Itoa(device.Port))
	device.Host, device.Port = "2001:db8::1", 2022
	c := hurried()
	c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		asked = append(asked, network+" "+address)
		conn, err := (&net.Dialer{}).DialContext(ctx, network, behind)
		return tunnel{conn, &closed}, err
	}
	d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: sampling(1)})
	mustBe(t, d, snapshot.Audited, "")
	if len(asked) != 1 || asked[0] != "tcp [2001:db8::1]:2022" || closed.Load() == 0 {
		t.Errorf("dialed %q, closed %d times", asked, closed.Load())
	}
}

// Where no connection comes of it, the device is unreachable, as it would be without; a connection that leads nowhere is closed
// when its time is over.
func TestDialFails(t *testing.T) {
	var closed atomic.Int32
	tests := map[string]struct {
		dial    func(context.Context, string, string) (net.Conn, error)
		outcome snapshot.Outcome
		kind    string
		says    string
	}{
		"refused": {func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("administratively prohibited")
		}, snapshot.Unreachable, "dial", "administratively prohibited"},
		"too late": {func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, snapshot.Unreachable, "dial", "no TCP connection to 127.0.0.1:22 within 100ms"},
		"nowhere": {func(context.Context, string, string) (net.Conn, error) {
			near, _ := net.Pipe()
			return tunnel{near, &closed}, nil
		}, snapshot.Timeout, "handshake", "key exchange"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := hurried()
			c.Limits.Connect, c.Limits.Handshake = 100*time.Millisecond, 200*time.Millisecond
			c.Dial = test.dial
			d := newAsker(t, c).Ask(t.Context(), session.Request{Device: oddDevice(), Kinds: allKinds})
			mustBe(t, d, test.outcome, test.kind)
			if !strings.Contains(d.Error.Message, test.says) {
				t.Errorf("message %q", d.Error.Message)
			}
		})
	}
	if closed.Load() == 0 {
		t.Error("the connection that led nowhere is open")
	}
}
