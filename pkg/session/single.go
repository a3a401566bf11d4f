package session

import (
	"bytes"
	"context"
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// askOne asks a command in one round trip, on terminals where no line may be typed before the prompt has come: what is typed
// ahead is echoed at once there, in the middle of an answer or before the prompt, and sometimes again behind it.
//
// Soundness (measurement A1, see [shell.sample]). The line is typed where the device sits at its prompt, and Sent is taken before
// its newline. The clock line that follows the echo is the answer to this newline, and to none before, because
//
//   - the echo must be the first that comes behind the prompt, but for log messages: where something else comes, the answer before
//     had not ended, and device and session have lost each other;
//   - no answer of a clock ends with nothing in it: where the prompt follows the echo at once, the echo may have been an early
//     one, and the reading may come yet.
func (s *shell) askOne(ctx context.Context, command string) error {
	a := &asking{shell: s, command: command, learning: s.prompt == "", from: len(s.heard.text), previous: s.before}
	s.before = command
	patience := s.silence(command)
	s.room = s.bytes(command)
	s.scanned = 0
	if err := s.send(command + "\n"); err != nil {
		return s.while("sending "+quote(command), s.limits.Silence, err)
	}
	sent := s.wire.sent
	err := s.await(ctx, patience, a.turn)
	switch {
	case err != nil && !a.echoed:
		return s.while(s.echoOf(command), patience, err)
	case err != nil:
		return s.unanswered(ctx, command, sent, patience, err)
	}
	s.keep(snapshot.Answer{
		Command: command,
		Sent:    sent,
		First:   s.first(command, a.end),
		Done:    s.heard.arrived(len(s.heard.text) - 1),
		Text:    s.answerText(command, s.heard.text[:a.end]),
	})
	s.heard.cut(a.end)
	return nil
}

// asking is one command on its way.
type asking struct {
	*shell
	command  string
	previous string // the command before; empty: none
	learning bool   // the prompt is not known yet
	from     int    // of heard: what came before the line was typed

	pages  pages
	echoed bool // heard begins with the newline of the echo
	begun  bool // the first line is there, and is not the echo once more
	end    int  // of the answer
}

// turn reports whether the answer is there.
func (a *asking) turn(quiet bool) (bool, error) {
	if !a.echoed {
		if err := a.findEcho(quiet); !a.echoed || err != nil {
			return false, err
		}
	}
	if turned, err := a.pages.turn(a.shell); turned || err != nil {
		return false, err
	}
	a.dropSecondEcho()
	line := a.heard.lastLine()
	if a.learning && quiet && (looksLikePrompt(line) || isBareMark(line)) {
		a.settle(string(line))
	}
	end, found := a.endsAt(line, len(a.heard.text)-len(line), quiet)
	if !found {
		return false, a.noEnd(quiet)
	}
	a.end = end
	return a.mayBeWhole(quiet)
}

// mayBeWhole reports whether an answer is all that the device says to a command. Nothing is one only where nothing follows.
func (a *asking) mayBeWhole(quiet bool) (bool, error) {
	empty := len(bytes.TrimSpace(a.heard.text[:a.end])) == 0
	switch {
	case !empty || !isShow(a.command):
		return true, nil
	case quiet && a.login.platform.ReadsClock(a.command):
		return false, &lost{missing: fmt.Sprintf("nothing came between the echo of %s and the prompt", quote(a.command))}
	}
	return quiet, nil
}

// findEcho waits for the echo, and leaves heard where it ends.
func (a *asking) findEcho(quiet bool) error {
	var end int
	var found bool
	switch {
	case !a.learning:
		end, found = a.echoAtPrompt()
	default:
		if end, found = a.learn(a.command); !found && quiet {
			end, found = a.earlyEcho()
		}
	}
	if found && a.isNew(end) {
		a.echoed = true
		a.heard.cut(end)
		return nil
	}
	if quiet && a.waits(a.command) {
		return a.outOfStep()
	}
	return nil
}

// echoAtPrompt finds the echo behind the prompt. Between the two may stand log messages, behind which the prompt is printed
// again, and the echo of the command before where that came twice.
func (a *asking) echoAtPrompt() (end int, found bool) {
	for {
		text := a.heard.text[a.from:]
		text = text[:min(len(text), longestLine)]
		typed := bytes.TrimPrefix(text, []byte(a.prompt))
		start := a.from + len(text) - len(typed)
		if end, found := echoOf(typed, a.command); found {
			return start + end, true
		}
		line, _, complete := bytes.Cut(typed, []byte("\n"))
		if !complete || !a.passes(line) {
			return 0, false
		}
		a.from = start + len(line) + 1
	}
}

// passes reports whether a line may stand between the prompt and the echo.
func (a *asking) passes(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || a.previous != "" && echoes(line, a.previous) || a.terminal().LogLine(string(line))
}

// earlyEcho finds the echo as a line of its own, where it did not wait for a prompt, and takes the line that the device sits at
// for its prompt.
func (a *asking) earlyEcho() (end int, found bool) {
	line := a.heard.lastLine()
	at := bytes.LastIndex(a.heard.text, []byte("\n"+a.command)) + 1
	end, found = echoOf(a.heard.text[at:min(len(a.heard.text), at+longestLine)], a.command)
	if at == 0 || !found || !looksLikePrompt(line) && !isBareMark(line) {
		return 0, false
	}
	a.settle(string(line))
	return at + end, true
}

// dropSecondEcho takes out of an answer the echo that comes once more, with or without the prompt before it.
func (a *asking) dropSecondEcho() {
	if a.begun || len(a.heard.text) == 0 {
		return
	}
	line, _, complete := bytes.Cut(a.heard.text[1:min(len(a.heard.text), longestLine)], []byte("\n"))
	if a.begun = complete; complete && echoes(bytes.TrimPrefix(line, []byte(a.prompt)), a.command) {
		a.heard.cut(1 + len(line))
	}
}

// noEnd says what did not come where the device waits for us as we wait for it.
func (a *asking) noEnd(quiet bool) error {
	if !quiet || !looksLikePrompt(a.heard.lastLine()) {
		return nil
	}
	return &lost{missing: fmt.Sprintf("the prompt %q did not come behind the answer to %s", a.device.Prompt, quote(a.command))}
}

// outOfStep says that the echo is not the first that came. Where a whole line came before it, the answer to the command before had
// not ended where the prompt seemed to come: it is marked, and asked for again.
func (a *asking) outOfStep() error {
	l := &lost{missing: a.noEcho(a.command).Error()}
	n := len(a.device.Answers)
	if a.learning || n == 0 || bytes.IndexByte(a.heard.text[a.from:], '\n') < 0 {
		return l
	}
	before := &a.device.Answers[n-1]
	before.Done, before.Cut = nil, "prompt"
	if isShow(before.Command) {
		l.again = before.Command
	}
	return l
}
