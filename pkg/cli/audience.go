package cli

import "io"

// audience is standard output. That nobody reads on, as behind "head", or after the terminal was closed, is no failure and
// takes nothing from what a command does: what is written then goes nowhere.
type audience struct {
	to       io.Writer
	terminal bool
	left     bool
}

func newAudience(w io.Writer) *audience { return &audience{to: w, terminal: isTerminal(w)} }

// Write implements io.Writer.
func (a *audience) Write(data []byte) (int, error) {
	if a.left {
		return len(data), nil
	}
	n, err := a.to.Write(data)
	if err != nil && (readerGone(err) || a.terminal && terminalGone(err)) {
		a.left = true
		return len(data), nil
	}
	return n, err
}
