package session_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// newKey writes a key file, and returns it with the line that admits it.
func newKey(t *testing.T, passphrase string) (file, authorized string, key ed25519.PrivateKey) {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "id")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	wrapped, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return file, string(ssh.MarshalAuthorizedKey(wrapped)), key
}

func TestKeyFile(t *testing.T) {
	file, authorized, _ := newKey(t, "")
	s := newSite(t, lab.DeviceSpec{Name: "r1", PublicKey: authorized}, lab.DeviceSpec{Name: "stranger"})
	ask := newAsker(t, s.config())
	login := func(name string, change func(*inventory.Device)) snapshot.Device {
		device := s.devices[name]
		device.Password, device.KeyFile = inventory.Secret{}, file
		change(&device)
		return ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
	}
	mustBe(t, login("r1", func(*inventory.Device) {}), snapshot.Audited, "")
	// The password follows where the key is not admitted.
	mustBe(t, login("stranger", func(d *inventory.Device) { d.Password = inventory.ValueSecret(password) }), snapshot.Audited, "")
	d := login("stranger", func(*inventory.Device) {})
	mustBe(t, d, snapshot.AuthFailed, "auth")
	if !strings.Contains(d.Error.Message, "a key file") {
		t.Errorf("message %q", d.Error.Message)
	}
}

func TestCredentialsThatCannotBeUsed(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	locked, _, _ := newKey(t, "a passphrase")
	t.Setenv("SESSION_TEST_EMPTY", "")
	tests := map[string]struct {
		change func(*inventory.Device)
		says   string
	}{
		"passphrase":  {func(d *inventory.Device) { d.KeyFile = locked }, "ssh-add"},
		"no key file": {func(d *inventory.Device) { d.KeyFile = filepath.Join(t.TempDir(), "none") }, "no such file"},
		"no variable": {func(d *inventory.Device) { d.Password = inventory.EnvSecret("SESSION_TEST_UNSET") }, "SESSION_TEST_UNSET is not set"},
		"empty":       {func(d *inventory.Device) { d.Password = inventory.EnvSecret("SESSION_TEST_EMPTY") }, "is empty"},
		"cannot type": {func(d *inventory.Device) { d.Password = inventory.ValueSecret("a\nreload\n") }, "control character"},
		"nothing":     {func(d *inventory.Device) { d.Password = inventory.Secret{} }, "--ask-pass"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			device := s.devices["r1"]
			test.change(&device)
			d := newAsker(t, s.config()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
			mustBe(t, d, snapshot.AuthFailed, "auth")
			if !strings.Contains(d.Error.Message, test.says) {
				t.Errorf("message %q does not say %q", d.Error.Message, test.says)
			}
		})
	}
	if c, err := s.Counters("r1"); err != nil || c.Connections > 0 {
		t.Errorf("%d connections without a credential (%v)", c.Connections, err)
	}
}

// newAgent serves an SSH agent that holds a key, and counts who asks it.
func newAgent(t *testing.T, key ed25519.PrivateKey) (socket string, asked *atomic.Int32) {
	t.Helper()
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "agent") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket = filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	asked = new(atomic.Int32)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			go func() {
				defer conn.Close()
				agent.ServeAgent(ring, conn) // ends with an error when the client hangs up
			}()
		}
	}()
	return socket, asked
}

func TestAgent(t *testing.T) {
	_, authorized, key := newKey(t, "")
	s := newSite(t, lab.DeviceSpec{Name: "r1", PublicKey: authorized})
	c := s.config()
	var asked *atomic.Int32
	c.Agent, asked = newAgent(t, key)
	device := s.devices["r1"]
	ask := newAsker(t, c)
	mustBe(t, ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds}), snapshot.Audited, "")
	if n := asked.Load(); n != 0 {
		t.Errorf("the agent was asked %d times though a password is configured", n)
	}
	device.Password = inventory.Secret{}
	mustBe(t, ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds}), snapshot.Audited, "")
	if n := asked.Load(); n != 1 {
		t.Errorf("the agent was asked %d times", n)
	}
}

func TestLegacyAlgorithms(t *testing.T) {
	legacy := lab.SSHSpec{Era: "legacy", HostKey: "rsa"}
	s := newSite(t, lab.DeviceSpec{Name: "old", SSH: legacy}, lab.DeviceSpec{Name: "classic", SSH: lab.SSHSpec{Era: "classic", HostKey: "rsa"}})
	c := s.config()
	c.Limits.Handshake = time.Minute // with -race, group1 takes its time
	device := s.devices["old"]
	device.Legacy = true
	mustBe(t, newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds}), snapshot.Audited, "")
	mustBe(t, newAsker(t, c).Ask(t.Context(), session.Request{Device: s.devices["classic"], Kinds: allKinds}), snapshot.Audited, "")
	c.Legacy = true
	mustBe(t, newAsker(t, c).Ask(t.Context(), session.Request{Device: s.devices["old"], Kinds: allKinds}), snapshot.Audited, "")
}
