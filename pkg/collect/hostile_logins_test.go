package collect_test

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

type loginChange = func(*victim, *ssh.ServerConfig)

// byKeyboard is a login by keyboard-interactive.
func byKeyboard(play func(ask ssh.KeyboardInteractiveChallenge) error) loginChange {
	return func(_ *victim, c *ssh.ServerConfig) {
		c.PasswordCallback = nil
		c.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			return nil, play(ask)
		}
	}
}

// asksFor puts one question, so often.
func asksFor(times int, echo bool, question string) loginChange {
	return byKeyboard(func(ask ssh.KeyboardInteractiveChallenge) error {
		for range times {
			if _, err := ask("", "", []string{question}, []bool{echo}); err != nil {
				return err
			}
		}
		return fmt.Errorf("no")
	})
}

func greets(text string) loginChange {
	return func(_ *victim, c *ssh.ServerConfig) {
		c.BannerCallback = func(ssh.ConnMetadata) string { return text }
		c.PasswordCallback = refuses
	}
}

func oddLogins() map[string]func(*victim, *ssh.ServerConfig) {
	return map[string]func(*victim, *ssh.ServerConfig){
		"refused":                func(_ *victim, c *ssh.ServerConfig) { c.PasswordCallback = refuses },
		"a banner of 200 KiB":    greets(strings.Repeat("keep out\n", 25_000)),
		"a banner of escapes":    greets("\x1b[2J\x1b]0;pwn\x07\x00\xff"),
		"keys only":              func(_ *victim, c *ssh.ServerConfig) { c.PasswordCallback, c.PublicKeyCallback = nil, refusesKeys },
		"a question for a user":  asksFor(1, true, "Username: "),
		"a new password":         asksFor(1, false, "New password: "),
		"a second factor":        asksFor(1, true, "Passcode or option (1-3): "),
		"the question again":     asksFor(1000, false, "Password: "),
		"a question of 200 KiB":  asksFor(1, true, strings.Repeat("why? ", 40_000)),
		"a question of escapes":  asksFor(1, true, "\x1b[2J\x00\xff\u202e? "),
		"a question of nothing":  asksFor(1, true, ""),
		"a password in the open": asksFor(1, true, "Password: "),
		"no question, for ever": byKeyboard(func(ask ssh.KeyboardInteractiveChallenge) error {
			for {
				if _, err := ask("", "", nil, nil); err != nil {
					return err
				}
			}
		}),
		"a thousand questions": byKeyboard(func(ask ssh.KeyboardInteractiveChallenge) error {
			_, err := ask("n", "i", strings.Split(strings.Repeat("Password: \n", 1000), "\n"), make([]bool, 1001))
			return err
		}),
		"a step that is not enough": func(_ *victim, c *ssh.ServerConfig) {
			c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
				return nil, &ssh.PartialSuccessError{Next: ssh.ServerAuthCallbacks{PasswordCallback: refuses}}
			}
		},
		"refused, then a reset": func(v *victim, c *ssh.ServerConfig) {
			c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
				time.AfterFunc(5*time.Millisecond, v.reset)
				return nil, fmt.Errorf("no")
			}
		},
	}
}

func refuses(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, fmt.Errorf("no") }

func refusesKeys(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
	return nil, fmt.Errorf("no")
}
