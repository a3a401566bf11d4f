//go:build unix

package safefile

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func fifo(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	return path
}

// read is Read with patience for a busy machine.
func read(t *testing.T, path string, limit int64) ([]byte, error) {
	t.Helper()
	in, err := open(path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	return ReadAll(in, path, limit)
}

func TestPipeWithoutWriterEnds(t *testing.T) {
	path := fifo(t)
	_, err := open(path, 50*time.Millisecond)
	if err == nil || err.Error() != path+": a pipe that no program writes to; start the writer first, or name a file" {
		t.Errorf("got %v", err)
	}
}

func TestPipeIsReadToItsEnd(t *testing.T) {
	path := fifo(t)
	go func() {
		w, err := os.OpenFile(path, os.O_WRONLY, 0) // waits until the pipe is read
		if err == nil {
			_, err = fmt.Fprint(w, "core1\ncore2\n")
			_ = w.Close()
		}
		if err != nil {
			t.Error(err)
		}
	}()
	if data, err := read(t, path, 100); err != nil || string(data) != "core1\ncore2\n" {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestEndlessPipeIsCutOff(t *testing.T) {
	path := fifo(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		w, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		for err == nil { // until nobody reads any more
			_, err = io.WriteString(w, strings.Repeat("x", 4096))
		}
		_ = w.Close()
	}()
	if _, err := read(t, path, 100<<10); err == nil || err.Error() != path+": larger than 100 KiB" {
		t.Errorf("got %v", err)
	}
	<-done
}

// A process substitution is an open pipe under the name of its descriptor; an empty one is an empty file.
func TestDescriptorOfAPipe(t *testing.T) {
	for _, text := range []string{"core1\n", ""} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		path := fmt.Sprintf("/dev/fd/%d", r.Fd())
		if _, err := os.Stat(path); err != nil {
			t.Skip("no /dev/fd here")
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		_ = w.Close()
		if data, err := Read(path, 100); err != nil || string(data) != text {
			t.Errorf("got %q, %v", data, err)
		}
		_ = r.Close()
	}
}

func TestDevicesAreNoFiles(t *testing.T) {
	for _, path := range []string{"/dev/zero", "/dev/random"} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if _, err := Read(path, 1<<30); err == nil || err.Error() != path+": a device, not a file" {
			t.Errorf("got %v", err)
		}
	}
}
