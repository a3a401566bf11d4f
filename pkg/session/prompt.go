package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// maxPrompt is the longest line that is taken for a prompt.
const maxPrompt = 200

// looksLikePrompt reports whether a line has what prompts have in common, however hostnames and the "prompt" command make
// them: something to read, and > or # at the end, perhaps with a blank.
//
//	R1>
//	[lab] core-sw1(15)#
func looksLikePrompt(line []byte) bool {
	return endsInMark(line) && bytes.ContainsFunc(line, isReadable)
}

// isBareMark reports whether a line could be a prompt that nothing but its mark is left of. That could stand in any answer,
// so it counts only where the device says nothing more.
func isBareMark(line []byte) bool { return endsInMark(line) && len(bytes.TrimSpace(line)) == 1 }

func endsInMark(line []byte) bool {
	mark := bytes.TrimSuffix(line, []byte(" "))
	return len(line) <= maxPrompt && (bytes.HasSuffix(mark, []byte("#")) || bytes.HasSuffix(mark, []byte(">")))
}

// isReadable reports whether a hostname may hold a character. What is not ASCII may be a letter.
func isReadable(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x80
}

// plain is a prompt without the noise that a line may begin with: bytes that are not printable ASCII. Two prompts are
// the same where they are plainly the same.
func plain(prompt []byte) []byte {
	trimmed := bytes.TrimLeftFunc(prompt, func(r rune) bool { return r < ' ' || r > '~' })
	if isBareMark(trimmed) {
		return prompt
	}
	return trimmed
}

// awaitPrompt waits until the session seems to have come to its prompt, as long as a login may take. Whether it is one
// shows in the echo of the first command.
func (s *shell) awaitPrompt(ctx context.Context) error {
	pressed := false
	err := s.await(ctx, 2*s.limits.Login, func(quiet bool) (bool, error) { // ctx ends first
		line := s.heard.lastLine()
		switch {
		case looksLikePrompt(line):
			return true, s.unfit()
		case !quiet:
			return false, nil
		case s.unfit() != nil:
			return false, s.unfit()
		case !pressed && s.wantsEnter(line):
			pressed = true
			return false, s.send("\n")
		case isKnownQuestion(line):
			return false, s.asked(line)
		}
		return isBareMark(line) || looksLikePrompt(s.lineBefore(s.heard.text)), nil
	})
	if err == nil {
		s.adapt("the login", s.login.watch.arrive())
	}
	return s.noPrompt(err)
}

// wantsEnter reports whether an empty line may bring the prompt: a key is asked for, or a message has come over the
// prompt and left the line empty.
func (s *shell) wantsEnter(line []byte) bool {
	if len(line) == 0 {
		return len(s.heard.text) > 0
	}
	return pager.Match(line) || wantsKey.Match(line)
}

// asked says what the device asks where its prompt should be.
func (s *shell) asked(line []byte) *fault {
	before := s.heard.text[max(0, len(s.heard.text)-wordsBytes):]
	return authFault(fmt.Sprintf("the login was right, but then the device asks %s, and nothing was typed; %s",
		s.login.quote(string(line)), adviceFor(string(line), string(before))))
}

// endedSession is what most often is behind the end of a session that did not come to its prompt, wherever on the way it ends.
const endedSession = "all its VTY lines may be in use, or AAA may authorize no EXEC session for this account"

// noPrompt says why a session did not come to its prompt.
func (s *shell) noPrompt(err error) error {
	const waiting = "waiting for a prompt that ends in > or #"
	var over *overtime
	switch line := s.heard.lastLine(); {
	case err == nil:
		return nil
	case s.unfit() != nil:
		return s.unfit()
	case s.wire.noShell.Load():
		return authFault("the login was right, but the device admits no shell for this account; allow it an EXEC session")
	case strings.Contains(strings.ToLower(string(s.heard.text)), "authorization failed"):
		return authFault("the login was right, but the device refused it an EXEC session; allow the account a shell in AAA" + s.lastWords())
	case errors.Is(err, errDropped):
		return &fault{"dropped", snapshot.Protocol, fmt.Sprintf("%s: the device ended the session; %s%s", waiting, endedSession, s.lastWords())}
	case errors.As(err, &over) && isQuestion(line):
		return s.asked(line)
	}
	return s.while(waiting, s.limits.Login, err)
}

// settle makes prompt the one that ends every answer from now on.
func (s *shell) settle(prompt string) {
	s.prompt = prompt
	s.device.Prompt = strings.TrimSpace(s.login.sanitize(prompt))
	s.promptLine = []byte("\n" + prompt)
}

// restart is settle for a device that sits at its prompt, with nothing more to come.
func (s *shell) restart(prompt string) {
	s.settle(prompt)
	s.before = ""
	s.heard.clear()
	s.heard.text = []byte("\n" + prompt)
}

// relearn finds the prompt again after the device and we lost each other: an empty line must
// bring the same prompt twice.
func (s *shell) relearn(ctx context.Context) error {
	const waiting = "looking for the prompt"
	if err := s.drain(ctx); err != nil {
		return s.while(waiting, s.limits.Silence, err)
	}
	last := ""
	for range 4 {
		found, err := s.pressEnter(ctx)
		if err != nil {
			return s.while(waiting, s.limits.Silence, err)
		}
		if found == last {
			s.restart(found)
			return nil
		}
		last = found
	}
	return &fault{"protocol", snapshot.Protocol, fmt.Sprintf("the prompt changes from line to line; the last one was %q", s.login.sanitize(last))}
}

// pressEnter sends an empty line, and returns the prompt that follows.
func (s *shell) pressEnter(ctx context.Context) (prompt string, err error) {
	s.room = s.limits.AnswerBytes
	s.heard.clear()
	if err := s.send("\n"); err != nil {
		return "", err
	}
	err = s.await(ctx, s.limits.Silence, func(quiet bool) (bool, error) {
		line := s.heard.lastLine()
		if quiet {
			line = s.lineBefore(s.heard.text)
		}
		switch {
		case bytes.IndexByte(s.heard.text, '\n') < 0:
			return false, s.noLineEnd(quiet)
		case looksLikePrompt(line), quiet && isBareMark(line):
			prompt = string(plain(line))
			return true, nil
		case quiet && isKnownQuestion(line):
			return false, &fault{"protocol", snapshot.Protocol, fmt.Sprintf("where its prompt should be, the device asks %s, and nothing was typed", s.login.quote(string(line)))}
		}
		return false, nil
	})
	return prompt, err
}

// noLineEnd is why a device cannot be read that shows its prompt again and ends no line before it. nil: more may come.
func (s *shell) noLineEnd(quiet bool) error {
	line := s.heard.lastLine()
	if !quiet || !looksLikePrompt(line) {
		return nil
	}
	return &fault{"protocol", snapshot.Protocol, fmt.Sprintf("no line end came before %s where an empty line was typed: its prompt cannot be told from an answer", s.login.quote(string(line)))}
}

// drain listens until the device is quiet, and leads a pager on.
func (s *shell) drain(ctx context.Context) error {
	for {
		err := s.hear(ctx, s.stall)
		if errors.Is(err, errSilent) {
			if !pager.Match(s.heard.lastLine()) {
				return nil
			}
			err = s.send(" ")
		}
		if err != nil {
			return err
		}
	}
}
