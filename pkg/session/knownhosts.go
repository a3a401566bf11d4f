package session

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// knownKeys is an OpenSSH known_hosts file as it was at the start. x/crypto tries every line of it for every host, which costs a
// fleet of 10 000 more than its key exchanges; so the lines that simply name hosts are found by name, and x/crypto judges the rest:
// patterns, hashed names, authorities and revoked keys.
type knownKeys struct {
	named map[place][]knownhosts.KnownKey
	rest  ssh.HostKeyCallback
}

// place is where a host key is known for.
type place struct{ host, port string }

// maxKnownHosts bounds the file: 100,000 hosts with three keys each take 60 MiB.
const maxKnownHosts = 128 << 20

// maxPatternLine is what x/crypto reads of a line.
const maxPatternLine = 60 << 10

// readKnownHosts skips lines that it cannot read, as OpenSSH does: a file that has grown for years holds some, and a key
// that is skipped is unknown, never accepted. A file that is not there holds no keys. Errors begin with the file.
func readKnownHosts(path string) (*knownKeys, error) {
	text, err := safefile.Read(path, maxKnownHosts)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	k := &knownKeys{named: map[place][]knownhosts.KnownKey{}}
	var rest bytes.Buffer // with the others empty, so that line numbers stay
	n := 0
	for line := range bytes.Lines(text) {
		n++
		line = bytes.TrimRight(line, "\r\n")
		marker, hosts, key, _, _, err := ssh.ParseKnownHosts(line)
		switch {
		case err != nil:
		case marker == "" && !slices.ContainsFunc(hosts, isPattern):
			k.name(hosts, knownhosts.KnownKey{Key: key, Filename: path, Line: n})
		case len(line) > maxPatternLine:
			return nil, fmt.Errorf("%s:%d: a line of patterns, hashes or a marker that is longer than %d KiB; split it into several with the same key",
				path, n, maxPatternLine>>10)
		default:
			rest.Write(line)
		}
		rest.WriteByte('\n')
	}
	k.rest, err = judge(path, rest.Bytes())
	return k, err
}

// isPattern reports whether a name of a known_hosts line stands for more, or for something else, than it says.
func isPattern(name string) bool { return strings.ContainsAny(name, "*?!|") }

func (k *knownKeys) name(hosts []string, key knownhosts.KnownKey) {
	for _, host := range hosts {
		at, err := placeOf(host)
		if err != nil {
			continue
		}
		known := k.named[at]
		if twice := len(known) > 0 && known[len(known)-1].Line == key.Line; !twice {
			k.named[at] = append(known, key)
		}
	}
}

// placeOf reads "host", "host:port" and "[host]:port".
func placeOf(name string) (place, error) {
	host, port, err := net.SplitHostPort(name)
	if err != nil && !strings.HasPrefix(name, "[") {
		return place{name, "22"}, nil
	}
	return place{host, port}, err
}

// judge has x/crypto, which reads files only, read lines of the file at path.
func judge(path string, lines []byte) (ssh.HostKeyCallback, error) {
	if len(bytes.TrimSpace(lines)) == 0 {
		return knownhosts.New()
	}
	copied, err := os.CreateTemp("", "ntpaudit-known-hosts-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(copied.Name())
	_, err = copied.Write(lines)
	if err = errors.Join(err, copied.Close()); err != nil {
		return nil, err
	}
	callback, err := knownhosts.New(copied.Name())
	if err != nil {
		where := strings.TrimPrefix(strings.ReplaceAll(err.Error(), copied.Name(), path), "knownhosts: ")
		return nil, errors.New(where)
	}
	return callback, nil
}

// check returns nil for a known key. A *knownhosts.KeyError lists the keys that are known instead, in the order of the file; any
// other error refuses the key for good.
func (k *knownKeys) check(address string, remote net.Addr, key ssh.PublicKey) error {
	err := k.rest(address, remote, key)
	var unknown *knownhosts.KeyError
	if !errors.As(err, &unknown) {
		return err
	}
	at, err := placeOf(address)
	if err != nil {
		return err
	}
	for _, known := range k.named[at] {
		if bytes.Equal(known.Key.Marshal(), key.Marshal()) {
			return nil
		}
		unknown.Want = append(unknown.Want, known)
	}
	slices.SortStableFunc(unknown.Want, func(a, b knownhosts.KnownKey) int { return cmp.Compare(a.Line, b.Line) })
	return unknown
}
