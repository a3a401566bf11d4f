package safefile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// pipe is an open pipe and the byte that showed that something comes.
type pipe struct {
	io.Reader
	io.Closer
}

// openPipe waits for the first byte. A pipe that was opened without blocking ends at once while nobody has it open for
// writing, which a named one may yet be; one that a shell made had its writer before this program began.
func openPipe(f *os.File, path string, patience time.Duration) (io.ReadCloser, error) {
	if err := f.SetReadDeadline(time.Now().Add(pipePatience)); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return nil, err
	}
	if _, ours := descriptor(path); ours { // as in <(command)
		return f, nil
	}
	first := make([]byte, 1)
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		n, err := f.Read(first)
		if n == 1 {
			return pipe{io.MultiReader(strings.NewReader(string(first)), f), f}, nil
		}
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, fmt.Errorf("%s: nothing came through the pipe within %s; write a file first, and name that", path, pipePatience)
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%s: %w", path, err)
		case time.Now().After(end):
			return nil, fmt.Errorf("%s: a pipe that no program writes to; start the writer first, or name a file", path)
		}
	}
}
