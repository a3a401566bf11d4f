package session

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/scrapli/scrapligo/channel"
	"github.com/scrapli/scrapligo/driver/opoptions"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// secretQuestion is what enable asks: "Password: ".
const secretQuestion = `(?i)password: *$`

// enableTries is how often IOS asks for the secret before it gives up. All but the first are answered with an empty
// line, which leads back to the prompt without another guess.
const enableTries = 3

// wantsEnable reports whether commands need more privilege than there is, and the inventory allows to get it.
func (s *shell) wantsEnable(commands []string) bool {
	if s.login.device.Enable.IsZero() || !slices.ContainsFunc(commands, privileged) {
		return false
	}
	if a, ok := last(s.device, ios.ShowPrivilege); ok {
		var level int
		if _, err := fmt.Sscanf(strings.TrimSpace(a.Text), "Current privilege level is %d", &level); err == nil {
			return level < 15
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
	s.wire.guard.secret = secret
	s.room = s.limits.AnswerBytes
	s.heard.cut(len(s.heard.text))
	steps := []*channel.SendInteractiveEvent{
		{ChannelInput: ios.Enable, ChannelResponse: secretQuestion},
		{ChannelInput: secret, ChannelResponse: secretQuestion, HideInput: true},
	}
	for range enableTries {
		steps = append(steps, &channel.SendInteractiveEvent{ChannelResponse: secretQuestion, HideInput: true})
	}
	// A prompt ends it at any step, so that a device which does not ask is not told the secret.
	done := opoptions.WithCompletePatterns([]*regexp.Regexp{anyPrompt})
	err = s.converse(ctx, s.limits.Silence, func(c *channel.Channel) error {
		_, err := c.SendInteractive(steps, done)
		return err
	})
	s.wire.guard.secret = ""
	if err != nil {
		return s.while(quote(ios.Enable), s.limits.Silence, err)
	}
	return s.enabled()
}

// enabled learns the prompt that enable led to.
func (s *shell) enabled() error {
	prompt := string(s.heard.lastLine())
	said := s.refusal()
	if !looksLikePrompt([]byte(prompt)) {
		return &fault{"protocol", snapshot.Partial, "the device goes on asking for the enable secret" + said}
	}
	s.restart(prompt)
	if said != "" || strings.HasSuffix(s.device.Prompt, ">") {
		return enableFault("enable refused" + said)
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
	return &fault{"enable", snapshot.Partial, why + "; the configuration was not asked for: correct enable in the inventory, or use an account with privilege 15"}
}
