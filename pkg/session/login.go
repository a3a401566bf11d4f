package session

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// login is what one device is logged in to with.
type login struct {
	device     inventory.Device
	platform   *platform.Platform // what the session goes by
	limits     Limits
	watch      *watch
	turn       *turn // at the gate; nil: not asked for yet
	password   string
	key        ssh.Signer // of the key file; nil: none is configured
	agent      bool       // offer the keys of the agent
	credential credential
	secrets    []string // whatever must not be seen again
}

// prepare gathers what the inventory configures, and nothing else: agent keys are offered only where neither a
// password nor a key file is, because a key that nobody chose counts as a failed attempt.
func (a *Asker) prepare(l *login) error {
	d := l.device
	var err error
	if !d.Password.IsZero() {
		if l.password, err = l.resolve("password", d.Password); err != nil {
			return orLack(err, authFault(err.Error()))
		}
	}
	if d.KeyFile != "" {
		if l.key, err = a.keys.load(d.KeyFile); err != nil {
			return orLack(err, authFault(err.Error()))
		}
	}
	l.agent = l.password == "" && l.key == nil
	if l.agent && a.agent == "" {
		return authFault("no password, key file or SSH agent is configured; " +
			"set password or key_file in the inventory, or use --ask-pass")
	}
	// A device may print the enable secret without having been told it. One that cannot be resolved is said when it is needed.
	if !d.Enable.IsZero() {
		_, _ = l.resolve("enable secret", d.Enable)
	}
	l.share(a.vault)
	l.credential = l.identify()
	return a.gate.barred(l.credential, l.device.Name)
}

// awaitTurn waits until the device may be logged in to. That is nobody's time.
func (l *login) awaitTurn(ctx context.Context) error {
	l.watch.pause()
	err := l.turn.wait(ctx)
	waited := l.watch.resume()
	var known *fault
	var over *overtime
	if err == nil || len(l.turn.behind) == 0 || errors.Is(err, errTurn) || errors.As(err, &known) || errors.As(err, &over) {
		return err
	}
	return &fault{snapshot.KindInterrupted, snapshot.Timeout, fmt.Sprintf("not tried: the run ended when it had waited %s for the login of %s with the same credential",
		waited.Round(time.Second), l.turn.waitsFor())}
}

// end gives back what is held for the login.
func (l *login) end() {
	l.watch.stop()
	if l.turn != nil {
		l.turn.leave(silent) // of no effect where the device had its say
	}
}

// resolve fetches a secret and remembers to keep it out of all output.
func (l *login) resolve(what string, s inventory.Secret) (string, error) {
	value, err := s.Typed()
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	l.keep(value)
	return value, nil
}

// identify digests user, password and key, so that the gate can tell credentials apart for a whole run
// without holding any.
func (l *login) identify() credential {
	var key []byte
	if l.key != nil {
		key = l.key.PublicKey().Marshal()
	}
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %q %t", l.device.Username, l.password, key, l.agent))
}

func authFault(message string) *fault { return &fault{"auth", snapshot.AuthFailed, message} }

func notTried(why string) *fault {
	return &fault{snapshot.KindNotTried, snapshot.AuthFailed, "not tried, " + why + "; correct the user name or the password"}
}

// keyring reads each key file once for a run.
type keyring struct {
	mu   sync.Mutex
	read map[string]keyFile
}

type keyFile struct {
	signer ssh.Signer
	err    error
}

func newKeyring() *keyring { return &keyring{read: map[string]keyFile{}} }

func (k *keyring) load(path string) (ssh.Signer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, ok := k.read[path]
	if !ok {
		f.signer, f.err = readKey(path)
		if scarcity.Of(f.err) != "" {
			return nil, f.err // another time there may be enough
		}
		k.read[path] = f
	}
	return f.signer, f.err
}

// maxKeyFile bounds a private key; one of 16,384 bits has 13 KiB.
const maxKeyFile = 1 << 20

// CheckKeyFile says why no device can be logged in to with a key file.
func CheckKeyFile(path string) error {
	_, err := readKey(path)
	return err
}

func readKey(path string) (ssh.Signer, error) {
	pem, err := safefile.Read(path, maxKeyFile)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	signer, err := ssh.ParsePrivateKey(pem)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, fmt.Errorf("key file %s is protected by a passphrase; load it into an agent with ssh-add, and leave key_file out", path)
	case err != nil:
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return signer, nil
}
