package session_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAcceptNew(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"}, lab.DeviceSpec{Name: "r2"}, lab.DeviceSpec{Name: "r3"})
	c := s.config()
	c.HostKeys = session.HostKeys{Mode: session.AcceptNew, File: filepath.Join(t.TempDir(), "new", "known_hosts")}
	var devices []inventory.Device
	for _, name := range []string{"r1", "r2", "r3", "r1", "r2", "r3"} {
		devices = append(devices, s.devices[name])
	}
	for _, d := range askAll(t.Context(), newAsker(t, c), devices) {
		mustBe(t, d, snapshot.Audited, "")
	}
	if lines := strings.Count(read(t, c.HostKeys.File), "\n"); lines != 3 {
		t.Errorf("%d lines for 3 hosts:\n%s", lines, read(t, c.HostKeys.File))
	}
	c.HostKeys.Mode = session.Strict
	mustBe(t, s.askWith(t, c, "r2"), snapshot.Audited, "")
}

// A line that lacks its end is not joined with the one that is added.
func TestAcceptNewAfterAnUnfinishedLine(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"}, lab.DeviceSpec{Name: "r2", SSH: lab.SSHSpec{NoKey: true}})
	write(t, s.known, strings.TrimRight(string(s.KnownHosts()), "\n"))
	c := s.config()
	c.HostKeys.Mode = session.AcceptNew
	mustBe(t, s.askWith(t, c, "r2"), snapshot.Audited, "")
	c.HostKeys.Mode = session.Strict
	for _, name := range []string{"r1", "r2"} {
		mustBe(t, s.askWith(t, c, name), snapshot.Audited, "")
	}
}

func TestAcceptNewRefusesAChangedKey(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", SSH: lab.SSHSpec{WrongKey: true}})
	before := read(t, s.known)
	c := s.config()
	c.HostKeys.Mode = session.AcceptNew
	mustBe(t, s.askWith(t, c, "r1"), snapshot.HostKey, "host_key")
	if read(t, s.known) != before {
		t.Error("the file was changed")
	}
}

func TestIgnoreIsSaid(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", SSH: lab.SSHSpec{WrongKey: true}})
	c := s.config()
	c.HostKeys = session.HostKeys{Mode: session.Ignore}
	d := s.askWith(t, c, "r1")
	mustBe(t, d, snapshot.Audited, "")
	if len(d.Notes) != 1 || d.Notes[0] != "host key not verified" {
		t.Errorf("notes %q", d.Notes)
	}
}

// A host that is known by its ed25519 key is asked for that one, although it has an RSA key as well.
func TestKnownAlgorithmComesFirst(t *testing.T) {
	device := scripted(t, func(c *ssh.ServerConfig) { c.AddHostKey(rsaSigner(t)) }, func(c *terminal) { c.serve("R1#", plainAnswers()) })
	c := hurried()
	c.HostKeys = session.HostKeys{File: filepath.Join(t.TempDir(), "known_hosts")}
	write(t, c.HostKeys.File, keyLine(t, device)+"\n")
	mustBe(t, newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds}), snapshot.Audited, "")
}

func TestKnownHostsForms(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	plain := strings.TrimSpace(string(s.KnownHosts()))
	host, key, _ := strings.Cut(plain, " ")
	tests := map[string]struct {
		text    string
		outcome snapshot.Outcome
	}{
		"plain":            {plain, snapshot.Audited},
		"hashed":           {knownhosts.HashHostname(host) + " " + key, snapshot.Audited},
		"among others":     {"other.example.net," + host + " " + key, snapshot.Audited},
		"after a bad line": {"host.example.net 1024 35 1234567890\n\n# old\n" + plain, snapshot.Audited},
		"another port":     {"127.0.0.1 " + key, snapshot.HostKey},
		"revoked":          {"@revoked * " + key + "\n" + plain, snapshot.HostKey},
		"empty":            {"", snapshot.HostKey},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			write(t, s.known, test.text+"\n")
			d := s.ask(t, "r1")
			if d.Outcome != test.outcome {
				t.Errorf("outcome %s (%v), want %s", d.Outcome, d.Error, test.outcome)
			}
		})
	}
}

func TestHostKeyFileThatIsNotThere(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	c := s.config()
	c.HostKeys.File = filepath.Join(t.TempDir(), "none")
	d := s.askWith(t, c, "r1")
	mustBe(t, d, snapshot.HostKey, "host_key")
	if !strings.Contains(d.Error.Message, c.HostKeys.File) || !strings.Contains(d.Error.Message, "SHA256:") {
		t.Errorf("message %q names neither file nor fingerprint", d.Error.Message)
	}
}

func TestNewRefuses(t *testing.T) {
	c := hurried()
	for _, keys := range []session.HostKeys{{Mode: "sometimes", File: "x"}, {Mode: session.Strict}, {File: t.TempDir()}} {
		c.HostKeys = keys
		if _, err := session.New(c); err == nil {
			t.Errorf("%+v is accepted", keys)
		}
	}
}
