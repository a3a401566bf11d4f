//go:build !unix

package cli

import (
	"errors"
	"syscall"
)

// Errors of Windows for a pipe whose reader has gone.
const (
	errorBrokenPipe = syscall.Errno(109)
	errorNoData     = syscall.Errno(232)
)

func readerGone(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, errorBrokenPipe) || errors.Is(err, errorNoData)
}

func terminalGone(error) bool { return false }
