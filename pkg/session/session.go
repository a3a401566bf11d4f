package session

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// Config is what all sessions of a run share.
type Config struct {
	Timeline *timeline.Timeline // every stamp is taken from it
	HostKeys HostKeys
	Limits   Limits       // a zero field has its default
	Legacy   bool         // offer broken algorithms to every device; inventory.Device.Legacy does so for one
	Version  string       // of the program: the client identification is SSH-2.0-ntpaudit_<Version>
	Agent    string       // socket of an SSH agent; empty: none
	Log      *slog.Logger // nil: none. It is never given a secret
}

// Request is what one device is asked.
type Request struct {
	Device   inventory.Device
	Commands []string // show lines of ios.Commands, in the order wanted; how they are sent is the session's affair
	// Next is called when all commands are answered, and again after each clock sample, with what is
	// known by then, which it must not keep. nil: no samples.
	Next func(*snapshot.Device) Next
}

// Next says whether to read the clock once more.
type Next struct {
	Sample bool
	At     snapshot.Stamp // when to send; a stamp that has passed means now
}

// Asker asks devices. It is safe for concurrent use, and one serves a whole run: it remembers which
// credentials were refused and which host keys were accepted.
type Asker struct {
	timeline *timeline.Timeline
	limits   Limits
	legacy   bool
	version  string
	agent    string
	log      *slog.Logger
	hosts    *hostKeys
	gate     *gate
	budget   *budget
	keys     *keyring
	vault    *vault

	// dial logs in; tests have their own.
	dial func(context.Context, *login) (ssh.Conn, ssh.Channel, time.Duration, error)
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
		timeline: c.Timeline,
		limits:   limits,
		legacy:   c.Legacy,
		version:  identification(c.Version),
		agent:    c.Agent,
		log:      c.Log,
		hosts:    hosts,
		gate:     newGate(limits.Turn),
		budget:   &budget{most: int64(limits.TotalBytes)},
		keys:     newKeyring(),
		vault:    &vault{},
	}
	a.dial = a.connect
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
		conclude(&d, r.Commands, a.explain(ctx, err))
		dropPrelude(&d)
		l.share(a.vault)
		l.scrub(&d)
		return nil
	})
	if err != nil { // what was answered may hold a secret still
		d = snapshot.Device{Name: d.Name, Answers: []snapshot.Answer{}}
		conclude(&d, nil, a.explain(ctx, err))
	}
	waited := l.watch.stop()
	d.Elapsed = a.timeline.Now() - started - waited
	a.log.Debug("asked", "device", d.Name, "outcome", d.Outcome, "answers", len(d.Answers), "elapsed", d.Elapsed, "waited", waited)
	return d
}

func (a *Asker) ask(ctx context.Context, r Request, l *login, d *snapshot.Device) (err error) {
	if err := askable(r); err != nil {
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

// Asks reports whether devices of a platform are asked at all; empty is the default one.
func Asks(p inventory.Platform) bool {
	return p == inventory.DefaultPlatform || p == "cisco_iosxe" || p == ""
}

// askable refuses what must not even be tried.
func askable(r Request) error {
	if !Asks(r.Device.Platform) {
		return &fault{"platform", snapshot.Unsupported, fmt.Sprintf(
			"platform %s cannot be audited yet; leave the device out, or correct its platform", r.Device.Platform)}
	}
	for _, line := range r.Commands {
		if !ios.Allowed(line) || !strings.HasPrefix(line, "show ") {
			return notAllowed(line)
		}
	}
	return nil
}
