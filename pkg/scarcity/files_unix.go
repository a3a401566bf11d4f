//go:build unix

package scarcity

import (
	"errors"
	"syscall"
)

// is reports whether an error has a number behind it.
func is(err error, number syscall.Errno) bool { return errors.Is(err, number) }

// mostFiles is what no run comes near to.
const mostFiles = 1 << 20

// Files is how many files this process may open; ok is false where that is not known. Go has raised the soft limit to the
// hard one when the process started.
func Files() (limit int, ok bool) {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0, false
	}
	return int(min(uint64(l.Cur), mostFiles)), true
}
