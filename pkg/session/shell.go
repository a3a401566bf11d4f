package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scrapli/scrapligo/channel"
	"github.com/scrapli/scrapligo/driver/generic"
	"github.com/scrapli/scrapligo/driver/options"
	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// searchDepth is how far back scrapligo looks for an echo. A line of 183 characters that scrolls in 80 columns is
// printed in some 3000 bytes.
const searchDepth = 8 << 10

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
	room  int           // bytes that heard may hold
	stall time.Duration // of silence at a prompt, after which the device is taken to wait for us
	alarm *time.Timer

	prompt     string
	promptLine []byte // "\n" and the prompt
	scanned    int    // where in heard the search for the end of an answer goes on
	lineByLine bool   // flights are not understood
	ahead      string // typed, echoed or about to be, and not executed yet
}

// open logs in. On any error, everything is closed again.
func (a *Asker) open(ctx context.Context, l *login, d *snapshot.Device) (*shell, error) {
	s := &shell{Asker: a, login: l, device: d, limits: l.limits, room: l.limits.AnswerBytes}
	var roundTrip time.Duration
	s.wire = newWire(a.timeline, func() (conn ssh.Conn, channel ssh.Channel, err error) {
		conn, channel, roundTrip, err = a.connect(ctx, l)
		return conn, channel, err
	})
	var err error
	// Scrapligo's own timeout never comes first: it learns of our limits as the end of the connection.
	s.driver, err = generic.NewDriver(l.device.Host, options.WithCustomTransport(s.wire),
		options.WithTimeoutOps(2*l.limits.Device), options.WithPromptSearchDepth(searchDepth))
	if err != nil {
		return nil, fmt.Errorf("prepare the session: %w", err)
	}
	if err := s.driver.Open(); err != nil {
		return nil, err
	}
	if a.hosts.Mode == Ignore {
		d.Notes = append(d.Notes, "host key not verified")
	}
	// A slow path must not look like a device that waits.
	s.stall = s.limits.Silence/5 + 4*roundTrip
	s.alarm = time.NewTimer(s.limits.Silence)
	s.unwatch = context.AfterFunc(ctx, func() { s.wire.Close() })
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
		return errDropped
	}
	s.heard.add(c)
	if len(s.heard.text) > s.room {
		return errSize
	}
	return nil
}

// converse lets scrapligo speak with the device, and lends it what comes meanwhile. All of that is in heard as well,
// and under the limits of this session: at a limit the connection ends, and with it what scrapligo does.
func (s *shell) converse(ctx context.Context, patience time.Duration, speak func(*channel.Channel) error) error {
	if _, err := s.driver.Channel.ReadAll(); err != nil { // left over from the last conversation
		return errDropped
	}
	spoken := make(chan error, 1)
	go func() { spoken <- speak(s.driver.Channel) }()
	for {
		ended, err := s.lend(ctx, patience, spoken)
		if ended {
			return err
		}
		if err != nil {
			s.wire.Close()
			<-spoken
			return err
		}
	}
}

// lend waits for the end of a conversation or for the next that the device sends, which scrapligo gets too.
func (s *shell) lend(ctx context.Context, patience time.Duration, spoken <-chan error) (ended bool, err error) {
	s.alarm.Reset(patience)
	select {
	case err := <-spoken:
		return true, asEnd(err)
	case c, open := <-s.wire.chunks:
		if err := s.take(ctx, c, open); err != nil {
			return false, err
		}
		select {
		case s.wire.lent <- c.text:
			return false, nil
		case err := <-spoken:
			return true, asEnd(err)
		}
	case <-ctx.Done():
		return false, context.Cause(ctx)
	case <-s.alarm.C:
		return false, errSilent
	}
}

// asEnd is the one thing that scrapligo's errors mean here, as it keeps no limits of its own: the session ended.
func asEnd(err error) error {
	var refused *fault
	if err == nil || errors.As(err, &refused) {
		return err
	}
	return errDropped
}
