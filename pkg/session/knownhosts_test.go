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

// A line may be as long as it likes, and a file may be anything: the others are read, or the error begins with the file.
func TestKnownHostsOfAnyShape(t *testing.T) {
	key := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(testKey(t, 1))))
	var many strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&many, "host%d.example.net,", i)
	}
	good := "edge1 " + key + "\n"
	tests := map[string]struct{ text, says string }{
		"70,000 letters":              {strings.Repeat("a", 70_000) + "\n" + good, ""},
		"70,000 letters, no line end": {good + strings.Repeat("a", 70_000), ""},
		"a long comment":              {"# " + strings.Repeat("a", 70_000) + "\n" + good, ""},
		"a long list of hosts":        {many.String() + "edge1 " + key, ""},
		"a long comment behind a key": {"edge1 " + key + " " + strings.Repeat("x", 1<<20) + "\n", ""},
		"NUL":                         {strings.Repeat("\x00", 1<<20) + "\n" + good, ""},
		"a byte order mark":           {"\ufeff\n" + good, ""},
		"carriage returns":            {"#\r\nedge1 " + key + "\r\n", ""},
		"a long list of patterns":     {"#\n" + strings.Repeat("*.example.net,", 10_000) + "edge1 " + key + "\n", ":2: a line of patterns"},
		"a broken hash":               {"#\n|1|x|y " + key + "\n", ":2: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "known_hosts")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			h, err := newHostKeys(HostKeys{File: path})
			if test.says != "" {
				if err == nil || !strings.HasPrefix(err.Error(), path+test.says) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := h.check("edge1:22", &net.TCPAddr{}, testKey(t, 1)); err != nil {
				t.Error(err)
			}
		})
	}
}

// What is no file ends at once, with a sentence that begins with its name.
func TestKnownHostsThatAreNoFile(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"/dev/zero", dir} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if _, err := newHostKeys(HostKeys{File: path}); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%s as known hosts: %v", path, err)
		}
		if _, err := readKey(path); err == nil || !strings.Contains(err.Error(), path+": ") {
			t.Errorf("%s as a key: %v", path, err)
		}
	}
	for _, path := range []string{os.DevNull, filepath.Join(dir, "none")} {
		if _, err := newHostKeys(HostKeys{File: path}); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}
