package inventory

import (
	"errors"
	"fmt"
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

// Resolve fetches the value. The error names the source, never what it held.
func (s Secret) Resolve() (string, error) {
	switch {
	case s.value != nil:
		return s.value(), nil
	case s.env != "":
		v, ok := os.LookupEnv(s.env)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", s.env)
		}
		return v, nil
	case s.file != "":
		return readSecretFile(s.file)
	}
	return "", errors.New("no secret is configured")
}

// maxSecret bounds a file whose first line is a secret.
const maxSecret = 64 << 10

func readSecretFile(path string) (string, error) {
	data, err := safefile.Read(path, maxSecret)
	if err != nil {
		return "", fmt.Errorf("read secret: %w", err)
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
