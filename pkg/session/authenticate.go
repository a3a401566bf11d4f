package session

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// method chooses what to try next. nil without an error: nothing is left.
//
// The password is sent once for each connection, and by keyboard-interactive only where "password" is not
// offered: to try a refused one twice would count twice.
func (h *handshake) method(c *ssh.ClientAuthContext) (ssh.AuthMethod, error) {
	if err := h.enter(); err != nil {
		return nil, err
	}
	h.offered = c.AllowedMethods
	offers := func(method string) bool { return slices.Contains(c.AllowedMethods, method) }
	haveKeys := h.login.key != nil || h.login.agent
	switch {
	case haveKeys && offers("publickey") && !slices.Contains(c.TriedMethods, "publickey"):
		h.tried = true
		return ssh.PublicKeysCallback(h.signers), nil
	case h.login.password == "" || h.sent:
	case offers("password"):
		h.tried, h.sent = true, true
		return ssh.Password(h.login.password), nil
	case offers("keyboard-interactive") && !slices.Contains(c.TriedMethods, "keyboard-interactive"):
		h.tried = true
		return ssh.KeyboardInteractive(h.answer), nil
	}
	if done := c.PartialSuccessMethods; len(done) > 0 {
		next := "that is a second factor: an audit needs an account without one"
		if offers("password") && h.login.password == "" || offers("publickey") && !haveKeys {
			next = "configure that too"
		}
		h.objection = fmt.Sprintf("the device took %.80s and wants %.80s as well; %s", h.login.list(done), h.login.list(c.AllowedMethods), next)
	}
	return nil, nil
}

// signers are the keys to offer: the configured one, or else those of the agent.
func (h *handshake) signers() ([]ssh.Signer, error) {
	if h.login.key != nil {
		return []ssh.Signer{h.login.key}, nil
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(h.ctx, "unix", h.agent)
	if err != nil {
		h.objection = fmt.Sprintf("the SSH agent cannot be asked: %v", err)
		return nil, err
	}
	h.agentConn = conn
	context.AfterFunc(h.ctx, func() { conn.Close() }) // an agent may wait for a finger on a token
	return agent.NewClient(conn).Signers()
}

// answer gives the password to a single hidden question, once, and the user name to a question for it beside that one. Anything
// else is not answered: an answer to what was not asked may be shown, logged, or taken for a new password.
func (h *handshake) answer(_, instruction string, questions []string, echoes []bool) ([]string, error) {
	answers := make([]string, len(questions))
	hidden := 0
	for i, q := range questions {
		switch {
		case echoes[i] && wantsUser.MatchString(q) && len(questions) > 1:
			answers[i] = h.login.device.Username
		case !echoes[i] && hidden == 0 && !h.sent && !wantsNewPassword.MatchString(q):
			hidden++
			answers[i], h.answered = h.login.password, q
		case h.again(q, echoes[i], len(questions)):
			h.askedAgain = true
			return nil, errNotAnswered
		default:
			h.objection = fmt.Sprintf("the device asks %s, which is not answered; %s", h.login.quote(q), h.adviceOn(q, instruction, echoes[i]))
			return nil, errNotAnswered
		}
	}
	h.sent = h.sent || hidden > 0
	return answers, nil
}

// again reports whether a question asks once more for the password that was given: that is how some servers refuse it.
func (h *handshake) again(question string, echo bool, questions int) bool {
	return h.sent && !echo && questions == 1 && question == h.answered
}

func (h *handshake) adviceOn(question, instruction string, echo bool) string {
	if echo && wantsSecret.MatchString(question) && !wantsSecondFactor.MatchString(question) {
		return "it would show the answer: log in by hand once to see what the device wants"
	}
	return adviceFor(question, instruction)
}

// list joins names that the device sent.
func (l *login) list(names []string) string { return l.sanitize(strings.Join(names, ", ")) }
