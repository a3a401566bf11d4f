package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// refusal is how a device says that it did not take a line.
var refusal = regexp.MustCompile(`(?m)^% .*$`)

// apply enters the lines of a file in the configuration mode of a device of the lab, with a client of its
// own, as ntpaudit would never send them: apply DEVICE FILE [<PLACEHOLDER>=VALUE…]
func apply(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: apply DEVICE FILE [<PLACEHOLDER>=VALUE…]")
	}
	lines := ts.ReadFile(args[1])
	for _, placeholder := range args[2:] {
		name, value, _ := strings.Cut(placeholder, "=")
		lines = strings.ReplaceAll(lines, name, value)
	}
	client, err := login(ts, args[0])
	ts.Check(err)
	defer client.Close()
	transcript, err := typeIn(client, "terminal length 0\nconfigure terminal\n"+lines+"\nend\nexit\n")
	ts.Check(err)
	ts.Logf("%s", transcript)
	if line := refusal.FindString(transcript); line != "" {
		ts.Fatalf("%s refuses a line: %s", args[0], line)
	}
}

// login opens a connection to a device of the lab that labCommand has started.
func login(ts *testscript.TestScript, name string) (*ssh.Client, error) {
	folder := ts.MkAbs("lab")
	inv, err := loadInventory(filepath.Join(folder, "inventory.yaml"))
	if err != nil {
		return nil, err
	}
	if inv, err = inventory.Select(inv, []string{name}); err != nil {
		return nil, err
	}
	keys, err := knownhosts.New(filepath.Join(folder, "known_hosts"))
	if err != nil {
		return nil, err
	}
	return ssh.Dial("tcp", inv.Devices[0].Endpoint(), &ssh.ClientConfig{
		User:            inv.Devices[0].Username,
		Auth:            []ssh.AuthMethod{ssh.Password(ts.Getenv("NTPAUDIT_PASSWORD"))},
		HostKeyCallback: keys,
		Timeout:         scriptDeadline,
	})
}

// typeIn types text into a shell and returns what came until the device hung up.
func typeIn(client *ssh.Client, text string) (string, error) {
	session, err := client.NewSession()
	if err != nil {
		return "", err
	}
	defer session.Close()
	if err := session.RequestPty("vt100", 0, 511, ssh.TerminalModes{}); err != nil {
		return "", err
	}
	var out bytes.Buffer
	session.Stdout, session.Stdin = &out, strings.NewReader(text)
	if err := session.Shell(); err != nil {
		return "", err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		session.Wait() // IOS sends no exit status, so there is always an error
	}()
	select {
	case <-ended:
		return strings.ReplaceAll(out.String(), "\r", ""), nil
	case <-time.After(scriptDeadline):
		return "", fmt.Errorf("the device does not hang up")
	}
}
