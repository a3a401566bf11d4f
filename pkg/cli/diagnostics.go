package cli

import (
	"fmt"
	"io"

	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// diagnostics is standard error, behind the one door that everything printed there goes through: a name of a device or
// a file, or what a device said, may hold what a terminal obeys.
type diagnostics struct{ to io.Writer }

// Write implements io.Writer. Each call is text of its own, from the beginning of a character to the end of one.
func (d diagnostics) Write(text []byte) (int, error) {
	if _, err := io.WriteString(d.to, report.CleanLines(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// say tells the user something that is not the report.
func (s streams) say(format string, args ...any) {
	fmt.Fprintf(s.err, "ntpaudit: "+format+"\n", args...)
}

// undisguised is the writer behind one of ours: what asks about a terminal, or draws on one, needs the file itself.
func undisguised(w any) any {
	switch w := w.(type) {
	case diagnostics:
		return w.to
	case *watched:
		return w.to
	}
	return w
}
