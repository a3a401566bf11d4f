package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// ask asks commands in as few round trips as the device's line editing allows, or a line at a time. errOther: what the device is
// asked from now on is another platform's, and the rest was not asked.
func (s *shell) ask(ctx context.Context, commands []string) error {
	known := func(c string) bool { return c == platform.ShowVersion && s.has(c) }
	commands = slices.DeleteFunc(slices.Clone(commands), known)
	for len(commands) > 0 {
		answered, err := s.askSome(ctx, commands)
		commands = commands[answered:]
		if err != nil {
			if err := s.findAgain(ctx, err); err != nil {
				return err
			}
			commands = s.afterLoss(commands, err)
		}
		if err := s.identify(); err != nil {
			return err
		}
	}
	return nil
}

// askSome asks the first of commands, as many as may be typed at once, and returns how many were answered.
func (s *shell) askSome(ctx context.Context, commands []string) (answered int, err error) {
	switch {
	case s.lineByLine:
		err = s.askLine(ctx, commands[0])
	case s.oneAhead():
		err = s.askOne(ctx, commands[0])
	default:
		return s.fly(ctx, commands)
	}
	if err != nil {
		return 0, err
	}
	return 1, nil
}

// afterLoss is what is asked once a device was found again: first what an answer was kept of that had not ended, and then what
// the device is, as to be asked like another system is the likeliest cause.
func (s *shell) afterLoss(commands []string, err error) []string {
	var l *lost
	if errors.As(err, &l) && l.again != "" {
		commands = slices.Insert(slices.Clone(commands), 0, l.again)
	}
	if s.has(platform.ShowVersion) || !s.login.platform.Allowed(platform.ShowVersion) {
		return commands
	}
	others := slices.DeleteFunc(slices.Clone(commands), func(c string) bool { return c == platform.ShowVersion })
	return slices.Insert(others, 0, platform.ShowVersion)
}

// findAgain finds the device again where err says that it and we lost each other, and has it asked a line at a time from
// now on. It returns any other err.
func (s *shell) findAgain(ctx context.Context, err error) error {
	var l *lost
	if !errors.As(err, &l) {
		return err
	}
	s.lineByLine, s.ahead = true, ""
	s.note(aLineAtATime+"%s", l.missing)
	if err := s.relearn(ctx); err != nil {
		return err
	}
	if wide := s.terminal().Wide; wide != "" && !s.has(wide) {
		return s.askLine(ctx, wide)
	}
	return nil
}

// aLineAtATime begins the note on a device that is asked so.
const aLineAtATime = "asked a line at a time: "

func (s *shell) note(format string, args ...any) {
	s.device.Notes = append(s.device.Notes, fmt.Sprintf(format, args...))
}

// askLine types a command, waits for its echo, ends the line, and waits for the prompt. Where the pager could not be
// turned off, a blank brings each further page.
func (s *shell) askLine(ctx context.Context, command string) error {
	patience := s.silence(command)
	if err := s.typeLine(ctx, command, patience); err != nil {
		return err
	}
	s.room = s.bytes(command)
	sent := s.wire.sent
	end, err := s.awaitEnd(ctx, patience)
	if echo := bytes.IndexByte(s.heard.text, '\n'); echo > 0 {
		s.heard.cut(echo)
		end -= echo
	}
	if err != nil {
		return s.unanswered(ctx, command, sent, patience, err)
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    sent,
		First:   s.first(command, end),
		Done:    s.heard.arrived(len(s.heard.text) - 1),
		Text:    s.answerText(command, s.heard.text[:end]),
	})
	return nil
}

// typeLine types a line, and ends it when it has been echoed. heard then begins with the newline of the echo.
func (s *shell) typeLine(ctx context.Context, command string, patience time.Duration) error {
	s.room = s.limits.AnswerBytes
	s.heard.clear()
	waiting := "the echo of " + quote(command)
	err := s.send(command)
	if err == nil {
		err = s.await(ctx, patience, func(quiet bool) (bool, error) { return isTyped(s.heard.text, command, quiet), nil })
	}
	if err != nil {
		return s.while(waiting, patience, err)
	}
	s.heard.clear()
	err = s.send("\n")
	s.since = s.wire.sent // what came before the line was ended is no answer to it
	return s.while("sending "+quote(command), patience, err)
}

// isTyped reports whether text ends in the echo of a line that has not ended. Once the device is quiet, it may be
// torn by a message.
func isTyped(text []byte, command string, quiet bool) bool {
	text = text[max(0, len(text)-longestLine):]
	line := text[bytes.LastIndexByte(text, '\n')+1:]
	typed := squeeze([]byte(command))
	if bytes.HasSuffix(squeeze(text), typed) || scrolls(string(line), command) {
		return true
	}
	return quiet && holds(text, typed)
}

// holds reports whether the bytes of typed are in text, in their order.
func holds(text, typed []byte) bool {
	for _, c := range text {
		if len(typed) > 0 && c == typed[0] {
			typed = typed[1:]
		}
	}
	return len(typed) == 0
}

// awaitEnd waits for the prompt that follows an answer, and returns where the answer ends.
func (s *shell) awaitEnd(ctx context.Context, patience time.Duration) (end int, err error) {
	var pages pages
	err = s.await(ctx, patience, func(quiet bool) (bool, error) {
		if turned, err := pages.turn(s); turned || err != nil {
			return false, err
		}
		line := s.heard.lastLine()
		var found bool
		if end, found = s.endsAt(line, len(s.heard.text)-len(line), quiet); found && bytes.IndexByte(s.heard.text, '\n') >= 0 {
			return true, nil
		}
		return false, nil
	})
	return end, err
}

// endsAt finds where the answer ends whose last line, from start on, may be or hold the prompt. What might as well be in
// the middle of it counts only once the device is quiet: a bare mark, noise or text before the prompt, messages after it.
func (s *shell) endsAt(line []byte, start int, quiet bool) (end int, found bool) {
	prompt := []byte(s.prompt)
	bare := isBareMark(prompt)
	switch {
	case sameLine(line, prompt) && !bare:
		return start, true
	case !quiet:
		return 0, false
	case sameLine(line, prompt), bytes.Equal(plain(line), plain(prompt)):
		return start, true
	case !bare && bytes.HasSuffix(line, prompt):
		return len(s.heard.text) - len(prompt), true
	}
	at, found := s.promptUnderMessages()
	return at + 1, found
}

// sameLine reports whether two lines are the same but for a blank at their end.
func sameLine(a, b []byte) bool {
	return bytes.Equal(bytes.TrimRight(a, " "), bytes.TrimRight(b, " "))
}
