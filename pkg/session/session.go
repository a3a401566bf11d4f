package session

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// Config is what all sessions of a run share.
type Config struct {
	Timeline  *timeline.Timeline // every stamp is taken from it
	Platforms platform.List      // that devices may be of
	HostKeys  HostKeys
	Limits    Limits       // a zero field has its default
	Legacy    bool         // offer broken algorithms to every device; inventory.Device.Legacy does so for one
	Version   string       // of the program: the client identification is SSH-2.0-ntpaudit_<Version>
	Agent     string       // socket of an SSH agent; empty: none
	Log       *slog.Logger // nil: none. It is never given a secret
	// Dial connects to a device, "tcp" to its host:port, within the time that ctx leaves. nil: as [net.Dialer] does.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Request is what one device is asked.
type Request struct {
	Device inventory.Device
	Kinds  []show.Kind // of facts; what is asked for them, and how, is the platform's and the session's affair
	// Next is called when all is answered, and again after what it has asked for, with what is
	// known by then, which it must not keep. nil: nothing is asked once more.
	Next func(*snapshot.Device) Next
}

// Next says what is asked once more.
type Next struct {
	// Again are kinds of facts whose answers contradict each other: what tells them is asked once more, in one flight, before the
	// clock is read again. It is done once in a session.
	Again  []show.Kind
	Sample bool           // the clock is read once more
	At     snapshot.Stamp // when to send; a stamp that has passed means now
}

// Asker asks devices. It is safe for concurrent use, and one serves a whole run: it remembers which
// credentials were refused and which host keys were accepted.
type Asker struct {
	timeline  *timeline.Timeline
	platforms platform.List
	limits    Limits
	legacy    bool
	version   string
	agent     string
	log       *slog.Logger
	hosts     *hostKeys
	gate      *gate
	budget    *budget
	keys      *keyring
	vault     *vault

	dial func(ctx context.Context, network, address string) (net.Conn, error)
	// reach logs in and opens a channel; tests have their own.
	reach func(context.Context, *login) (ssh.Conn, ssh.Channel, time.Duration, error)
}

// New prepares a run. The error is about the host keys: an unknown mode, or a file that cannot be read.
func New(c Config) (*Asker, error) {
	if c.Timeline == nil {
		return nil, errors.New("session: a timeline is needed")
	}
	hosts, err := newHostKeys(c.HostKeys)
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	limits := c.Limits.withDefaults()
	a := &Asker{
		timeline:  c.Timeline,
		platforms: c.Platforms,
		dial:      c.Dial,
		limits:    limits,
		legacy:    c.Legacy,
		version:   identification(c.Version),
		agent:     c.Agent,
		log:       c.Log,
		hosts:     hosts,
		gate:      newGate(limits.Turn),
		budget:    &budget{most: int64(limits.TotalBytes)},
		keys:      newKeyring(),
		vault:     &vault{},
	}
	if a.dial == nil {
		a.dial = (&net.Dialer{}).DialContext
	}
	a.reach = a.connect
	return a, nil
}

// Ask asks one device. It returns within Limits.Device, the time aside that it waits for others, and at once when ctx
// ends, with what is known by then.
func (a *Asker) Ask(ctx context.Context, r Request) snapshot.Device {
	started := a.timeline.Now()
	d := snapshot.Device{Name: r.Device.Name, Answers: []snapshot.Answer{}}
	l := &login{device: r.Device, limits: a.limits.with(r.Device.Timeouts)}
	ctx, l.watch = watchOver(ctx, l.limits.Device)
	defer l.end()
	err := a.shield(d.Name, func() error { return a.ask(ctx, r, l, &d) })
	err = a.shield(d.Name, func() error {
		conclude(&d, l.platform, r.Kinds, a.explain(ctx, err))
		d.Platform = settledOn(l.platform, &d)
		dropPrelude(&d, l.platform)
		l.share(a.vault)
		l.scrub(&d)
		return nil
	})
	if err != nil { // what was answered may hold a secret still
		d = snapshot.Device{Name: d.Name, Answers: []snapshot.Answer{}}
		conclude(&d, nil, nil, a.explain(ctx, err))
	}
	waited := l.watch.stop()
	d.Elapsed = a.timeline.Now() - started - waited
	a.log.Debug("asked", "device", d.Name, "outcome", d.Outcome, "answers", len(d.Answers), "elapsed", d.Elapsed, "waited", waited)
	return d
}

func (a *Asker) ask(ctx context.Context, r Request, l *login, d *snapshot.Device) (err error) {
	if l.platform, err = a.declared(r.Device); err != nil {
		return err
	}
	if err := a.prepare(l); err != nil {
		return err
	}
	s, err := a.open(ctx, l, d)
	if err != nil {
		return err
	}
	defer func() {
		s.close()
		if f := s.wire.failure.Load(); f != nil {
			err = f
		}
	}()
	return s.run(ctx, r)
}
