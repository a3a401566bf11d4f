package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// fault is why a device was not audited in full. Its message is a sentence without the device's name, and
// ends with the next step where there is one.
type fault struct {
	// kind is what snapshot.Error.Kind will be: command, platform, auth, dial, handshake, host_key, algorithms,
	// channel, protocol, local, route, resolver, timeout, dropped, size, enable, unfit, not_tried, panic or interrupted.
	kind    string
	outcome snapshot.Outcome // where nothing was answered
	message string
}

func (f *fault) Error() string { return f.message }

// What hear reports. Whoever waits says what for.
var (
	errSilent  = errors.New("nothing came in time")
	errDropped = errors.New("the connection ended")
	errSize    = errors.New("too much came")
	errBudget  = errors.New("too much came from all devices together")
	errStuck   = errors.New("nothing was taken in time")
)

// lost means that the device waits at its prompt for something else: it and we lost each other.
type lost struct {
	missing string // what was not found, as a clause
	again   string // the command before, whose answer had not ended; empty: none
}

func (l *lost) Error() string { return l.missing }

func notAllowed(line string) *fault {
	return &fault{"command", snapshot.Protocol, fmt.Sprintf("%q is not in the list of lines that may be sent", line)}
}

// explain turns the end of ctx, which shows itself as all sorts of errors of closed connections, into what it was.
func (a *Asker) explain(ctx context.Context, err error) *fault {
	if err == nil {
		return nil
	}
	var f *fault
	if errors.As(err, &f) && f.certain() {
		return f
	}
	var over *overtime
	lack := scarcity.Of(err)
	switch cause := context.Cause(ctx); {
	case cause == nil && lack != "":
		return lackFault(lack)
	case cause == nil:
	case errors.As(cause, &over):
		if f == nil || f.kind != "timeout" && f.kind != "handshake" {
			return &fault{"timeout", snapshot.Timeout, over.Error() + "; " + over.advice()}
		}
	default:
		return &fault{snapshot.KindInterrupted, snapshot.Timeout, "the run ended before the device had answered everything"}
	}
	if f != nil {
		return f
	}
	return &fault{"protocol", snapshot.Protocol, err.Error()}
}

// certain reports whether the end of ctx cannot be what is behind it.
func (f *fault) certain() bool {
	switch f.outcome {
	case snapshot.AuthFailed, snapshot.HostKey, snapshot.Unsupported:
		return true
	}
	return f.kind == "enable" || f.kind == "interrupted" || f.kind == "panic"
}

// while says what was being waited for when err happened.
func (s *shell) while(waiting string, patience time.Duration, err error) error {
	if err == nil {
		return nil
	}
	tail := s.lastWords()
	var over *overtime
	switch {
	case errors.Is(err, errSilent):
		return &fault{"timeout", snapshot.Timeout, fmt.Sprintf("%s: nothing came for %s%s; %s", waiting, patience, tail, advice(s.limits.key(patience)))}
	case errors.As(err, &over):
		return &fault{"timeout", snapshot.Timeout, fmt.Sprintf("%s: %s%s; %s", waiting, over, tail, over.advice())}
	case errors.Is(err, errStuck):
		return &fault{"timeout", snapshot.Timeout, fmt.Sprintf("%s: the device took nothing of what was sent for %s, the window of its SSH channel stays closed%s; %s",
			waiting, s.limits.Silence, tail, advice(keySilence))}
	case errors.Is(err, errDropped), errors.Is(err, io.EOF):
		return &fault{"dropped", snapshot.Protocol, fmt.Sprintf("%s: the device ended the session%s", waiting, tail)}
	case errors.Is(err, errBudget):
		return &fault{"size", snapshot.Protocol, fmt.Sprintf("%s: cut after %d KiB, because the long configurations of this run hold %d MiB already; audit such devices in a run of their own",
			waiting, s.heard.raw>>10, s.limits.TotalBytes>>20)}
	case errors.Is(err, errSize):
		return &fault{"size", snapshot.Protocol, fmt.Sprintf("%s: the device sent more than the %d KiB that this may take; the session was cut", waiting, s.room>>10)}
	}
	return err
}

// cutBy names in the evidence why an answer is not whole.
func cutBy(ctx context.Context, err error) string {
	var over *overtime
	switch {
	case ctx.Err() != nil && !errors.As(context.Cause(ctx), &over):
		return "interrupted"
	case ctx.Err() != nil, errors.Is(err, errSilent), errors.Is(err, errStuck):
		return "timeout"
	case errors.Is(err, errSize), errors.Is(err, errBudget):
		return "size"
	}
	return "dropped"
}
