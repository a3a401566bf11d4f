package lab

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// openSSH runs the ssh of this machine against a device, and skips where there is none.
func openSSH(t *testing.T, l *Lab, name, typed string, arguments ...string) string {
	t.Helper()
	program, err := exec.LookPath("ssh")
	if err != nil {
		t.Skip("no ssh on this machine")
	}
	dir := t.TempDir()
	if err := l.WriteFiles(dir); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "askpass")
	if err := os.WriteFile(secret, []byte("#!/bin/sh\necho \"$NTPAUDIT_PASSWORD\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	options := []string{"-F", "/dev/null", "-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=" + filepath.Join(dir, "known_hosts"),
		"-o", "ConnectTimeout=20", "-p", strconv.Itoa(l.device(name).port), "-l", l.spec.Username, "127.0.0.1"}
	command := exec.CommandContext(t.Context(), program, append(options, arguments...)...)
	command.Env = append(append(os.Environ(), l.Environment()...), "SSH_ASKPASS="+secret, "SSH_ASKPASS_REQUIRE=force", "SSH_AUTH_SOCK=")
	command.Stdin = strings.NewReader(typed)
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	command.Run() // the device drops the connection, which ssh reports as a failure
	if out.Len() == 0 {
		t.Fatal(complaints.String())
	}
	return out.String()
}

func TestOpenSSH(t *testing.T) {
	if testing.Short() {
		t.Skip("runs ssh")
	}
	for _, method := range []string{"password", "keyboard-interactive"} {
		l := one(t, DeviceSpec{Auth: []string{method}, NTP: threePeers(), Privilege: 1, Path: Path{Out: 1e6}})
		got := openSSH(t, l, "r1", "terminal length 0\nenable\nlab-enable\nshow clock detail\nshow ntp status\nshow ntp associations\nshow running-config | include ^ntp\nexit\n", "-tt")
		wantText(t, got, "r1>enable\r\nPassword: \r\nr1#", "Time source is NTP", "Clock is synchronized", "*~10.9.0.1 ", "\r\nntp server 10.9.0.3\r\nr1#exit")
		if strings.Contains(got, "lab-enable") {
			t.Errorf("the secret is echoed:\n%s", got)
		}
	}
}

func TestOpenSSHCommand(t *testing.T) {
	if testing.Short() {
		t.Skip("runs ssh")
	}
	l := one(t, DeviceSpec{SSH: SSHSpec{HostKey: "ecdsa"}, NTP: threePeers()})
	wantText(t, openSSH(t, l, "r1", "", "show ntp associations"), "\r\n  address         ref clock", "*~10.9.0.1 ")
}
