//go:build unix

package cli

import (
	"errors"
	"syscall"
)

// readerGone reports whether a write failed because nobody reads any more.
func readerGone(err error) bool { return errors.Is(err, syscall.EPIPE) }

// terminalGone reports whether a write to a terminal failed because it was closed.
func terminalGone(err error) bool { return errors.Is(err, syscall.EIO) }
