package scarcity

import (
	"errors"
	"syscall"
)

// winsock are the numbers of Windows Sockets for what other systems report; package syscall knows them by no name.
var winsock = map[syscall.Errno]syscall.Errno{
	syscall.EMFILE:        10024, // WSAEMFILE
	syscall.EADDRNOTAVAIL: 10049, // WSAEADDRNOTAVAIL
	syscall.ENETDOWN:      10050, // WSAENETDOWN
	syscall.ENOBUFS:       10055, // WSAENOBUFS
}

// is reports whether an error has a number behind it.
func is(err error, number syscall.Errno) bool {
	theirs, known := winsock[number]
	return errors.Is(err, number) || known && errors.Is(err, theirs)
}

// Files is how many files this process may open; here that is not limited.
func Files() (limit int, ok bool) { return 0, false }
