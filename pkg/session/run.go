package session

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// opening is what the first flight asks, in this order: short answers that any user may have, the clock first. They
// fit on one page, should the pager stay on.
var opening = []string{ios.ShowClockDetail, ios.ShowPrivilege, ios.ShowNTPStatus}

// plan splits commands into those of the first flight and the rest, of which the slow ones come last.
func plan(commands []string) (first, rest []string) {
	for _, c := range opening {
		if slices.Contains(commands, c) {
			first = append(first, c)
		}
	}
	for _, c := range commands {
		if !slices.Contains(opening, c) {
			rest = append(rest, c)
		}
	}
	slices.SortStableFunc(rest, func(a, b string) int { return rank(a) - rank(b) })
	return append([]string{ios.TerminalLength}, first...), rest
}

func rank(command string) int {
	if privileged(command) {
		return 1
	}
	return 0
}

// run asks everything. The error is the last thing that was learned: what came before is in the device.
func (s *shell) run(ctx context.Context, r Request) error {
	first, rest := plan(r.Commands)
	if err := s.awaitPrompt(ctx); err != nil {
		return err
	}
	if err := s.ask(ctx, first); err != nil {
		return err
	}
	if refused, ok := last(s.device, ios.TerminalLength); ok && isRefusal(refused.Text) && !s.lineByLine {
		s.lineByLine = true
		s.note("asked a line at a time: %q was refused", ios.TerminalLength)
	}
	if s.needsPlainClock(first, rest) {
		rest = slices.Insert(rest, 0, ios.ShowClock)
	}
	notEnabled, err := s.askRest(ctx, rest)
	if err != nil {
		return err
	}
	if err := s.samples(ctx, r.Next); err != nil {
		return err
	}
	return notEnabled
}

// needsPlainClock reports whether the clock could not be read in detail, and is not asked for without.
func (s *shell) needsPlainClock(asked, rest []string) bool {
	if !slices.Contains(asked, ios.ShowClockDetail) || slices.Contains(rest, ios.ShowClock) {
		return false
	}
	detail, ok := last(s.device, ios.ShowClockDetail)
	return ok && detail.First == nil
}

// askRest asks what the first flight has left, and enables where commands need it: after all that needs no privilege, so that a
// failure of that does not cost its answers. Without success, what needs privilege is not asked, and why is notEnabled; with it, the
// level is asked again, because it decides whether the configuration is evidence.
func (s *shell) askRest(ctx context.Context, commands []string) (notEnabled, err error) {
	if !s.wantsEnable(commands) {
		return nil, s.ask(ctx, commands)
	}
	first := slices.IndexFunc(commands, privileged) // they come last
	if err := s.ask(ctx, commands[:first]); err != nil {
		return nil, err
	}
	if err := s.enable(ctx); err != nil {
		if recoverable(err) {
			return err, nil
		}
		return nil, err
	}
	commands = commands[first:]
	if _, asked := last(s.device, ios.ShowPrivilege); asked {
		commands = slices.Insert(slices.Clone(commands), 0, ios.ShowPrivilege)
	}
	return nil, s.ask(ctx, commands)
}

// isRefusal reports whether the device refused a command: by its words, because log messages may stand in any answer.
func isRefusal(text string) bool {
	for line := range strings.Lines(text) {
		if _, refused := ios.DeviceError(line); refused {
			return true
		}
	}
	return false
}

// conclude settles the outcome. Audited is who answered all that was asked of clock, status, associations and
// configuration; other commands do not lower it. Partial is who gave any evidence, so that outcome and evidence agree.
func conclude(d *snapshot.Device, commands []string, f *fault) {
	answered := slices.ContainsFunc(d.Answers, isEvidence)
	switch {
	case f == nil:
		d.Outcome = snapshot.Audited
	case f.kind != "enable" && f.kind != "panic" && answered && !missing(d, commands):
		d.Outcome = snapshot.Audited
		d.Notes = append(d.Notes, "not everything was answered: "+snapshot.Clean(f.message))
	case answered:
		d.Outcome = snapshot.Partial
	default:
		d.Outcome = f.outcome
	}
	if f != nil && d.Outcome != snapshot.Audited {
		d.Error = &snapshot.Error{Kind: f.kind, Message: snapshot.Clean(f.message)}
	}
}

// isEvidence reports whether something can be learned of an answer, although it may be cut. A reading of the clock is whole,
// or none; of any other answer, a part may tell something.
func isEvidence(a snapshot.Answer) bool {
	switch {
	case !strings.HasPrefix(a.Command, "show "):
		return false
	case a.Whole():
		return true
	case isClock(a.Command):
		_, err := ios.ParseClock(a.Text)
		return err == nil || errors.Is(err, show.ErrLeapSecond)
	}
	return strings.TrimSpace(a.Text) != ""
}

// missing reports whether a required command that was wanted has no whole answer.
func missing(d *snapshot.Device, commands []string) bool {
	for _, c := range []string{ios.ShowClockDetail, ios.ShowClock, ios.ShowNTPStatus, ios.ShowNTPAssociations, ios.ShowTimeConfig} {
		if _, ok := last(d, c); !ok && slices.Contains(commands, c) {
			return true
		}
	}
	return false
}
