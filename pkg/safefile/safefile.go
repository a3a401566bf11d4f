// Package safefile reads and writes files that a user or another file names, and names files after devices.
//
// Whoever names a file may name anything: a folder, /dev/zero, a pipe that nobody writes to, a file without end. Reading
// ends all the same, with a sentence that begins with the file. Where something is to be written is proven before there is
// anything to write. A name that is made here means the same to every file system: it hides nothing, leads nowhere,
// and is none that Windows keeps for devices.
package safefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

const (
	// pipePatience bounds the wait for the end of a pipe: a program that prints an inventory or fetches a secret
	// takes seconds.
	pipePatience = time.Minute
	// writerPatience bounds the wait for somebody to open a named pipe for writing. A writer that was started beside
	// this program takes milliseconds.
	writerPatience = 2 * time.Second
)

// Read returns the bytes of a file. One of more than limit bytes is an error, and so is everything that Open refuses.
func Read(path string, limit int64) ([]byte, error) {
	in, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return ReadAll(in, path, limit)
}

// ReadAll returns what is left of in, at most limit bytes. Errors begin with the name.
func ReadAll(in io.Reader, name string, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fmt.Errorf("%s: the pipe did not end within %s; write a file first, and name that", name, pipePatience)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case int64(len(data)) > limit:
		return nil, fmt.Errorf("%s: larger than %s", name, size(limit))
	}
	return data, nil
}

func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KiB", bytes>>10)
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}

// Open opens a file for reading, or a pipe, /dev/fd/N of a process substitution included. A folder, a device other than
// the null device, and a named pipe that nobody writes to are errors: it never waits for ever. How much is
// read is for the caller to bound; ReadAll does.
func Open(path string) (io.ReadCloser, error) { return open(path, writerPatience) }

func open(path string, patience time.Duration) (io.ReadCloser, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0) // else opening a named pipe waits for its writer
	if err != nil {
		return nil, err
	}
	in, err := readable(f, path, patience)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return in, nil
}

func readable(f *os.File, path string, patience time.Duration) (io.ReadCloser, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return f, nil
	case mode.IsDir():
		return nil, fmt.Errorf("%s: a folder, not a file", path)
	case mode&fs.ModeNamedPipe != 0:
		return openPipe(f, path, patience)
	case isNull(info):
		return f, nil
	}
	return nil, fmt.Errorf("%s: a device, not a file", path)
}

func isNull(info fs.FileInfo) bool {
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}
