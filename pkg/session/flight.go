package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// flightBytes is what may be typed ahead of a device's reading. IOS keeps about 254 characters; what is beyond
// is lost without a word. The missing echo would show it, at the price of asking a line at a time.
const flightBytes = 250

// flightLength is how many of the commands may be typed at once, at least one.
func (s *shell) flightLength(commands []string) int {
	size, most := 0, s.terminal().Ahead
	for i, c := range commands {
		if size += len(c) + 1; i > 0 && (size > flightBytes || i == most) {
			return i
		}
	}
	return len(commands)
}

// fly asks commands, as many as may be typed at once, and returns how many were answered. Once the last of these is echoed, the device
// has read all that was typed, and what is left of commands is typed while it is at work: to render a configuration takes longer than
// a round trip. A *lost means that the device and we lost each other.
func (s *shell) fly(ctx context.Context, commands []string) (answered int, err error) {
	sent, err := s.takeOff(commands, nil)
	if err == nil {
		err = s.begin(ctx, commands[0])
	}
	for err == nil && answered < len(sent) {
		if answered+1 == len(sent) && s.mayGoOn() {
			if sent, err = s.takeOff(commands, sent); err != nil {
				break
			}
		}
		next := ""
		if answered+1 < len(sent) {
			next = commands[answered+1]
		}
		if err = s.answer(ctx, commands[answered], next, sent[answered]); err == nil {
			answered++
		}
	}
	return answered, err
}

// takeOff types those of commands for which there are no stamps yet, as many as fit, and returns the stamps of all.
func (s *shell) takeOff(commands []string, sent []snapshot.Stamp) ([]snapshot.Stamp, error) {
	rest := commands[len(sent):]
	if len(rest) == 0 {
		return sent, nil
	}
	rest = rest[:s.flightLength(rest)]
	if err := s.send(strings.Join(rest, "\n") + "\n"); err != nil {
		return sent, s.while("sending "+quote(rest[0]), s.limits.Silence, err)
	}
	for range rest {
		sent = append(sent, s.wire.sent)
	}
	return sent, nil
}

// mayGoOn reports whether no answer so far changes what the device is asked: [shell.identify] looks at "show version" behind a flight.
func (s *shell) mayGoOn() bool {
	a, answered := last(s.device, platform.ShowVersion)
	if s.identified || !answered {
		return s.identified
	}
	is := s.platforms.Identify(a.Text)
	return is.Says == "" && (!is.Known() || is.Platform.Akin(s.login.platform))
}

// begin waits for the echo of the first command, which teaches the prompt where it is not known yet. From then on
// until the last answer, heard begins with the newline that ended an echo.
func (s *shell) begin(ctx context.Context, command string) error {
	s.room = s.limits.AnswerBytes
	s.scanned = 0
	var end int
	err := s.await(ctx, s.limits.Silence, func(quiet bool) (found bool, err error) {
		if s.prompt == "" {
			end, found = s.learn(command)
		} else {
			_, end, found = s.boundary(command)
		}
		found = found && s.isNew(end)
		if !found && quiet && s.waits(command) {
			return false, s.noEcho(command)
		}
		return found, nil
	})
	if err != nil {
		return s.while(s.echoOf(command), s.limits.Silence, err)
	}
	s.heard.cut(end)
	return nil
}

// echoOf names what is missing of the echo of a command: all of it, or what ends its line.
func (s *shell) echoOf(command string) string {
	if bytes.Contains(s.heard.lastLine(), []byte(command)) {
		return "the end of the line " + quote(command)
	}
	return "the echo of " + quote(command)
}

// isNew reports whether byte i came after the last line was sent: what came before is neither its echo nor its answer.
func (s *shell) isNew(i int) bool {
	at := s.heard.arrived(i)
	return at != nil && *at >= s.wire.sent
}

// noEcho says what was not found where the device waits for us as we wait for it.
func (s *shell) noEcho(command string) error {
	if s.prompt == "" {
		return &lost{missing: "the echo of " + quote(command) + " did not come behind a prompt"}
	}
	return &lost{missing: fmt.Sprintf("the echo of %s did not come behind the prompt %q", quote(command), s.device.Prompt)}
}

// answer waits for the end of the answer to command, keeps it, and leaves heard where the next one begins.
func (s *shell) answer(ctx context.Context, command, next string, sent snapshot.Stamp) error {
	s.room = s.bytes(command)
	s.scanned = 0
	patience := s.silence(command)
	var start, end int
	err := s.await(ctx, patience, func(quiet bool) (found bool, err error) {
		if start, end, found = s.boundary(next); found || !quiet {
			return found, nil
		}
		return s.answerOnQuiet(command, next, &start, &end)
	})
	if err != nil {
		return s.unanswered(ctx, command, sent, patience, err)
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    sent,
		First:   s.first(command, start),
		Done:    s.heard.arrived(start + len(s.promptLine) - 1),
		Text:    s.answerText(command, s.heard.text[:start+1]),
	})
	s.heard.cut(end)
	return nil
}

// answerOnQuiet finds the end of an answer that shows only in that nothing more comes: a log message came over the last
// prompt, or the prompt is a bare mark.
func (s *shell) answerOnQuiet(command, next string, start, end *int) (found bool, err error) {
	at, interrupted := s.promptUnderMessages()
	switch {
	case interrupted && next == "":
		*start, *end = at, at
		return true, nil
	case next != "" && (interrupted || s.waits(command)):
		return false, s.noEcho(next)
	case s.waits(command):
		return false, &lost{missing: fmt.Sprintf("the prompt %q did not come behind the answer to %s", s.device.Prompt, quote(command))}
	}
	return false, nil
}

// await hears until what is waited for is found. found is told whether the device has been silent for a while, and may
// then do something about it: it waits for us perhaps as we wait for it.
func (s *shell) await(ctx context.Context, patience time.Duration, found func(quiet bool) (bool, error)) error {
	for {
		done, err := found(false)
		if done || err != nil {
			return err
		}
		brief := min(s.stall, patience)
		err = s.hear(ctx, brief)
		if errors.Is(err, errSilent) {
			if done, err = found(true); done || err != nil {
				return err
			}
			err = s.hear(ctx, patience-brief)
		}
		if err != nil {
			return err
		}
	}
}

// unanswered keeps what came of an answer that did not end, and says why. A device that stalled is asked again.
func (s *shell) unanswered(ctx context.Context, command string, sent snapshot.Stamp, patience time.Duration, err error) error {
	var l *lost
	if errors.As(err, &l) {
		return err
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    sent,
		First:   s.first(command, len(s.heard.text)),
		Text:    s.answerText(command, s.heard.text),
		Cut:     cutBy(ctx, err),
	})
	err = s.while(s.stage(command), patience, err)
	s.heard.clear() // it is kept now, and need not be held twice
	return err
}

// stage names what a session was at when the answer to command did not end: often the next line stands already behind the
// prompt, and only the end of that is missing.
func (s *shell) stage(command string) string {
	typed, atPrompt := bytes.CutPrefix(s.heard.lastLine(), []byte(s.prompt))
	next := strings.TrimSpace(string(typed))
	if s.prompt == "" || !atPrompt || next == "" || !s.login.platform.Allowed(next) {
		return quote(command)
	}
	return s.echoOf(next)
}

func quote(command string) string {
	if len(command) > 40 {
		command = command[:strings.LastIndexByte(command[:40], ' ')] + " …"
	}
	return fmt.Sprintf("%q", command)
}
