package session

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Why there is no connection is told apart by who has to do something about it.
func TestNoConnection(t *testing.T) {
	dial := func(n syscall.Errno) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", n)}
	}
	for _, test := range []struct {
		err  error
		kind string
		here bool
		says string
	}{
		{dial(syscall.ECONNREFUSED), "dial", false, "admits SSH from this host"},
		{os.ErrDeadlineExceeded, "dial", false, "within 5s"},
		{&net.DNSError{Err: "no such host", Name: "core1", IsNotFound: true}, "dial", false, "correct host in the inventory"},
		{&net.DNSError{Err: "server misbehaving", Name: "core1", IsTemporary: true}, "resolver", true, "name servers of this machine"},
		{&net.DNSError{Err: "i/o timeout", Name: "core1", IsTimeout: true}, "resolver", true, "name servers of this machine"},
		{&net.DNSError{Err: "socket: " + syscall.EMFILE.Error(), Name: "core1"}, "local", true, "ulimit -n"},
		{dial(syscall.ENETUNREACH), "route", true, "route from this machine"},
		{dial(syscall.EHOSTUNREACH), "route", true, "route from this machine"},
		{dial(syscall.EMFILE), "local", true, "ulimit -n"},
		{dial(syscall.EADDRNOTAVAIL), "local", true, "free port"},
		{dial(syscall.ENETDOWN), "local", true, "is down"},
	} {
		ctx, w := watchOver(t.Context(), DefaultLimits().Device)
		a := &Asker{}
		h := &handshake{Asker: a, login: &login{limits: DefaultLimits(), watch: w}, address: "core1:22", ctx: ctx}
		f := a.explain(ctx, h.unreachable(test.err))
		if f.kind != test.kind || f.outcome != snapshot.Unreachable || !strings.Contains(f.message, test.says) || IsHere(f.kind) != test.here {
			t.Errorf("%v: %+v; want %s, %q", test.err, f, test.kind, test.says)
		}
		if test.here && strings.Contains(f.message, "admits SSH") {
			t.Errorf("%v: the device is blamed: %s", test.err, f.message)
		}
		w.stop()
	}
}

// A file of keys that cannot be opened for lack of files is no wrong file, and is read another time.
func TestKeyFileForLackOfFiles(t *testing.T) {
	a := &Asker{}
	lack := &os.PathError{Op: "open", Path: "key", Err: syscall.EMFILE}
	if f := a.explain(context.Background(), orLack(lack, authFault("wrong"))); f.kind != "local" {
		t.Errorf("%+v", f)
	}
	missing := filepath.Join(t.TempDir(), "none")
	_, err := newKeyring().load(missing)
	if f := a.explain(context.Background(), orLack(err, authFault("wrong"))); f.kind != "auth" {
		t.Errorf("%+v", f)
	}
}
