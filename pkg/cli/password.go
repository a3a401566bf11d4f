package cli

import (
	"errors"
	"fmt"
	"os"
	"os/user"

	"golang.org/x/term"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// Variables that say how to log in where nothing else does.
const (
	passwordVariable = "NTPAUDIT_PASSWORD"
	agentVariable    = "SSH_AUTH_SOCK" // where the SSH agent listens
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

// impliedPassword is where the password of a device comes from for which nothing is said: a variable, unless that is not
// set and an agent may have a key.
func impliedPassword() inventory.Secret {
	if os.Getenv(passwordVariable) == "" && os.Getenv(agentVariable) != "" {
		return inventory.Secret{}
	}
	return inventory.EnvSecret(passwordVariable)
}

func currentUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
