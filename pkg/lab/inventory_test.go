package lab

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func TestFiles(t *testing.T) {
	l := start(t, Spec{
		Password: "it's $HOME", Servers: append(honest(), ServerSpec{Name: "signed", Key: &KeySpec{ID: 5, Type: "sha1", Secret: "k"}}),
		References: []string{"ntp1", "signed"},
		Devices: []DeviceSpec{
			{Name: "r1", Address: "10.0.0.1", NTP: threePeers(), Role: "router", Tags: []string{"core"}},
			{Name: "r2", SSHLegacy: true, RequiredTimezone: "UTC", Platform: "cisco_iosxe"},
			{Name: "r3", SSH: SSHSpec{WrongKey: true}},
			{Name: "r4", SSH: SSHSpec{NoKey: true}},
		},
	})
	dir := filepath.Join(t.TempDir(), "deep", "down")
	if err := l.WriteFiles(dir); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	wantText(t, read("lab.env"), `export NTPAUDIT_PASSWORD='it'\''s $HOME'`, "export NTPAUDIT_NTP_KEY_5='k'")
	inventory := read("inventory.yaml")
	wantText(t, inventory, "env: NTPAUDIT_ENABLE", "address: 10.9.0.3", "role: router", "ssh: legacy", "ntp: \"off\"",
		"platform: cisco_iosxe", "timezone: UTC", "env: NTPAUDIT_NTP_KEY_5", "- core")
	if references, _, _ := strings.Cut(inventory, "servers:"); strings.Count(references, "address:") != 2 {
		t.Errorf("want two references:\n%s", references)
	}
	verify, err := knownhosts.New(filepath.Join(dir, "known_hosts"))
	if err != nil {
		t.Fatal(err)
	}
	for name, known := range map[string]bool{"r1": true, "r3": false, "r4": false} {
		c, err := client(l, name, func(c *ssh.ClientConfig) { c.HostKeyCallback = verify })
		if (err == nil) != known {
			t.Errorf("%s: known_hosts agrees: %v", name, err)
		}
		if err == nil {
			c.Close()
		}
	}
}

func TestKeysAreStable(t *testing.T) {
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		a, err := newHostKey(kind, seedOf(1, "r1"))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := newHostKey(kind, seedOf(1, "r1"))
		c, _ := newHostKey(kind, seedOf(2, "r1"))
		if !bytes.Equal(a.PublicKey().Marshal(), b.PublicKey().Marshal()) || bytes.Equal(a.PublicKey().Marshal(), c.PublicKey().Marshal()) {
			t.Errorf("%s: the key does not follow from the seed alone", kind)
		}
	}
}
