package session_test

import (
	"errors"
	"slices"
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
			d := ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
			mustBe(t, d, snapshot.AuthFailed, "auth")
			if !strings.Contains(d.Error.Message, says) {
				t.Errorf("message %q", d.Error.Message)
			}
			plain := scripted(t, nil, func(c *terminal) { c.serve("R1#", plainAnswers()) })
			mustBe(t, ask.Ask(t.Context(), session.Request{Device: plain, Kinds: allKinds}), snapshot.Audited, "")
		})
	}
}

// round is one round of keyboard-interactive: what the device asks, and what it wants to hear.
type round struct {
	instruction string
	questions   []string
	echoes      []bool
	answers     []string
}

// keyboard is a server that logs in by keyboard-interactive, if every round is answered as it wants.
func keyboard(told *[]string, rounds []round) func(*ssh.ServerConfig) {
	return func(c *ssh.ServerConfig) {
		c.PasswordCallback = nil
		c.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			for _, r := range rounds {
				answers, err := ask("", r.instruction, r.questions, r.echoes)
				if err != nil {
					return nil, err
				}
				*told = append(*told, answers...)
				if !slices.Equal(answers, r.answers) {
					return nil, errors.New("wrong")
				}
			}
			return nil, nil
		}
	}
}

// The password goes to one hidden question, the user name to a question for it beside that one, and nothing to any other:
// what was asked is quoted, and what it is about is told by its words.
func TestKeyboardInteractive(t *testing.T) {
	secret := round{"", []string{"Password: "}, []bool{false}, []string{password}}
	tests := map[string]struct {
		rounds []round
		told   []string
		says   []string // none: it logs in
	}{
		"password":          {[]round{secret}, []string{password}, nil},
		"user and password": {[]round{{"", []string{"Username: ", "Password: "}, []bool{true, false}, []string{"audit", password}}}, []string{"audit", password}, nil},
		"a passcode alone":  {[]round{{"", []string{"Enter PASSCODE: "}, []bool{false}, []string{password}}}, []string{password}, nil},
		"nothing first":     {[]round{{answers: []string{}}, secret}, []string{password}, nil},
		"nothing last":      {[]round{secret, {instruction: "welcome", answers: []string{}}}, []string{password}, nil},
		"expired": {[]round{secret, {"", []string{"Enter new password: ", "Re-enter new password: "}, []bool{false, false}, nil}},
			[]string{password}, []string{`"Enter new password:"`, "expired"}},
		"expired by its words": {[]round{secret, {"Your password has expired", []string{"Choose: "}, []bool{false}, nil}},
			[]string{password}, []string{`"Choose:"`, "expired"}},
		"second factor": {[]round{secret, {"", []string{"Passcode or option (1-1): "}, []bool{true}, nil}},
			[]string{password}, []string{`"Passcode or option (1-1):"`, "second factor"}},
		"a hidden one":      {[]round{secret, {"", []string{"Token: "}, []bool{false}, nil}}, []string{password}, []string{`"Token:"`, "second factor"}},
		"a new one at once": {[]round{{"", []string{"New password: "}, []bool{false}, nil}}, nil, []string{`"New password:"`, "expired"}},
		"two hidden ones":   {[]round{{"", []string{"Password: ", "Again: "}, []bool{false, false}, nil}}, nil, []string{`"Again:"`}},
		"the same again":    {[]round{secret, {"", []string{"Password: "}, []bool{false}, nil}}, []string{password}, []string{"refused user \"audit\""}},
		"in the open":       {[]round{{"", []string{"Password: "}, []bool{true}, nil}}, nil, []string{`"Password:"`, "would show the answer"}},
		"anything":          {[]round{{"", []string{"Favourite colour? "}, []bool{true}, nil}}, nil, []string{`"Favourite colour?"`, "not understood"}},
		"escapes":           {[]round{{"", []string{"\x1b[2JName\u202e\x00? "}, []bool{true}, nil}}, nil, []string{"Name", "not understood"}},
		"a long one":        {[]round{{"", []string{strings.Repeat("x", 4000)}, []bool{true}, nil}}, nil, []string{strings.Repeat("x", 80) + `"`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			device := scripted(t, keyboard(&told, test.rounds), func(c *terminal) { c.serve("R1#", plainAnswers()) })
			d := newAsker(t, hurried()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
			if test.says == nil {
				mustBe(t, d, snapshot.Audited, "")
			} else {
				mustBe(t, d, snapshot.AuthFailed, "auth")
				for _, part := range test.says {
					if !strings.Contains(d.Error.Message, part) {
						t.Errorf("message %q does not say %q", d.Error.Message, part)
					}
				}
				if strings.ContainsAny(d.Error.Message, "\x1b\x00") || len(d.Error.Message) > 400 {
					t.Errorf("message %q", d.Error.Message)
				}
			}
			if !slices.Equal(told, test.told) {
				t.Errorf("told %q, want %q", told, test.told)
			}
		})
	}
}
