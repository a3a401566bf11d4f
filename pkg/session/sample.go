package session

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// onceMore asks what next wants to know once more: contradictory answers first, and then the clock, as often as it likes. What
// ends it early is a note: what was asked for has been answered.
func (s *shell) onceMore(ctx context.Context, next func(*snapshot.Device) Next) error {
	if next == nil {
		return nil
	}
	n := next(s.device)
	if len(n.Again) > 0 {
		if err := s.ask(ctx, s.repeatable(n.Again)); err != nil {
			return err
		}
		n = next(s.device)
	}
	for ; n.Sample; n = next(s.device) {
		if err := s.findAgain(ctx, s.sample(ctx, n.At)); err != nil {
			return err
		}
	}
	return nil
}

// repeatable are the lines that tell kinds of facts and were answered, but for those that render a configuration.
func (s *shell) repeatable(kinds []show.Kind) []string {
	return slices.DeleteFunc(s.login.platform.Tellers(kinds), func(line string) bool {
		c, _ := s.login.platform.Command(line)
		return c.Slow || !s.has(line)
	})
}

// sample reads the clock once, in one round trip, while the device is idle.
//
// Soundness (measurement A1: the printed time was read between our write of the newline and the arrival of the
// first byte of the clock line). IOS evaluates a command after it has received the newline that ends the line, and
// the line is not ended by anything else. Every newline before this one belongs to a command whose answer and prompt
// have been read, so the next clock line is the answer to this newline. Sent is taken before that newline is written, so
// the clock was read after Sent, however long the text before it has been lying in the device; First is
// taken after the read that brought the first byte of the clock line, so the clock was read before First. What delays a stamp, the
// path or the device, only widens the bound.
//
// It is tight as well: the text goes out with the newline before, while nothing depends on how long that takes, so that
// no device spends time on typing and echo between Sent and the reading. Only the first has its text and its newline in one
// write, as waiting for the echo would cost a round trip. A text that is not wanted in the end is never executed: the
// session closes on it.
//
// Where one line at a time may be typed, text and newline are one write: see [shell.askOne].
func (s *shell) sample(ctx context.Context, at snapshot.Stamp) error {
	if s.lineByLine || s.oneAhead() {
		if err := s.until(ctx, at); err != nil {
			return err
		}
		_, err := s.askSome(ctx, []string{s.terminal().Sample})
		return err
	}
	if err := s.settled(ctx); err != nil {
		return err
	}
	if err := s.until(ctx, at); err != nil {
		return err
	}
	line := s.terminal().Sample
	if err := s.typeAhead(line[len(s.ahead):] + "\n" + line); err != nil {
		return err
	}
	sent := s.wire.sent
	if err := s.begin(ctx, line); err != nil {
		return err
	}
	return s.answer(ctx, line, "", sent)
}

// typeAhead writes text that ends in the beginning of a line.
func (s *shell) typeAhead(text string) error {
	if err := s.send(text); err != nil {
		return s.while("sending "+quote(s.terminal().Sample), s.limits.Silence, err)
	}
	s.ahead = s.terminal().Sample
	return nil
}

// settled waits for the echo of what was typed ahead. Messages may stand between it and the prompt.
func (s *shell) settled(ctx context.Context) error {
	err := s.await(ctx, s.limits.Silence, func(quiet bool) (bool, error) {
		behind, atPrompt := bytes.CutPrefix(s.heard.text, s.promptLine)
		if atPrompt && bytes.HasSuffix(behind, []byte(s.ahead)) {
			return true, nil
		}
		if quiet && s.waits("") {
			return false, s.noEcho(s.ahead)
		}
		return false, nil
	})
	return s.while("the echo of "+quote(s.terminal().Sample), s.limits.Silence, err)
}

// until waits for a stamp of the timeline.
func (s *shell) until(ctx context.Context, at snapshot.Stamp) error {
	wait := at - s.timeline.Now()
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
