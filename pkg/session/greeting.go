package session

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"sync"
)

// greetingBytes is how much of what a server says first is remembered.
const greetingBytes = 120

// greeting is a connection that remembers how the other side began, to tell what it is where it does not speak SSH.
type greeting struct {
	net.Conn

	mu   sync.Mutex
	said []byte
}

func (g *greeting) Read(b []byte) (int, error) {
	n, err := g.Conn.Read(b)
	g.mu.Lock()
	defer g.mu.Unlock()
	if room := greetingBytes - len(g.said); room > 0 {
		g.said = append(g.said, b[:min(n, room)]...)
	}
	return n, err
}

// firstLine is how the other side began.
func (g *greeting) firstLine() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	line, _, _ := bytes.Cut(bytes.TrimLeft(g.said, "\r\n"), []byte("\n"))
	return string(line)
}

// isSSH reports whether the other side began as a server that this program can talk to (RFC 4253 §4.2, §5.1).
func (g *greeting) isSSH() bool {
	line := g.firstLine()
	return strings.HasPrefix(line, "SSH-2.0-") || strings.HasPrefix(line, "SSH-1.99-")
}

// describe says what was seen of a server that did not come to its host key.
func (h *handshake) describe() string {
	line := h.greeting.firstLine()
	quoted := h.login.quote(line)
	switch {
	case line == "":
		return "it sent nothing"
	case strings.HasPrefix(line, "SSH-1.") && !strings.HasPrefix(line, "SSH-1.99-"):
		return fmt.Sprintf("it speaks SSH version 1 only (%s); configure ip ssh version 2 on the device", quoted)
	case !strings.HasPrefix(line, "SSH-"):
		return fmt.Sprintf("it begins with %s, which is not SSH", quoted)
	}
	return fmt.Sprintf("it begins with %s, and what follows is not understood", quoted)
}
