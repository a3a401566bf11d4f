//go:build linux

package main

import (
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// bareAsks is the least that an exchange with a device takes: the same packets, no checks, no stamps, nothing kept.
func bareAsks(d inventory.Device, flights [][]string) error {
	tcp, err := net.Dial("tcp", net.JoinHostPort(d.Host, strconv.Itoa(d.Port)))
	if err != nil {
		return err
	}
	conn, channels, requests, err := ssh.NewClientConn(tcp, "", &ssh.ClientConfig{
		User: d.Username, Auth: []ssh.AuthMethod{ssh.Password("lab-password")}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
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
	prompt := []byte(d.Name + "#")
	if err := awaitPrompts(channel, prompt, 1); err != nil {
		return err
	}
	for _, flight := range flights {
		if _, err := io.WriteString(channel, strings.Join(flight, "\n")+"\n"); err != nil {
			return err
		}
		if err := awaitPrompts(channel, prompt, len(flight)); err != nil {
			return err
		}
	}
	return nil
}

// awaitPrompts reads until the prompt has come n times.
func awaitPrompts(r io.Reader, prompt []byte, n int) error {
	buffer := make([]byte, 4096)
	var all []byte
	for bytes.Count(all, prompt) < n {
		m, err := r.Read(buffer)
		if err != nil {
			return err
		}
		all = append(all, buffer[:m]...)
	}
	return nil
}
