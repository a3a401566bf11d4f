package session_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// echoOnly echoes what is typed, and not the end of the line.
func (c *terminal) echoOnly() bool {
	typed, err := c.in.ReadString('\n')
	return err == nil && c.say(strings.TrimSuffix(typed, "\n"))
}

// What a message says was waited for is not what it quotes.
func TestTheCauseDoesNotContradictTheQuotation(t *testing.T) {
	tests := map[string]struct {
		script func(*terminal)
		kind   string
		begins string
		not    string
	}{
		"the end behind the first echo": {func(c *terminal) {
			c.say("R1#")
			c.echoOnly()
		}, "dropped", `the end of the line "terminal length 0": the device ended`, "the echo of"},
		"silence behind the first echo": {func(c *terminal) {
			c.say("R1#")
			c.echoOnly()
			c.hang()
		}, "timeout", `the end of the line "terminal length 0": nothing came`, "the echo of"},
		"the end behind a later echo": {func(c *terminal) {
			c.serveFew(1, "R1#", plainAnswers())
			c.echoOnly()
		}, "dropped", `the end of the line "show clock detail": the device ended`, `"terminal length 0"`},
		"the end behind a whole answer": {func(c *terminal) {
			c.serveFew(3, "R1#", plainAnswers())
			c.echoOnly()
		}, "dropped", `the end of the line "show ntp status": the device ended`, `"show privilege"`},
		"prompts without line ends": {func(c *terminal) {
			for c.say("R1#") {
				if !c.echoOnly() {
					return
				}
			}
		}, "protocol", `no line end came before "R1#"`, "raise"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := played(t, test.script)
			if d.Error == nil || d.Error.Kind != test.kind {
				t.Fatalf("%s, %+v", d.Outcome, d.Error)
			}
			if !strings.HasPrefix(d.Error.Message, test.begins) || strings.Contains(d.Error.Message, test.not) {
				t.Errorf("message %q", d.Error.Message)
			}
		})
	}
}

// What a device echoes of "enable" is no question, however long it then asks its AAA servers.
func TestEnableThatIsSlowBehindItsEcho(t *testing.T) {
	var typed []string
	d, _ := played(t, func(c *terminal) {
		c.heard = &typed
		answers := plainAnswers()
		answers[ios.ShowPrivilege] = "Current privilege level is 1\n"
		c.serveFew(level1, "R1>", answers)
		c.echoOnly()
		time.Sleep(5 * time.Second)
		c.say("\nPassword: ")
		c.hear()
		c.say("\n")
		privileged(c)
	})
	mustBe(t, d, snapshot.Audited, "")
	if len(typed) != 1 || typed[0] != enable {
		t.Errorf("typed %q", typed)
	}
}

// Only what speaks SSH may have no VTY line left: anything else is said to be what it is, and no more.
func TestWhoEndsTheKeyExchange(t *testing.T) {
	for began, mayBeFull := range map[string]bool{
		"HTTP/1.1 400 Bad Request\r\n\r\n": false,
		"SSH-1.5-Cisco-1.25\r\n":           false,
		"SSH-2.0-Cisco-1.25\r\n":           true,
		"SSH-1.99-Cisco-1.25\r\n":          true,
		"":                                 true,
	} {
		t.Run(began, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			go func() {
				if conn, err := listener.Accept(); err == nil {
					io.WriteString(conn, began)
					conn.(*net.TCPConn).CloseWrite() // a reset could overtake what was said
					io.Copy(io.Discard, conn)
					conn.Close()
				}
			}()
			device := oddDevice()
			device.Port = listener.Addr().(*net.TCPAddr).Port
			d := newAsker(t, hurried()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
			if d.Error == nil || strings.Contains(d.Error.Message, "VTY") != mayBeFull {
				t.Errorf("%s, %+v", d.Outcome, d.Error)
			}
		})
	}
}
