package report

import (
	"fmt"
	"io"
)

// assumptions says what an interval rests on, by the names under which the facts list them.
var assumptions = [...]struct{ name, text string }{
	{"A1", "the device read its clock after the command was sent and before the clock line came back"},
	{"A2", "its clock neither stepped nor ran off by more than the drift allowance while it was read"},
	{"A3", "the auditing host's monotonic clock ran evenly, without sleep, in the meantime"},
	{"A4", "the printed time is cut or rounded to the digits shown"},
	{"A5", "no more of the voting servers are wrong than stated"},
	{"A6", "the offset of the printed zone from UTC is known from the configuration or the label UTC"},
}

// writeAssumptions explains those that were used.
func writeAssumptions(w io.Writer, used []string, o Options) {
	if len(used) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", o.paint(bold, "ASSUMPTIONS"))
	for _, a := range assumptions {
		for _, name := range used {
			if name == a.name {
				o.line(w, a.name, a.text)
			}
		}
	}
}
