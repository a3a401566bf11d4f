package cli

import (
	"fmt"
	"io"
)

// watched is standard output. The first error of writing to it is remembered: a command that lists things and looks at no
// error would end well with nothing written. That nobody reads on, as behind "head" or after the terminal was closed, is no
// error, and takes nothing from what a command does: what is written then goes nowhere.
type watched struct {
	to       io.Writer
	terminal bool
	left     bool // nobody reads on
	failed   error
}

func watch(out io.Writer) *watched { return &watched{to: out, terminal: isTerminal(out)} }

// Write implements io.Writer. After an error nothing more is written.
func (w *watched) Write(text []byte) (int, error) {
	if w.left {
		return len(text), nil
	}
	if w.failed != nil {
		return 0, w.failed
	}
	n, err := w.to.Write(text)
	if err != nil && (readerGone(err) || w.terminal && terminalGone(err)) {
		w.left = true
		return len(text), nil
	}
	w.failed = err
	return n, err
}

// unseen is the output of a caller that prints the errors of writing itself: they are told when the command ends.
type unseen struct{ *watched }

// Write implements io.Writer.
func (u unseen) Write(text []byte) (int, error) {
	_, _ = u.watched.Write(text)
	return len(text), nil
}

// outcome is the error of a command, with what became of its output. Where there is another error, that stays.
func (w *watched) outcome(err error) error {
	if w.failed == nil || err != nil && err != w.failed { // wrapped, it is of more than the output
		return err
	}
	return fmt.Errorf("standard output: %w", w.failed)
}
