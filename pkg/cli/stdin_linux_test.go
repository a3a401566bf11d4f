package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// A program that waits for a terminal without a word seems to hang.
func TestReadingFromATerminalIsSaid(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil || !isTerminal(terminal) {
		t.Skip("no terminal here: ", err)
	}
	defer terminal.Close()
	for _, x := range []struct {
		in   any
		path string
		want bool
	}{{terminal, "-", true}, {terminal, "/dev/stdin", true}, {strings.NewReader(""), "-", false}, {terminal, os.DevNull, false}} {
		var errs bytes.Buffer
		s := streams{err: &errs}
		switch in := x.in.(type) {
		case *os.File:
			s.in = in
		case *strings.Reader:
			s.in = in
		}
		in, err := s.open(x.path)
		if err != nil {
			t.Fatal(err)
		}
		if in != nil && x.path == os.DevNull {
			_ = in.Close()
		}
		if said := strings.Contains(errs.String(), "reading standard input, a terminal, to its end (Ctrl-D)"); said != x.want {
			t.Errorf("%s: %q", x.path, errs.String())
		}
	}
}
