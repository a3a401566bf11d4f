package safefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Destination is a file that will be written, proven to take what comes before there is anything.
type Destination struct {
	Path    string      // as the user wrote it
	target  string      // where links lead
	there   fs.FileInfo // what is there already; nil: nothing
	inPlace bool        // the folder takes no file, but the file itself can be written
	stream  io.Writer   // not a file to be replaced: a descriptor of this process, or a pipe whose reader waits
	close   func() error
}

// Prove finds out, without changing what is there, whether path can be written to: a new file, a file that is there,
// the target of a link, a character device, a pipe that somebody reads from, or an open descriptor such as
// /dev/stdout, for which stdout and stderr stand. The error begins with the path.
func Prove(path string, stdout, stderr io.Writer) (*Destination, error) {
	d, err := proven(path, map[int]io.Writer{1: stdout, 2: stderr})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, reason(err))
	}
	return d, nil
}

func proven(path string, open map[int]io.Writer) (*Destination, error) {
	d := &Destination{Path: path}
	var err error
	if d.target, err = followed(path); err != nil {
		return d, err
	}
	if n, ok := descriptor(d.target); ok {
		return d, d.useDescriptor(n, open[n])
	}
	d.there, err = os.Stat(d.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return d, d.proveFolder()
	case err != nil:
		return d, err
	}
	switch mode := d.there.Mode(); {
	case mode.IsDir():
		return d, errors.New("is a folder; name a file in it")
	case mode.IsRegular():
		return d, d.proveFile()
	case mode&fs.ModeNamedPipe != 0:
		return d, d.openReader()
	case mode&fs.ModeCharDevice != 0:
		return d, openable(d.target)
	}
	return d, errors.New("is neither a file nor a pipe")
}

// reason is an error without the path, which the message begins with.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return fmt.Errorf("cannot be written: %w", at.Err)
	}
	return err
}

// mostLinks is how far a chain of links is followed, as Linux does.
const mostLinks = 40

// followed is where the links at a path lead, in the end to a file that need not be there. It stops at a name that
// stands for an open descriptor.
func followed(path string) (string, error) {
	for range mostLinks {
		if _, ok := descriptor(path); ok {
			return path, nil
		}
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return absolute(path)
		}
		next, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", errors.New("is a link that leads in a circle")
}

// absolute is a path in the one spelling that is compared: its folder without links.
func absolute(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	return path, nil
}

// descriptor is the number of the open file that a name stands for on Unix.
func descriptor(path string) (n int, ok bool) {
	switch path {
	case "/dev/stdin":
		return 0, true
	case "/dev/stdout":
		return 1, true
	case "/dev/stderr":
		return 2, true
	}
	for _, dir := range []string{"/dev/fd/", "/proc/self/fd/"} {
		if number, cut := strings.CutPrefix(path, dir); cut {
			n, err := strconv.Atoi(number)
			return n, err == nil && n >= 0
		}
	}
	return 0, false
}

// useDescriptor writes to what is open already: opening it anew would begin at the start of a file that others
// write to as well.
func (d *Destination) useDescriptor(n int, open io.Writer) error {
	if open != nil {
		d.stream = open
		return nil
	}
	f := os.NewFile(uintptr(n), d.target)
	if _, err := f.Stat(); err != nil {
		return err
	}
	d.stream = f
	return nil
}

// openReader opens a pipe without waiting for a reader, and keeps it open: the reader may not come twice.
func (d *Destination) openReader() error {
	f, err := os.OpenFile(d.target, os.O_WRONLY|nonBlocking, 0)
	if err != nil {
		return errors.New("the pipe has no reader; start one first")
	}
	d.stream, d.close = f, f.Close
	return nil
}

// openable reports, as an error, why something that is there cannot be written to.
func openable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|nonBlocking, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

func (d *Destination) proveFile() error {
	if err := openable(d.target); err != nil {
		return err
	}
	d.inPlace = d.proveFolder() != nil
	return nil
}

func (d *Destination) proveFolder() error {
	dir := filepath.Dir(d.target)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return errors.New("the folder does not exist; create it first")
	}
	f, err := d.temporary()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Streamed reports whether it is written to as it is, and no file takes the place of another: its reader may be slow.
func (d *Destination) Streamed() bool { return d.stream != nil }

// Same reports whether two would be written over each other.
func (d *Destination) Same(e *Destination) bool {
	if d.target == e.target {
		return true
	}
	bothThere := d.there != nil && e.there != nil && d.there.Mode()&fs.ModeCharDevice == 0
	return bothThere && os.SameFile(d.there, e.there)
}

// Within reports whether it lies in a folder, or is that folder.
func (d *Destination) Within(dir string) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		dir = target
	}
	rel, err := filepath.Rel(dir, d.target)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
