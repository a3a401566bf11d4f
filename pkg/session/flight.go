package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// flightBytes is what may be typed ahead of a device's reading. IOS keeps about 254 characters; what is beyond
// is lost without a word. The missing echo would show it, at the price of asking a line at a time.
const flightBytes = 250

// longestLine bounds a line that holds a prompt and an echo: terminalColumns, and what a scrolled line repeats.
const longestLine = 4 * terminalColumns

// flightLength is how many of the commands fit into one write, at least one.
func flightLength(commands []string) int {
	size := 0
	for i, c := range commands {
		if size += len(c) + 1; size > flightBytes && i > 0 {
			return i
		}
	}
	return len(commands)
}

// fly asks commands in one write, and returns how many were answered. errStalled means that the device
// and we lost each other.
func (s *shell) fly(ctx context.Context, commands []string) (answered int, err error) {
	if err := s.send(strings.Join(commands, "\n") + "\n"); err != nil {
		return 0, err
	}
	sent := s.wire.sent
	if err := s.begin(ctx, commands[0]); err != nil {
		return 0, err
	}
	for i, command := range commands {
		next := ""
		if i+1 < len(commands) {
			next = commands[i+1]
		}
		if err := s.answer(ctx, command, next, sent); err != nil {
			return i, err
		}
	}
	return len(commands), nil
}

// send writes text.
func (s *shell) send(text string) error {
	err := s.wire.Write([]byte(text))
	var refused *fault
	if err == nil || errors.As(err, &refused) {
		return err
	}
	return s.while("sending", 0, errDropped)
}

// begin waits for the echo of the first command, which teaches the prompt where it is not known yet. From then on
// until the last answer, heard begins with the newline that ended an echo.
func (s *shell) begin(ctx context.Context, command string) error {
	s.room = s.limits.AnswerBytes
	var end int
	err := s.await(ctx, s.limits.Silence, command, func() (found bool) {
		if s.prompt == "" {
			end, found = s.learn(command)
		} else {
			_, end, found = s.boundary(command)
		}
		return found
	})
	if err != nil {
		return s.while(quote(command), s.limits.Silence, err)
	}
	s.heard.cut(end)
	return nil
}

// answer waits for the end of the answer to command, keeps it, and leaves heard where the next one begins.
func (s *shell) answer(ctx context.Context, command, next string, sent snapshot.Stamp) error {
	s.room = s.limits.bytes(command)
	patience := s.limits.silence(command)
	var start, end int
	err := s.await(ctx, patience, command, func() (found bool) {
		start, end, found = s.boundary(next)
		return found
	})
	if err != nil {
		return s.unanswered(ctx, command, sent, patience, err)
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    sent,
		First:   s.first(command, start),
		Done:    s.heard.arrived(start + len(s.promptLine) - 1),
		Text:    answerText(s.heard.text[:start+1]),
	})
	s.heard.cut(end)
	return nil
}

// await hears until what is waited for is found. Where the device sits at a prompt or a pager instead, it is errStalled:
// it waits for us as we wait for it.
func (s *shell) await(ctx context.Context, patience time.Duration, command string, found func() bool) error {
	s.scanned = 0
	for !found() {
		brief := min(s.stall, patience)
		err := s.hear(ctx, brief)
		if errors.Is(err, errSilent) {
			if s.stalled(command) {
				return errStalled
			}
			err = s.hear(ctx, patience-brief)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stalled reports whether the device sits at a pager, or at a prompt. After the whole of command it does not sit there,
// but may be at work.
func (s *shell) stalled(command string) bool {
	line := s.heard.lastLine()
	if pager.Match(line) || looksLikePrompt(line) {
		return true
	}
	typed, atPrompt := bytes.CutPrefix(line, []byte(s.prompt))
	return s.prompt != "" && atPrompt && (command == "" || !echoes(typed, command))
}

// learn finds the echo of the first command. The prompt is what stands before it. end is the newline after it.
func (s *shell) learn(command string) (end int, found bool) {
	text := s.heard.text
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(command))
		if i < 0 {
			return 0, false
		}
		at += i
		prompt := text[bytes.LastIndexAny(text[:at], "\r\n")+1 : at]
		rest, _, complete := bytes.Cut(text[at:], []byte("\n"))
		if !complete {
			return 0, false
		}
		if looksLikePrompt(prompt) && echoes(rest, command) {
			s.settle(string(prompt))
			return at + len(rest), true
		}
		at += len(command)
	}
}

// boundary finds the end of an answer: the line that holds the prompt and the echo of the next command or, after the last
// one, the prompt and nothing more than what was typed ahead, at the end of all that has come. The answer ends at
// start. The rest is from end on: with the newline after the echo, or with the prompt.
func (s *shell) boundary(next string) (start, end int, found bool) {
	text := s.heard.text
	for at := s.scanned; ; at += len(s.promptLine) {
		i := bytes.Index(text[at:], s.promptLine)
		if i < 0 {
			break
		}
		at += i
		rest := text[at+len(s.promptLine):]
		line, _, complete := bytes.Cut(rest, []byte("\n"))
		switch {
		case next == "" && bytes.HasPrefix([]byte(s.ahead), rest):
			return at, at, true
		case next != "" && complete && echoes(line, next):
			return at, at + len(s.promptLine) + len(line), true
		}
	}
	s.scanned = max(s.scanned, len(text)-longestLine)
	return 0, 0, false
}

// echoes reports whether a line, without its prompt, is the echo of command.
func echoes(line []byte, command string) bool {
	line = bytes.TrimRight(line, " \r")
	return string(line) == command || scrolls(string(line), command)
}

// scrolls reports whether a line is the echo of a command that is too long for it, on a device that ignores the width of our
// terminal: the beginning is printed as usual, then the cursor goes back, and "$" stands for what has moved out on the left.
func scrolls(line, command string) bool {
	beginning, _, goesBack := strings.Cut(line, "\b")
	end, scrolled := strings.CutPrefix(snapshot.Clean(line), "$")
	return goesBack && scrolled && end != "" && strings.HasPrefix(command, beginning) && strings.HasSuffix(command, end)
}

// unanswered keeps what came of an answer that did not end, and says why. A device that stalled is asked again.
func (s *shell) unanswered(ctx context.Context, command string, sent snapshot.Stamp, patience time.Duration, err error) error {
	if errors.Is(err, errStalled) {
		return err
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    sent,
		First:   s.first(command, len(s.heard.text)),
		Text:    answerText(s.heard.text),
		Cut:     cutBy(ctx, err),
	})
	return s.while(quote(command), patience, err)
}

func quote(command string) string {
	if len(command) > 40 {
		command = command[:strings.LastIndexByte(command[:40], ' ')] + " …"
	}
	return fmt.Sprintf("%q", command)
}
