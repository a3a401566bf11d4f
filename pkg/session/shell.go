package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scrapli/scrapligo/driver/generic"
	"github.com/scrapli/scrapligo/driver/options"
	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// leastStall is the least silence that shows anything, however short the limits are.
const leastStall = time.Second

// shell is an open session with one device.
type shell struct {
	*Asker
	login  *login
	device *snapshot.Device // what is learned goes here
	limits Limits           // of this device

	wire    *wire
	driver  *generic.Driver
	unwatch func() bool

	heard transcript
	room  int           // bytes that may come before heard is cut
	stall time.Duration // of silence at a prompt, after which the device is taken to wait for us
	alarm *time.Timer
	typed time.Time      // when something was sent last
	since snapshot.Stamp // what came before is not heard

	prompt     string
	promptLine []byte // "\n" and the prompt
	scanned    int    // where in heard the search for the end of an answer goes on
	lineByLine bool   // a command is not typed but a part at a time
	before     string // the command before, where one is asked at a time; empty: none
	identified bool   // it is known what the device says that it is
	ahead      string // typed, echoed or about to be, and not executed yet
}

// open logs in. On any error, everything is closed again.
func (a *Asker) open(ctx context.Context, l *login, d *snapshot.Device) (*shell, error) {
	s := &shell{Asker: a, login: l, device: d, limits: l.limits, room: l.limits.AnswerBytes}
	var roundTrip time.Duration
	s.wire = newWire(a.timeline, func() (conn ssh.Conn, channel ssh.Channel, err error) {
		conn, channel, roundTrip, err = a.reach(ctx, l)
		return conn, channel, err
	})
	s.wire.writes.platform = l.platform
	s.wire.shield = func(run func()) {
		if err := a.shield(l.device.Name, func() error { run(); return nil }); err != nil {
			s.wire.fail(err)
		}
	}
	var err error
	s.driver, err = generic.NewDriver(l.device.Host, options.WithCustomTransport(s.wire))
	if err != nil {
		return nil, fmt.Errorf("prepare the session: %w", err)
	}
	opened := false
	defer func() {
		if !opened {
			s.wire.Close()
		}
	}()
	if err := s.driver.Open(); err != nil {
		return nil, err
	}
	if a.hosts.Mode == Ignore {
		d.Notes = append(d.Notes, "host key not verified")
	}
	// Neither a slow path nor a busy machine at either end must look like a device that waits.
	s.stall = max(s.limits.Silence/5, leastStall) + 4*roundTrip
	s.alarm = time.NewTimer(s.limits.Silence)
	s.unwatch = context.AfterFunc(ctx, func() { s.wire.Close() })
	opened = true
	return s, nil
}

// close ends the session, and returns when nothing of it is left.
func (s *shell) close() {
	s.unwatch()
	s.alarm.Stop()
	// The wire first: scrapligo waits 62.5 ms for a reader that is blocked.
	err := s.wire.Close()
	if err = errors.Join(err, s.driver.Close()); err != nil {
		s.log.Debug("close", "device", s.device.Name, "error", err)
	}
	for range s.wire.chunks {
	}
	s.wire.tasks.Wait()
}

// hear waits for the next that the device sends.
func (s *shell) hear(ctx context.Context, patience time.Duration) error {
	s.alarm.Reset(patience)
	select {
	case c, open := <-s.wire.chunks:
		return s.take(ctx, c, open)
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.alarm.C:
		return errSilent
	}
}

// take adds to what was heard. A connection that ended with ctx was ended here.
func (s *shell) take(ctx context.Context, c chunk, open bool) error {
	switch {
	case !open && ctx.Err() != nil:
		return context.Cause(ctx)
	case !open:
		return s.wire.end()
	}
	if c.at < s.since {
		return nil
	}
	s.heard.add(c)
	err := s.tooMuch(len(c.text))
	if err != nil {
		s.wire.Close() // now, as what goes on coming takes memory
	}
	return err
}

// tooMuch reports whether a device has sent more than it may, now that n bytes more have come.
func (s *shell) tooMuch(n int) error {
	switch {
	case s.heard.raw > s.room:
		return errSize
	case s.heard.raw > s.limits.AnswerBytes && !s.budget.take(n):
		return errBudget
	}
	return nil
}

// send writes text, if it may be sent. A device that takes nothing ends the session: its window would hold the write for ever.
func (s *shell) send(text string) error {
	s.typed = time.Now()
	stuck := time.AfterFunc(s.limits.Silence, func() { s.wire.Close() })
	err := s.driver.Channel.Write([]byte(text), true)
	var refused *fault
	switch {
	case !stuck.Stop():
		return errStuck
	case err == nil, errors.As(err, &refused):
		return err
	}
	return errDropped
}
