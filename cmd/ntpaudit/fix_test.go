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

// refusal is how a device says that it did not take a line, or a commit.
var refusal = regexp.MustCompile(`(?m)^% .*$`)

// framing is what stands before and behind lines that an engineer enters: into configuration mode, and out of it with what was
// entered in force and, where that is another line, saved.
func framing(platform inventory.Platform) (before, after string) {
	switch platform {
	case "cisco_nxos":
		return "configure terminal", "end\ncopy running-config startup-config"
	case "cisco_iosxr":
		return "configure", "commit\nend"
	}
	return "configure terminal", "end\ncopy running-config startup-config\n" // and the file that it asks for
}

// apply enters the lines of a file in the configuration mode of a device of the lab, with a client of its
// own, as ntpaudit would never send them: apply DEVICE FILE [<PLACEHOLDER>=VALUE…]
func apply(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: apply DEVICE FILE [<PLACEHOLDER>=VALUE…]")
	}
	enter(ts, args[0], ts.ReadFile(args[1]), args[2:])
}

// applyAll does so with every file of a folder that holds more than comments: applyall DIR [<PLACEHOLDER>=VALUE…]
func applyAll(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 1 {
		ts.Fatalf("usage: applyall DIR [<PLACEHOLDER>=VALUE…]")
	}
	files, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.cfg"))
	ts.Check(err)
	for _, file := range files {
		if lines := ts.ReadFile(file); holdsLines.MatchString(lines) {
			enter(ts, strings.TrimSuffix(filepath.Base(file), ".cfg"), lines, args[1:])
		}
	}
}

var (
	holdsLines  = regexp.MustCompile(`(?m)^[^!\n]`)
	placeholder = regexp.MustCompile(`(?m)^[^!\n].*<.*>.*$`) // ntp server <address 1>
)

func enter(ts *testscript.TestScript, device, lines string, placeholders []string) {
	for _, given := range placeholders {
		name, value, _ := strings.Cut(given, "=")
		lines = strings.ReplaceAll(lines, name, value)
	}
	if left := placeholder.FindString(lines); left != "" {
		ts.Fatalf("%s: nothing is given for the placeholder of %q", device, left)
	}
	client, platform, err := login(ts, device)
	ts.Check(err)
	defer client.Close()
	before, after := framing(platform)
	transcript, err := typeIn(client, "terminal length 0\n"+before+"\n"+lines+"\n"+after+"\nexit\n")
	ts.Check(err)
	ts.Logf("%s", transcript)
	if line := refusal.FindString(transcript); line != "" {
		ts.Fatalf("%s refuses a line: %s", device, line)
	}
}

// login opens a connection to a device of the lab that labCommand has started.
func login(ts *testscript.TestScript, name string) (*ssh.Client, inventory.Platform, error) {
	folder := ts.MkAbs("lab")
	inv, err := loadInventory(filepath.Join(folder, "inventory.yaml"))
	if err != nil {
		return nil, "", err
	}
	if inv, err = inventory.Select(inv, []string{name}); err != nil {
		return nil, "", err
	}
	keys, err := knownhosts.New(filepath.Join(folder, "known_hosts"))
	if err != nil {
		return nil, "", err
	}
	client, err := ssh.Dial("tcp", inv.Devices[0].Endpoint(), &ssh.ClientConfig{
		User:            inv.Devices[0].Username,
		Auth:            []ssh.AuthMethod{ssh.Password(ts.Getenv("NTPAUDIT_PASSWORD"))},
		HostKeyCallback: keys,
		Timeout:         scriptDeadline,
	})
	return client, inv.Devices[0].Platform, err
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
