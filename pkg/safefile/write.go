package safefile

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes there. A file is written beside the old one and takes its place when it is whole, with that one's mode and
// owner, so that no reader ever sees half of it and an older one survives a failure. The error begins with the path.
func (d *Destination) Write(write func(io.Writer) error) error {
	var err error
	switch {
	case d.stream != nil:
		err = writeStream(d.stream, d.close, write)
	case d.inPlace || d.there != nil && !d.there.Mode().IsRegular():
		err = writeOver(d.target, write)
	default:
		err = d.replace(write)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", d.Path, reason(err))
	}
	return nil
}

func writeStream(w io.Writer, end func() error, write func(io.Writer) error) error {
	err := Flushed(w, write)
	if end != nil {
		err = cmp.Or(err, end())
	}
	return err
}

func writeOver(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	return writeStream(f, f.Close, write)
}

// temporary makes a file beside the target. A new one gets the mode that the user's umask leaves; one that takes the
// place of another is private until it has that one's mode.
func (d *Destination) temporary() (*os.File, error) {
	mode := fs.FileMode(0o666)
	if d.there != nil {
		mode = 0o600
	}
	name := filepath.Join(filepath.Dir(d.target), ".ntpaudit-"+rand.Text())
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
}

func (d *Destination) replace(write func(io.Writer) error) error {
	f, err := d.temporary()
	if err != nil {
		return err
	}
	err = Flushed(f, write)
	if err == nil && d.there != nil {
		keepOwner(f, d.there) // where that is possible; the mode comes after it, for a change of owner may clear bits
		err = f.Chmod(d.there.Mode().Perm())
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), d.target)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the error that led here is the one to report
	}
	return err
}

// Flushed writes through a buffer.
func Flushed(w io.Writer, write func(io.Writer) error) error {
	buffered := bufio.NewWriter(w)
	if err := write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}
