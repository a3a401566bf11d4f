package session

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// enableTries is how often IOS asks for the secret before it gives up. All but the first are answered with an empty
// line, which leads back to the prompt without another guess.
const enableTries = 3

// userLevel is the privilege of any account.
const userLevel = 1

// needsRights reports whether only privileged EXEC answers a command in full, on a platform that has such.
func (s *shell) needsRights(command string) bool {
	c, _ := s.login.platform.Command(command)
	return s.terminal().Enable != "" && c.Privilege > userLevel
}

// mayEnable reports whether there is less privilege than the configuration needs, and the inventory allows to get it.
func (s *shell) mayEnable() bool {
	if s.login.device.Enable.IsZero() || s.terminal().Enable == "" {
		return false
	}
	if tells := s.terminal().Privileged; tells != nil {
		if yes, known := tells(shown(s.device)); known {
			return !yes
		}
	}
	return strings.HasSuffix(s.device.Prompt, ">")
}

// enable asks for privileged EXEC. A *fault of kind "enable" leaves the session as it was, at its prompt.
func (s *shell) enable(ctx context.Context) error {
	secret, err := s.login.resolve("enable secret", s.login.device.Enable)
	if err != nil {
		return enableFault(err.Error())
	}
	d := &dialogue{shell: s, secret: secret}
	s.room = s.limits.AnswerBytes
	s.heard.clear()
	err = s.send(s.terminal().Enable + "\n")
	if err == nil {
		err = s.await(ctx, s.limits.Silence, d.turn)
	}
	if err != nil {
		waiting := "the answer to " + quote(s.terminal().Enable)
		if d.asked != "" {
			waiting = "enable: the device asks " + d.asked + ", which is not answered, and does not go back to its prompt"
		}
		return s.while(waiting, s.limits.Silence, err)
	}
	return d.end()
}

// dialogue is what follows "enable". Only the prompt that is known, with # for >, is its success: a question may end in a sign as
// well, and what is typed then would be taken for the secret.
type dialogue struct {
	*shell
	secret string

	read    int    // of heard: what stands before was answered
	user    bool   // the user name was given
	told    bool   // the secret was given
	empty   int    // empty lines that were sent to get back to the prompt
	asked   string // what was not answered, quoted
	reached string // the prompt that it led to
}

// turn answers what the device asks, and reports whether it is back at a prompt.
func (d *dialogue) turn(quiet bool) (bool, error) {
	if bytes.IndexByte(d.heard.text, '\n') < 0 {
		return false, nil // still the echo, which asks nothing
	}
	line := d.heard.lastLine()
	if start := len(d.heard.text) - len(line); start < d.read {
		line = d.heard.text[d.read:]
	}
	if d.atPrompt(line) {
		d.reached = string(line)
		return true, nil
	}
	question := isQuestion(line)
	switch {
	case question && wantsUser.Match(line) && !d.user && !d.told:
		d.user = true
		return false, d.tell(d.login.device.Username)
	case question && !d.told && mayBeSecret(line) && (quiet || wantsSecret.Match(line)):
		d.told = true
		return false, d.tell(d.secret)
	case question && d.told && wantsSecret.Match(line), quiet && len(line) > 0:
		return d.goBack(line)
	}
	return false, nil
}

// atPrompt reports whether a line is the prompt of before, or that of privileged EXEC.
func (d *dialogue) atPrompt(line []byte) bool {
	return sameLine(plain(line), plain([]byte(d.prompt))) || sameLine(plain(line), plain(privilegedPrompt(d.prompt)))
}

// privilegedPrompt is what a prompt becomes by enable.
func privilegedPrompt(prompt string) []byte {
	at := strings.LastIndexByte(prompt, '>')
	if at < 0 {
		return []byte(prompt)
	}
	return []byte(prompt[:at] + "#" + prompt[at+1:])
}

// mayBeSecret reports whether a question may be one for the secret: the operator of the device chooses its words.
func mayBeSecret(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasSuffix(line, []byte(":")) && !bytes.ContainsAny(line, "?[") && !wantsNewPassword.Match(line) && !wantsUser.Match(line)
}

// tell types the answer to a question, which may be sent this once.
func (d *dialogue) tell(answer string) error {
	d.read = len(d.heard.text)
	d.wire.writes.secret = answer
	defer func() { d.wire.writes.secret = "" }()
	return d.send(answer + "\n")
}

// goBack answers a question with an empty line, as often as IOS asks.
func (d *dialogue) goBack(line []byte) (bool, error) {
	if !d.told || !mayBeSecret(line) {
		d.asked = d.login.quote(string(line))
	}
	if d.empty++; d.empty > enableTries {
		return true, nil
	}
	d.read = len(d.heard.text)
	return false, d.send("\n")
}

// end learns the prompt that the dialogue led to.
func (d *dialogue) end() error {
	said := d.refusal()
	switch {
	case d.reached == "" && d.asked != "":
		return &fault{"protocol", snapshot.Partial, "enable: the device asks " + d.asked + ", which is not answered, and does not go back to its prompt" + said}
	case d.reached == "":
		return &fault{"protocol", snapshot.Partial, "enable: the device goes on asking for the secret" + said}
	}
	d.restart(d.reached)
	switch {
	case d.asked != "":
		return enableFault("enable: the device asks " + d.asked + ", which is not answered" + said)
	case said != "" || strings.HasSuffix(d.device.Prompt, ">"):
		return enableFault("enable was refused" + said)
	}
	return nil
}

// refusals are what IOS says where enable does not succeed. They are matched, and not quoted, because a device
// may put what it was told into the line.
var refusals = []string{"% Access denied", "% Bad secrets", "% Bad passwords", "% No password set", "% Error in authentication"}

// refusal is the line in which the device says why.
func (s *shell) refusal() string {
	for _, line := range refusals {
		if bytes.Contains(s.heard.text, []byte(line)) {
			return " (" + line + ")"
		}
	}
	return ""
}

func enableFault(why string) *fault {
	return &fault{snapshot.KindEnable, snapshot.Partial, why + "; the configuration was not asked for: correct enable in the inventory, or use an account with privilege 15"}
}

// recoverable reports whether the session is still at its prompt after err.
func recoverable(err error) bool {
	var f *fault
	return err == nil || errors.As(err, &f) && f.kind == "enable"
}
