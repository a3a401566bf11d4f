package scarcity_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
)

func TestOf(t *testing.T) {
	dial := func(n syscall.Errno) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("socket", n)}
	}
	for _, test := range []struct {
		err  error
		want string // part; "": it is not this machine
	}{
		{nil, ""}, {io.EOF, ""}, {dial(syscall.ECONNREFUSED), ""}, {dial(syscall.EHOSTUNREACH), ""}, {dial(syscall.ETIMEDOUT), ""},
		{dial(syscall.EMFILE), "ulimit -n"}, {fmt.Errorf("read key file: %w", syscall.EMFILE), "ulimit -n"},
		{dial(syscall.ENFILE), "this machine can open no more files"}, {dial(syscall.ENOBUFS), "no room"},
		{dial(syscall.EADDRNOTAVAIL), "no free port"}, {dial(syscall.ENETDOWN), "is down"},
		{&net.DNSError{Err: "dial udp 192.0.2.1:53: socket: " + syscall.EMFILE.Error(), Name: "core1"}, "ulimit -n"},
		{&net.DNSError{Err: "no such host", Name: "core1", IsNotFound: true}, ""},
	} {
		got := scarcity.Of(test.err)
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}

// What is lacking is waited for, but not for ever, and a fault of another kind ends the wait.
func TestRetry(t *testing.T) {
	other := errors.New("another")
	for name, test := range map[string]struct {
		fails int // times, for lack of files
		then  error
		want  error
	}{
		"at once":   {0, nil, nil},
		"in time":   {5, nil, nil},
		"for ever":  {1 << 20, nil, syscall.EMFILE},
		"otherwise": {3, other, other},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				err := scarcity.Retry(t.Context(), time.Minute, func() error {
					if tries++; tries <= test.fails {
						return syscall.EMFILE
					}
					return test.then
				})
				if err != test.want || tries > 100 {
					t.Errorf("%v after %d tries, want %v", err, tries, test.want)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(other) })
		if err := scarcity.Retry(ctx, time.Hour, func() error { return syscall.ENFILE }); err != other {
			t.Errorf("interrupted: %v", err)
		}
	})
}

// Sessions and sockets together stay within the files that there are.
func TestWhatFilesBear(t *testing.T) {
	for _, files := range []int{0, 16, 64, 66, 96, 128, 256, 1024, 1 << 20} {
		sessions := scarcity.Sessions(files)
		sockets := scarcity.Sockets(files, sessions)
		if sessions < 1 || sockets < 1 || files > reserved && 2*sessions+sockets > files-16 {
			t.Errorf("%d files: %d sessions, %d sockets", files, sessions, sockets)
		}
	}
	if limit, ok := scarcity.Files(); ok && limit < 16 {
		t.Errorf("a limit of %d files", limit)
	}
}

const reserved = 66
