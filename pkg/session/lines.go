package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/scrapli/scrapligo/channel"
	"github.com/scrapli/scrapligo/driver/opoptions"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// goLineByLine finds the device again after a flight in which an echo did not come, and asks a line at a time from now on.
func (s *shell) goLineByLine(ctx context.Context, missing string) error {
	s.lineByLine, s.ahead = true, ""
	s.note("asked a line at a time: the echo of %s did not come", quote(missing))
	if err := s.relearn(ctx); err != nil {
		return err
	}
	return s.askLine(ctx, ios.TerminalWidth)
}

func (s *shell) note(format string, args ...any) {
	s.device.Notes = append(s.device.Notes, fmt.Sprintf(format, args...))
}

// askLine has scrapligo type a command, wait for its echo, end the line, and wait for the prompt. Where the pager
// could not be turned off, a blank brings each further page.
func (s *shell) askLine(ctx context.Context, command string) error {
	s.room = s.limits.bytes(command)
	s.heard.cut(len(s.heard.text))
	patience := s.limits.silence(command)
	before := s.wire.sent
	s.driver.Channel.PromptPattern = s.promptPattern()
	err := s.converse(ctx, patience, func(c *channel.Channel) error {
		stops := []*regexp.Regexp{pager}
		page, err := c.SendInput(command, opoptions.WithInterimPromptPattern(stops))
		stops = append(stops, c.PromptPattern)
		for err == nil && pager.Match(page) {
			if err = c.Write([]byte(" "), false); err == nil {
				page, err = c.ReadUntilAnyPrompt(ctx, stops)
			}
		}
		return err
	})
	if err != nil && s.wire.sent == before {
		return s.while("the echo of "+quote(command), patience, err)
	}
	s.cutEcho(command)
	if err != nil {
		return s.unanswered(ctx, command, s.wire.sent, patience, err)
	}
	end := bytes.LastIndexByte(s.heard.text, '\n')
	if end < 0 {
		return &fault{"protocol", snapshot.Protocol, fmt.Sprintf("%s: the device printed a prompt, but not what was typed", quote(command))}
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    s.wire.sent,
		First:   s.first(command, end),
		Done:    s.heard.arrived(len(s.heard.text) - 1),
		Text:    answerText(s.heard.text[:end+1]),
	})
	return nil
}

// cutEcho makes heard begin with the newline that ends the echo. That is the first, unless a message came before it.
func (s *shell) cutEcho(command string) {
	at := 0
	for line := range bytes.Lines(s.heard.text) {
		at += len(line)
		typed := bytes.TrimPrefix(bytes.TrimRight(line, "\n"), []byte(s.prompt))
		if echoes(typed, command) {
			s.heard.cut(at - 1)
			return
		}
	}
	if first := bytes.IndexByte(s.heard.text, '\n'); first >= 0 {
		s.heard.cut(first)
	}
}

// ask asks commands in as few flights as they take, or a line at a time.
func (s *shell) ask(ctx context.Context, commands []string) error {
	for len(commands) > 0 {
		if s.lineByLine {
			if err := s.askLine(ctx, commands[0]); err != nil {
				return err
			}
			commands = commands[1:]
			continue
		}
		answered, err := s.fly(ctx, commands[:flightLength(commands)])
		commands = commands[answered:]
		if errors.Is(err, errStalled) {
			err = s.goLineByLine(ctx, commands[0])
		}
		if err != nil {
			return err
		}
	}
	return nil
}
