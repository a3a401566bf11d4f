package session

import (
	"context"
	"errors"
	"net"
	"slices"
	"syscall"

	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// The kinds of errors of a machine that did not get as far as the device.
const (
	kindLocal    = "local"    // it lacks something
	kindRoute    = "route"    // no route leads there
	kindResolver = "resolver" // its name servers do not answer
)

// IsHere reports whether an error of that kind may have its cause in this machine or its network. Where it is that of one
// device it may be the device's as well; where it is that of all, it is not.
func IsHere(kind string) bool {
	return slices.Contains([]string{kindLocal, kindRoute, kindResolver}, kind)
}

// orLack returns f for a failure of the device's own, and err where this machine lacks something, for explain to tell.
func orLack(err error, f *fault) error {
	if scarcity.Of(err) != "" {
		return err
	}
	return f
}

func lackFault(lack string) *fault {
	return &fault{kindLocal, snapshot.Unreachable, "not asked, for a reason that is not the device's: " + lack}
}

// dialTCP connects. What this machine lacks is waited for, as long as a device may take that has it, and in nobody's time.
func (a *Asker) dialTCP(ctx context.Context, l *login, address string) (tcp net.Conn, err error) {
	dial := func() error {
		ctx, done := context.WithTimeout(ctx, l.limits.Connect)
		defer done()
		tcp, err = a.dial(ctx, "tcp", address)
		return err
	}
	if scarcity.Of(dial()) == "" {
		return tcp, err
	}
	l.watch.pause()
	defer l.watch.resume()
	return tcp, scarcity.Retry(ctx, l.limits.Device, dial)
}

// noRoute reports whether the network could not say where the device is.
func noRoute(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH)
}
