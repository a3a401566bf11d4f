package session_test

import (
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// asks is a server that logs in by keyboard-interactive, with these questions. It never gets an answer.
func asks(t *testing.T, echo bool, questions ...string) ssh.ServerAuthCallbacks {
	return ssh.ServerAuthCallbacks{
		KeyboardInteractiveCallback: func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			echoes := make([]bool, len(questions))
			echoes[0] = echo
			answered, err := ask("", "", questions, echoes)
			if len(answered) > 0 {
				t.Errorf("%q are answered %q", questions, answered)
			}
			return nil, err
		},
	}
}

// A device that asks for more than a password is told nothing, and does not make the password wrong.
func TestMoreThanAPassword(t *testing.T) {
	tests := map[string]func(*testing.T) func(*ssh.ServerConfig){
		`asks "Token:"`: func(t *testing.T) func(*ssh.ServerConfig) {
			return func(c *ssh.ServerConfig) {
				c.PasswordCallback = nil
				c.KeyboardInteractiveCallback = asks(t, false, "Password: ", "Token: ").KeyboardInteractiveCallback
			}
		},
		`asks "User:"`: func(t *testing.T) func(*ssh.ServerConfig) {
			return func(c *ssh.ServerConfig) {
				c.PasswordCallback = nil
				c.KeyboardInteractiveCallback = asks(t, true, "User: ").KeyboardInteractiveCallback
			}
		},
		"took password and wants keyboard-interactive as well; that is a second factor": func(t *testing.T) func(*ssh.ServerConfig) {
			return func(c *ssh.ServerConfig) {
				c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
					return nil, &ssh.PartialSuccessError{Next: asks(t, false, "Token: ")}
				}
			}
		},
	}
	for says, configure := range tests {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			ask := newAsker(t, hurried())
			device := scripted(t, configure(t), func(*terminal) {})
			d := ask.Ask(t.Context(), session.Request{Device: device, Commands: everything})
			mustBe(t, d, snapshot.AuthFailed, "auth")
			if !strings.Contains(d.Error.Message, says) {
				t.Errorf("message %q", d.Error.Message)
			}
			plain := scripted(t, nil, func(c *terminal) { c.serve("R1#", plainAnswers()) })
			mustBe(t, ask.Ask(t.Context(), session.Request{Device: plain, Commands: everything}), snapshot.Audited, "")
		})
	}
}
