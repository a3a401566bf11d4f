package cli

import (
	"errors"
	"fmt"
	"os"
	"os/user"

	"golang.org/x/term"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// The environment variables that hold secrets where nothing else says where they are.
const (
	passwordVariable = "NTPAUDIT_PASSWORD"
	enableVariable   = "NTPAUDIT_ENABLE"
)

// askPassword reads a password from the terminal without showing it.
func askPassword(s streams, prompt string) (inventory.Secret, error) {
	terminal, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return inventory.Secret{}, errors.New("--ask-pass needs a terminal; in a script set " + passwordVariable)
	}
	fmt.Fprint(s.err, prompt)
	value, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(s.err)
	if err != nil {
		return inventory.Secret{}, fmt.Errorf("read the password: %w", err)
	}
	return inventory.ValueSecret(string(value)), nil
}

// environmentSecret is a secret in an environment variable, and zero where that is not set.
func environmentSecret(name string) inventory.Secret {
	if os.Getenv(name) == "" {
		return inventory.Secret{}
	}
	return inventory.EnvSecret(name)
}

func currentUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
