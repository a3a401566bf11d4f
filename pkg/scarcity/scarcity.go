// Package scarcity tells what this machine lacks from what others do: who has no file left to open for a connection knows
// nothing about the device at its other end.
package scarcity

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"time"
)

// lacks are the errors that an operating system reports of itself, in words with the next step.
var lacks = []struct {
	number syscall.Errno
	text   string
}{
	{syscall.EMFILE, "this process may open no more files; raise the limit (ulimit -n), or lower --parallel"},
	{syscall.ENFILE, "this machine can open no more files; close what holds them, or lower --parallel"},
	{syscall.ENOBUFS, "this machine has no room for another connection; lower --parallel"},
	{syscall.ENOMEM, "this machine has no memory for another connection; lower --parallel"},
	{syscall.EADDRNOTAVAIL, "this machine has no address, or no free port, to connect from; check its interfaces, or lower --parallel"},
	{syscall.ENETDOWN, "the network of this machine is down"},
}

// Of says what an error shows this machine to lack. Empty: nothing.
func Of(err error) string {
	if err == nil {
		return ""
	}
	var dns *net.DNSError
	named := errors.As(err, &dns) // it keeps the text of what is behind it alone
	for _, lack := range lacks {
		if is(err, lack.number) || named && strings.HasSuffix(dns.Err, lack.number.Error()) {
			return lack.text
		}
	}
	return ""
}

// The pauses between tries: what is lacking comes back when another session ends.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
)

// Retry calls f until it fails for nothing that this machine lacks, ever more rarely and not for longer than that. The error
// is that of the last try, or the cause of the end of ctx.
func Retry(ctx context.Context, longest time.Duration, f func() error) error {
	end := time.Now().Add(longest)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := f()
		if Of(err) == "" || !time.Now().Add(pause).Before(end) {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// reserved are the files that are not sessions': standard streams, host keys, evidence, reports, NTP sockets.
const reserved = 64

// Sessions is how many sessions at once so many open files bear: each has its connection and, at times, another file for
// its name, its keys or its evidence.
func Sessions(files int) int { return max(1, (files-reserved)/2) }

// Sockets is how many NTP queries at once so many open files bear beside sessions.
func Sockets(files, sessions int) int { return max(1, (files-2*sessions)/2) }
