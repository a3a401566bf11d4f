package session_test

import (
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// bareAsks is the least that the same exchange takes: the same packets, no checks, no stamps, nothing kept.
func bareAsks(port int) error {
	tcp, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return err
	}
	conn, channels, requests, err := ssh.NewClientConn(tcp, "", &ssh.ClientConfig{
		User: "audit", Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		return err
	}
	client := ssh.NewClient(conn, channels, requests)
	defer client.Close()
	channel, events, err := client.OpenChannel("session", nil)
	if err != nil {
		return err
	}
	go ssh.DiscardRequests(events)
	terminal := struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{Term: "vt100", Columns: 511, Rows: 24, Modes: "\x00"}
	if _, err := channel.SendRequest("pty-req", false, ssh.Marshal(&terminal)); err != nil {
		return err
	}
	if _, err := channel.SendRequest("shell", false, nil); err != nil {
		return err
	}
	if err := readPrompts(channel, 1); err != nil {
		return err
	}
	first := append([]string{ios.TerminalLength}, everything[:3]...)
	for _, flight := range [][]string{first, everything[3:]} {
		if _, err := io.WriteString(channel, strings.Join(flight, "\n")+"\n"); err != nil {
			return err
		}
		if err := readPrompts(channel, len(flight)); err != nil {
			return err
		}
	}
	return nil
}

// readPrompts reads until a prompt has come so often.
func readPrompts(r io.Reader, n int) error {
	buffer := make([]byte, 4096)
	var all []byte
	for bytes.Count(all, []byte("#")) < n {
		m, err := r.Read(buffer)
		if err != nil {
			return err
		}
		all = append(all, buffer[:m]...)
	}
	return nil
}
