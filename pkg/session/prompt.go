package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/scrapli/scrapligo/channel"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// anyPrompt is what prompts have in common, however hostnames and the "prompt" command make them: something to
// read, and > or # at the end, perhaps with a blank.
//
//	R1>
//	[lab] core-sw1(15)#
var anyPrompt = regexp.MustCompile(`(?:^|\n)[^\n]{0,200}[0-9A-Za-z][^\n]{0,60}[>#] ?$`)

// maxPrompt is the longest line that is taken for a prompt.
const maxPrompt = 200

func looksLikePrompt(line []byte) bool {
	return len(line) <= maxPrompt && anyPrompt.Match(line)
}

// pager is the line that waits for a key at the end of a page.
//
//	--More--
var pager = regexp.MustCompile(`(?i)--\s?more\s?--[^\n]{0,20}$`)

// awaitPrompt waits until the session seems to have come to its prompt, as long as a login may take. Whether it is one
// shows in the echo of the first command.
func (s *shell) awaitPrompt(ctx context.Context) error {
	for !looksLikePrompt(s.heard.lastLine()) {
		if err := s.hear(ctx, 2*s.limits.Login); err != nil { // ctx ends first
			return s.noPrompt(err)
		}
	}
	s.login.watch.arrive()
	return nil
}

// noPrompt tells a login that AAA ended after the password from other ends of a session.
func (s *shell) noPrompt(err error) error {
	if strings.Contains(strings.ToLower(string(s.heard.text)), "authorization failed") {
		return &fault{"auth", snapshot.AuthFailed,
			"the login was right, but the device refused it an EXEC session; allow the account a shell in AAA" + s.lastWords()}
	}
	return s.while("waiting for a prompt that ends in > or #", s.limits.Login, err)
}

// settle makes prompt the one that ends every answer from now on.
func (s *shell) settle(prompt string) {
	s.prompt = prompt
	s.device.Prompt = strings.TrimSpace(snapshot.Sanitize(prompt))
	s.promptLine = []byte("\n" + prompt)
}

// restart is settle for a device that sits at its prompt, with nothing more to come.
func (s *shell) restart(prompt string) {
	s.settle(prompt)
	s.heard = transcript{text: []byte("\n" + prompt)}
}

// promptPattern is the prompt as scrapligo looks for it.
func (s *shell) promptPattern() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|\n)` + regexp.QuoteMeta(strings.TrimRight(s.prompt, " ")) + ` *$`)
}

// relearn finds the prompt again after the device and we lost each other: an empty line must
// bring the same prompt twice.
func (s *shell) relearn(ctx context.Context) error {
	if err := s.drain(ctx); err != nil {
		return err
	}
	s.driver.Channel.PromptPattern = anyPrompt
	var last string
	for range 4 {
		var prompt []byte
		err := s.converse(ctx, s.limits.Silence, func(c *channel.Channel) (err error) {
			prompt, err = c.GetPrompt()
			return err
		})
		if err != nil {
			return s.while("looking for the prompt", s.limits.Silence, err)
		}
		found := string(bytes.TrimLeft(prompt, "\n"))
		if found == last {
			s.restart(found)
			return nil
		}
		last = found
	}
	return &fault{"protocol", snapshot.Protocol, fmt.Sprintf("the prompt changes from line to line; the last one was %q", snapshot.Sanitize(last))}
}

// drain listens until the device is quiet, and leads a pager on.
func (s *shell) drain(ctx context.Context) error {
	for {
		err := s.hear(ctx, s.stall)
		switch {
		case err == nil:
			continue
		case !errors.Is(err, errSilent):
			return s.while("looking for the prompt", s.limits.Silence, err)
		case !pager.Match(s.heard.lastLine()):
			return nil
		}
		if err := s.wire.Write([]byte(" ")); err != nil {
			return err
		}
	}
}
