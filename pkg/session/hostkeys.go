package session

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// HostKeyMode says what is done about host keys.
type HostKeyMode string

// The modes.
const (
	Strict    HostKeyMode = "strict"     // the key must be known
	AcceptNew HostKeyMode = "accept-new" // the key of a host without one is added to the file; a changed key is refused
	Ignore    HostKeyMode = "ignore"     // nothing is verified, which Device.Notes says
)

// HostKeys is where host keys are known from. The zero Mode is Strict.
type HostKeys struct {
	Mode HostKeyMode
	File string // OpenSSH known_hosts; it need not exist
}

// hostKeys verifies host keys, and adds new ones where that is wanted.
type hostKeys struct {
	HostKeys

	known *knownKeys

	mu    sync.Mutex
	added map[string]ssh.PublicKey // since then, by address
}

func newHostKeys(c HostKeys) (*hostKeys, error) {
	h := &hostKeys{HostKeys: c, added: map[string]ssh.PublicKey{}}
	switch c.Mode {
	case "":
		h.Mode = Strict
	case Strict, AcceptNew:
	case Ignore:
		return h, nil
	default:
		return nil, fmt.Errorf("host key mode %q: strict, accept-new or ignore", c.Mode)
	}
	if c.File == "" {
		return nil, errors.New("no file of known host keys is named; name one with --known-hosts")
	}
	var err error
	h.known, err = readKnownHosts(c.File)
	if err != nil {
		return nil, fmt.Errorf("%w; --known-hosts names another file of known host keys", err)
	}
	return h, nil
}

// algorithms lists what to negotiate with an address, those of its known keys first.
func (h *hostKeys) algorithms(address string) []string {
	if h.Mode == Ignore {
		return nil
	}
	var known []ssh.PublicKey
	var e *knownhosts.KeyError
	if errors.As(h.lookup(address, &net.TCPAddr{}, noKey{}), &e) {
		for _, k := range e.Want {
			known = append(known, k.Key)
		}
	}
	return hostKeyAlgorithms(known)
}

// lookup returns nil for a known key, and a *knownhosts.KeyError otherwise.
func (h *hostKeys) lookup(address string, remote net.Addr, key ssh.PublicKey) error {
	h.mu.Lock()
	added := h.added[address]
	h.mu.Unlock()
	if added != nil {
		if bytes.Equal(added.Marshal(), key.Marshal()) {
			return nil
		}
		return &knownhosts.KeyError{Want: []knownhosts.KnownKey{{Key: added, Filename: h.File}}}
	}
	return h.known.check(address, remote, key)
}

// check is the HostKeyCallback.
func (h *hostKeys) check(address string, remote net.Addr, key ssh.PublicKey) error {
	if h.Mode == Ignore {
		return nil
	}
	err := h.lookup(address, remote, key)
	var e *knownhosts.KeyError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &e):
		return hostKeyFault("the host key %s was refused: %v", fingerprint(key), err)
	case len(e.Want) > 0:
		return h.changed(address, key, e.Want)
	case h.Mode == AcceptNew:
		return h.add(address, key)
	}
	return hostKeyFault("the host key is not known: the device sent %s, and %s has none for %s; compare the fingerprint, then add the key: %s, or use --host-key accept-new",
		fingerprint(key), h.File, knownhosts.Normalize(address), h.keyscan(address))
}

func (h *hostKeys) changed(address string, key ssh.PublicKey, want []knownhosts.KnownKey) error {
	var expected []string
	for _, k := range want {
		where := h.File
		if k.Line > 0 {
			where = fmt.Sprintf("%s:%d", h.File, k.Line)
		}
		expected = append(expected, fmt.Sprintf("%s (%s)", fingerprint(k.Key), where))
	}
	name := knownhosts.Normalize(address)
	return hostKeyFault("the host key has changed: the device sent %s, expected is %s; if the device was replaced, ssh-keygen -R '%s' -f %s, then %s; if not, somebody may be in between",
		fingerprint(key), strings.Join(expected, " or "), name, h.File, h.keyscan(address))
}

// add appends the key with a single write, so that neither another session nor another program tears the line.
func (h *hostKeys) add(address string, key ssh.PublicKey) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if added := h.added[address]; added != nil {
		if bytes.Equal(added.Marshal(), key.Marshal()) {
			return nil
		}
		return hostKeyFault("two devices answer as %s with different host keys: %s and %s", address, fingerprint(added), fingerprint(key))
	}
	if err := appendLine(h.File, knownhosts.Line([]string{address}, key)); err != nil {
		return orLack(err, hostKeyFault("the new host key cannot be kept: %v; name another file with --known-hosts", err))
	}
	h.added[address] = key
	return nil
}

func appendLine(path, line string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	line += "\n"
	if unfinished(f) {
		line = "\n" + line
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Close())
}

// unfinished reports whether the last line of a file lacks its end.
func unfinished(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, info.Size()-1)
	return err == nil && last[0] != '\n'
}

func (h *hostKeys) keyscan(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "ssh-keyscan " + address + " >> " + h.File
	}
	return fmt.Sprintf("ssh-keyscan -p %s %s >> %s", port, host, h.File)
}

func fingerprint(key ssh.PublicKey) string { return key.Type() + " " + ssh.FingerprintSHA256(key) }

func hostKeyFault(format string, args ...any) *fault {
	return &fault{"host_key", snapshot.HostKey, fmt.Sprintf(format, args...)}
}

// noKey equals no key. Looking it up tells which keys are known.
type noKey struct{}

func (noKey) Type() string                        { return "none" }
func (noKey) Marshal() []byte                     { return nil }
func (noKey) Verify([]byte, *ssh.Signature) error { return errors.New("no key") }
