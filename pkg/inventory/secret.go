package inventory

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// Secret names where a secret comes from. It never shows the value: not by any fmt verb, not in
// JSON or YAML, not in a log line. The zero Secret is "none is configured".
type Secret struct {
	env   string
	file  string
	value func() string
}

// EnvSecret is read from an environment variable when it is needed.
func EnvSecret(name string) Secret { return Secret{env: name} }

// FileSecret is the first line of a file, read when it is needed.
func FileSecret(path string) Secret { return Secret{file: path} }

// ValueSecret is held in memory, as after --ask-pass.
func ValueSecret(value string) Secret { return Secret{value: func() string { return value }} }

// IsZero reports whether no secret is configured.
func (s Secret) IsZero() bool { return s.env == "" && s.file == "" && s.value == nil }

// Source names where the value comes from, for error messages.
func (s Secret) Source() string {
	switch {
	case s.value != nil:
		return "the value asked for at the start"
	case s.env != "":
		return "environment variable " + s.env
	case s.file != "":
		return "file " + s.file
	}
	return "nowhere"
}

// Resolve fetches the value, which is never empty. The error begins with the source and never says what it held.
func (s Secret) Resolve() (string, error) {
	value, place := "", ""
	switch {
	case s.value != nil:
		value, place = s.value(), "the secret that was asked for"
	case s.env != "":
		place = s.env
		var ok bool
		if value, ok = os.LookupEnv(s.env); !ok {
			return "", fmt.Errorf("%s is not set", place)
		}
	case s.file != "":
		place = s.file
		var err error
		if value, err = readSecretFile(s.file); err != nil {
			return "", err
		}
	default:
		return "", errors.New("no secret is configured")
	}
	if value == "" {
		return "", fmt.Errorf("%s is empty", place)
	}
	return value, nil
}

// Typed is Resolve for a secret that is typed, which no control character can be.
func (s Secret) Typed() (string, error) {
	value, err := s.Resolve()
	if err == nil && strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return "", fmt.Errorf("%s holds a control character, which cannot be typed", s.Source())
	}
	return value, err
}

// maxSecret bounds a file whose first line is a secret.
const maxSecret = 64 << 10

func readSecretFile(path string) (string, error) {
	data, err := safefile.Read(path, maxSecret)
	var at *fs.PathError
	if errors.As(err, &at) {
		return "", fmt.Errorf("%s cannot be read: %w", path, at.Err)
	}
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSuffix(first, "\r"), nil
}

// Format hides the value from every fmt verb, %#v included.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "secret from %s", s.Source()) }

// LogValue hides the value from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue("secret from " + s.Source()) }

// MarshalText hides the value from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte("secret from " + s.Source()), nil }
