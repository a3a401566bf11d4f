//go:build unix

package safefile

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file the owner of the one whose place it takes, as far as the user may do that.
func keepOwner(f *os.File, there fs.FileInfo) {
	if owner, ok := there.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(owner.Uid), int(owner.Gid)) // a user may give away nothing: the file is then the user's
	}
}
