package session

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// run asks everything. The error is the last thing that was learned: what came before is in the device.
func (s *shell) run(ctx context.Context, r Request) error {
	if err := s.awaitPrompt(ctx); err != nil {
		return err
	}
	notEnabled, err := s.askAll(ctx, r.Kinds)
	for errors.Is(err, errOther) { // once at most: one answer settles it
		notEnabled, err = s.askAll(ctx, r.Kinds)
	}
	if err != nil {
		return err
	}
	if err := s.onceMore(ctx, r.Next); err != nil {
		return err
	}
	return notEnabled
}

// askAll asks what the platform that the session goes by tells kinds of facts by, and was not answered yet.
func (s *shell) askAll(ctx context.Context, kinds []show.Kind) (notEnabled, err error) {
	first, rest := s.plan(kinds)
	if err := s.ask(ctx, first); err != nil {
		return nil, err
	}
	s.mindPager()
	rest = slices.Concat(s.instead(first, rest), rest)
	notEnabled, err = s.askRest(ctx, rest)
	if err != nil {
		return nil, err
	}
	return notEnabled, s.ask(ctx, s.instead(rest, rest))
}

// mindPager has the pages of answers turned, where the pager could not be turned off.
func (s *shell) mindPager() {
	unpaged := s.terminal().Unpaged
	refused, answered := last(s.device, unpaged)
	if !answered || !isRefusal(s.terminal(), refused.Text) || s.lineByLine || s.oneAhead() {
		return
	}
	s.lineByLine = true
	s.note(aLineAtATime+"%q was refused", unpaged)
}

// instead lists what is asked in place of commands that were answered and did not do: a clock that could not be read, or what
// was refused. What is planned anyway is not among it.
func (s *shell) instead(commands, planned []string) (others []string) {
	for _, line := range commands {
		c, _ := s.login.platform.Command(line)
		a, answered := last(s.device, line)
		if c.Instead == "" || !answered || s.has(c.Instead) || slices.Contains(planned, c.Instead) {
			continue
		}
		if s.login.platform.ReadsClock(line) && a.First == nil || isRefusal(s.terminal(), a.Text) {
			others = append(others, c.Instead)
		}
	}
	return others
}

// askRest asks what the first round has left, and enables where commands need it: after all that needs no privilege, so that a
// failure of that does not cost its answers. Without success, what needs privilege is not asked, and why is notEnabled; with it, the
// level is asked again, because it decides whether the configuration is evidence.
func (s *shell) askRest(ctx context.Context, commands []string) (notEnabled, err error) {
	first := slices.IndexFunc(commands, s.needsRights) // they come last
	if first < 0 || !s.mayEnable() {
		return nil, s.ask(ctx, commands)
	}
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
	if level := s.terminal().Level; level != "" && s.has(level) {
		commands = slices.Insert(slices.Clone(commands), 0, level)
	}
	return nil, s.ask(ctx, commands)
}

// isRefusal reports whether the device refused a command.
func isRefusal(t *platform.Terminal, text string) bool {
	_, refused := refusal(t, text)
	return refused
}

// refusal is the line by which the device refused a command: found by its words, because log messages may stand in any answer.
func refusal(t *platform.Terminal, text string) (line string, found bool) {
	for line := range strings.Lines(text) {
		if refused, found := t.Refused(line); found {
			return refused.Line, true
		}
	}
	return "", false
}

// conclude settles the outcome. Audited is who answered all that was asked and is not optional. Partial is who gave any evidence,
// so that outcome and evidence agree; but of a device that is of no platform, nothing is evidence.
func conclude(d *snapshot.Device, p *platform.Platform, kinds []show.Kind, f *fault) {
	answered := slices.ContainsFunc(d.Answers, func(a snapshot.Answer) bool { return isEvidence(p, a) })
	switch {
	case f == nil:
		d.Outcome = snapshot.Audited
	case f.outcome == snapshot.Unsupported:
		d.Outcome = f.outcome
	case f.kind != "enable" && f.kind != "panic" && answered && !missing(d, p, kinds):
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
func isEvidence(p *platform.Platform, a snapshot.Answer) bool {
	switch {
	case !isShow(a.Command):
		return false
	case a.Whole():
		return true
	case p.ReadsClock(a.Command):
		_, err := p.Terminal.Clock(a.Text)
		return err == nil || errors.Is(err, show.ErrLeapSecond)
	}
	return strings.TrimSpace(a.Text) != ""
}

// missing reports whether a command that was wanted, and is not optional, has no whole answer.
func missing(d *snapshot.Device, p *platform.Platform, kinds []show.Kind) bool {
	return slices.ContainsFunc(p.Asks(kinds), func(line string) bool {
		c, _ := p.Command(line)
		_, answered := last(d, line)
		return !answered && !c.Optional
	})
}
