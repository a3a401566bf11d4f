package session_test

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// terminal is the far end of a session, as a script sees it.
type terminal struct {
	io.ReadWriter
	in     *bufio.Reader
	piece  int           // bytes a packet
	wrapAt int           // columns; 0: lines are as long as they like
	wrap   string        // what is printed there
	prompt string        // before what is typed
	heard  *[]string     // what hear returned; nil: nobody asks
	end    io.ReadWriter // the session, where ReadWriter stands before it; nil: ReadWriter is it
}

func newTerminal(far io.ReadWriter) *terminal {
	return &terminal{ReadWriter: far, in: bufio.NewReader(far), piece: 1 << 15}
}

// recorder notes what is read.
type recorder struct {
	io.Reader
	all *[]byte
}

func (r recorder) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	*r.all = append(*r.all, b[:n]...)
	return n, err
}

// hear is hidden that is noted.
func (c *terminal) hear() string {
	line := c.hidden()
	if c.heard != nil {
		*c.heard = append(*c.heard, line)
	}
	return line
}

// hang does nothing until the session ends, not even read.
func (c *terminal) hang() {
	if far, ok := c.session().(interface{ Ended() <-chan struct{} }); ok {
		<-far.Ended()
	}
}

func (c *terminal) session() io.ReadWriter {
	if c.end != nil {
		return c.end
	}
	return c.ReadWriter
}

// hangUp ends the session.
func (c *terminal) hangUp() {
	if closer, ok := c.session().(io.Closer); ok {
		closer.Close()
	}
}

// hidden reads a line without echo.
func (c *terminal) hidden() string {
	typed, err := c.in.ReadString('\n')
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(typed, "\n")
}

// line reads a line, and echoes each byte as soon as it is there.
func (c *terminal) line() (string, bool) {
	var line []byte
	for echo := ""; ; {
		b, err := c.in.ReadByte()
		if err != nil {
			return "", false
		}
		if at := len(c.prompt) + len(line); c.wrapAt > 0 && at > 0 && at%c.wrapAt == 0 && b != '\n' {
			echo += c.wrap
		}
		echo += string(b)
		if b == '\n' || c.in.Buffered() == 0 {
			c.say(echo)
			echo = ""
		}
		if b == '\n' {
			return string(line), true
		}
		line = append(line, b)
	}
}

// write writes text as it is.
func (c *terminal) write(text string) { io.WriteString(c, text) }

// say writes text with the line ends of a terminal, in packets of c.piece, and reports whether that was possible.
func (c *terminal) say(text string) bool {
	for text = strings.ReplaceAll(text, "\n", "\r\n"); text != ""; {
		n := min(c.piece, len(text))
		if _, err := io.WriteString(c, text[:n]); err != nil {
			return false
		}
		text = text[n:]
	}
	return true
}

// serve is a device with this prompt and these answers, until the session ends.
func (c *terminal) serve(prompt string, answers map[string]string) {
	c.prompt = prompt
	for c.say(prompt); ; c.say(prompt) {
		command, open := c.line()
		if !open {
			return
		}
		c.say(answers[command])
	}
}

// serveFew answers n commands and returns.
func (c *terminal) serveFew(n int, prompt string, answers map[string]string) {
	for range n {
		c.say(prompt)
		command, _ := c.line()
		c.say(answers[command])
	}
	c.say(prompt)
}

// scripted starts an SSH server whose sessions run a script, and which is as odd as the script is. configure, if
// not nil, changes what the server does up to the login.
func scripted(t *testing.T, configure func(*ssh.ServerConfig), script func(*terminal)) inventory.Device {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, nil }}
	if configure != nil {
		configure(config)
	}
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveScript(conn, config, script)
		}
	}()
	return inventory.Device{
		Name: "odd", Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Platform: "cisco_ios",
		Username: "audit", Password: inventory.ValueSecret(password), Enable: inventory.ValueSecret(enable),
	}
}

func serveScript(conn net.Conn, config *ssh.ServerConfig, script func(*terminal)) {
	defer conn.Close()
	server, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	defer server.Close()
	go ssh.DiscardRequests(requests)
	offered, open := <-channels
	if !open {
		return
	}
	channel, events, err := offered.Accept()
	if err != nil {
		return
	}
	defer channel.Close()
	go func() {
		for request := range events {
			request.Reply(true, nil) // a dead connection ends the script
		}
	}()
	script(newTerminal(channel))
}

// hurried is a run with short limits that verifies no host keys.
func hurried() session.Config {
	return session.Config{
		Timeline:  timeline.Start(),
		Platforms: platforms.All(),
		HostKeys:  session.HostKeys{Mode: session.Ignore},
		Limits: session.Limits{
			Login: 3 * time.Second, Silence: 500 * time.Millisecond, Configuration: 500 * time.Millisecond, Device: 10 * time.Second,
		},
	}
}

// keyLine is the known_hosts line for a device's ed25519 key.
func keyLine(t *testing.T, d inventory.Device) string {
	t.Helper()
	address := net.JoinHostPort(d.Host, strconv.Itoa(d.Port))
	var line string
	client, err := ssh.Dial("tcp", address, &ssh.ClientConfig{
		Auth:              []ssh.AuthMethod{ssh.Password(password)},
		HostKeyAlgorithms: []string{ssh.KeyAlgoED25519},
		HostKeyCallback: func(host string, _ net.Addr, key ssh.PublicKey) error {
			line = knownhosts.Line([]string{host}, key)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	return line
}

func rsaSigner(t *testing.T) ssh.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}
