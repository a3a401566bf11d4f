package session

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func testKey(t *testing.T, n byte) ssh.PublicKey {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	key, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(seed).Public())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Looking hosts up by name judges as x/crypto does that tries every line, whatever stands in the file.
func TestKnownKeysJudgeAsCryptoDoes(t *testing.T) {
	names := []string{"edge1", "edge2", "192.0.2.1", "[192.0.2.1]:2222", "[edge1]:2222", "2001:db8::1", "[2001:db8::1]:2222", "edge2:22"}
	patterns := []string{"edge*", "*,!edge1", "192.0.2.?", "[*]:2222", "*"}
	markers := []string{"", "", "", "", "", "", "@revoked ", "@cert-authority "}
	addresses := []string{"edge1:22", "edge2:22", "edge3:22", "edge1:2222", "192.0.2.1:22", "192.0.2.1:2222", "[2001:db8::1]:22", "[2001:db8::1]:2222"}
	keys := []ssh.PublicKey{noKey{}, &ssh.Certificate{Key: testKey(t, 9), SignatureKey: testKey(t, 1), CertType: ssh.HostCert}}
	for n := range byte(4) {
		keys = append(keys, testKey(t, n))
	}
	path := filepath.Join(t.TempDir(), "known_hosts")
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		pick := func(list []string) string { return list[rng.IntN(len(list))] }
		var file strings.Builder
		for range rng.IntN(12) {
			hosts := pick(names)
			switch rng.IntN(6) {
			case 0:
				hosts = pick(patterns)
			case 1:
				hosts = knownhosts.HashHostname(knownhosts.Normalize(hosts))
			case 2:
				hosts += "," + pick(names)
			case 3:
				hosts += "," + pick(patterns)
			}
			fmt.Fprintf(&file, "%s%s %s\n", pick(markers), hosts, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(testKey(t, byte(rng.IntN(4)))))))
			file.WriteString(pick([]string{"", "", "\n", "# a comment\n"}))
		}
		if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		want, err := knownhosts.New(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readKnownHosts(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range addresses {
			for _, key := range keys {
				w, g := judged(want(address, &net.TCPAddr{}, key)), judged(got.check(address, &net.TCPAddr{}, key))
				if g != w {
					t.Fatalf("%s with a key of type %s: %s, want %s; the file is\n%s", address, key.Type(), g, w, &file)
				}
			}
		}
	}
}

// judged is an answer with the lines of the keys that are known instead.
func judged(err error) string {
	var unknown *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case err == nil:
		return "known"
	case errors.As(err, &revoked):
		return "revoked"
	case !errors.As(err, &unknown):
		return "refused"
	}
	text := "unknown"
	for _, k := range unknown.Want {
		text += fmt.Sprintf(" %d:%s", k.Line, fingerprint(k.Key))
	}
	return text
}
