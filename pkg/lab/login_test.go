package lab

import (
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestLogins(t *testing.T) {
	_, signer := testKey(t)
	line := string(ssh.MarshalAuthorizedKey(signer.PublicKey()))
	interactive := ssh.KeyboardInteractive(func(_, _ string, questions []string, echos []bool) ([]string, error) {
		if len(questions) != 1 || questions[0] != "Password: " || echos[0] {
			t.Errorf("asked %q %v", questions, echos)
		}
		return []string{"lab-password"}, nil
	})
	tests := []struct {
		name   string
		device DeviceSpec
		method ssh.AuthMethod
		ok     bool
		want   Counters
	}{
		{"password", DeviceSpec{}, ssh.Password("lab-password"), true, Counters{Logins: 1}},
		{"wrong", DeviceSpec{}, ssh.Password("lab-passworD"), false, Counters{Logins: 1, Refused: 1}},
		{"own password", DeviceSpec{Password: "own"}, ssh.Password("lab-password"), false, Counters{Logins: 1, Refused: 1}},
		{"other user", DeviceSpec{Username: "admin"}, ssh.Password("lab-password"), false, Counters{Logins: 1, Refused: 1}},
		{"interactive", DeviceSpec{Auth: []string{"keyboard-interactive"}}, interactive, true, Counters{Logins: 1}},
		{"no password", DeviceSpec{Auth: []string{"keyboard-interactive"}}, ssh.Password("lab-password"), false, Counters{}},
		{"key", DeviceSpec{PublicKey: line}, ssh.PublicKeys(signer), true, Counters{Logins: 1}},
		{"unknown key", DeviceSpec{}, ssh.PublicKeys(signer), false, Counters{}},
	}
	for _, test := range tests {
		l := one(t, test.device)
		c, err := client(l, "r1", func(c *ssh.ClientConfig) { c.Auth = []ssh.AuthMethod{test.method} })
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
		if err == nil {
			c.Close()
		}
		if got, _ := l.Counters("r1"); got.Logins != test.want.Logins || got.Refused != test.want.Refused || got.Connections != 1 {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
}

func testKey(t *testing.T) ([32]byte, ssh.Signer) {
	t.Helper()
	seed := seedOf(9, "a person's key")
	signer, err := newHostKey("ed25519", seed)
	if err != nil {
		t.Fatal(err)
	}
	return seed, signer
}

func TestEras(t *testing.T) {
	weak := ssh.InsecureAlgorithms()
	legacy := func(c *ssh.ClientConfig) {
		c.KeyExchanges, c.Ciphers, c.HostKeyAlgorithms, c.MACs = weak.KeyExchanges, weak.Ciphers, weak.HostKeys, append(weak.MACs, ssh.HMACSHA1)
	}
	modern := func(*ssh.ClientConfig) {}
	tests := []struct {
		era    string
		client func(*ssh.ClientConfig)
		ok     bool
	}{
		{"modern", modern, true}, {"modern", legacy, false}, {"classic", modern, true}, {"legacy", modern, false}, {"legacy", legacy, true},
	}
	for _, test := range tests {
		l := one(t, DeviceSpec{SSH: SSHSpec{Era: test.era}})
		c, err := client(l, "r1", test.client)
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.era, err)
		}
		if err == nil {
			c.Close()
		}
	}
}
