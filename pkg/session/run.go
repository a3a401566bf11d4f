package session

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
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
	if refused, ok := last(s.device, ios.TerminalLength); ok && strings.TrimSpace(refused.Text) != "" && !s.lineByLine {
		s.lineByLine = true
		s.note("asked a line at a time: %q was refused", ios.TerminalLength)
	}
	if s.needsPlainClock(first, rest) {
		rest = slices.Insert(rest, 0, ios.ShowClock)
	}
	rest, notEnabled := s.gainPrivilege(ctx, rest)
	if !recoverable(notEnabled) {
		return notEnabled
	}
	if err := s.ask(ctx, rest); err != nil {
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

// gainPrivilege enables where commands need it. Without success, what needs it is not asked; with it, the level is
// asked again, because it decides whether the configuration is evidence.
func (s *shell) gainPrivilege(ctx context.Context, commands []string) ([]string, error) {
	if !s.wantsEnable(commands) {
		return commands, nil
	}
	if err := s.enable(ctx); err != nil {
		return slices.DeleteFunc(commands, privileged), err
	}
	if _, asked := last(s.device, ios.ShowPrivilege); asked {
		commands = slices.Insert(commands, slices.IndexFunc(commands, privileged), ios.ShowPrivilege)
	}
	return commands, nil
}

// recoverable reports whether the session is still at its prompt after err.
func recoverable(err error) bool {
	var f *fault
	return err == nil || errors.As(err, &f) && f.kind == "enable"
}

// conclude settles the outcome. Audited is who answered all that was asked of clock, status, associations and
// configuration; other commands do not lower it.
func conclude(d *snapshot.Device, commands []string, f *fault) {
	answered := slices.ContainsFunc(d.Answers, func(a snapshot.Answer) bool {
		return a.Whole() && strings.HasPrefix(a.Command, "show ")
	})
	switch {
	case f == nil:
		d.Outcome = snapshot.Audited
	case f.kind != "enable" && answered && !missing(d, commands):
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

// missing reports whether a required command that was wanted has no whole answer.
func missing(d *snapshot.Device, commands []string) bool {
	for _, c := range []string{ios.ShowClockDetail, ios.ShowClock, ios.ShowNTPStatus, ios.ShowNTPAssociations, ios.ShowTimeConfig} {
		if _, ok := last(d, c); !ok && slices.Contains(commands, c) {
			return true
		}
	}
	return false
}
