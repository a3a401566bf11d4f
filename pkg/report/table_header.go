package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// writeHeader writes the verdict, how good the reference was, and what to do first.
func writeHeader(w io.Writer, r *Report, o Options) {
	verdict := r.Verdict(o.failOn())
	fmt.Fprintf(w, "%s  %s\n", o.paint(bold+";"+verdict.colour(), verdict.String()), r.verdictLine(o))
	head := o.paint(bold, "TIME")
	for _, line := range pack(r.Reference.Statements(), o.room(6)) {
		fmt.Fprintf(w, "%s  %s\n", head, line)
		head = "    "
	}
	if first := r.firstStep(o); first != "" {
		fmt.Fprintf(w, "%s %s\n", o.paint(bold, "FIRST"), first)
	}
	o.writeNotes(w, r.Notes)
}

func (o Options) writeNotes(w io.Writer, notes []string) {
	const shown = 5 // what nobody reads hides the table; all are in JSON
	for i, note := range notes {
		if i == shown && !o.Verbose {
			fmt.Fprintf(w, "      and %s\n", plural(len(notes)-shown, "more note"))
			return
		}
		head := o.paint(bold, "NOTE")
		for _, line := range wrap(clip(note, 0), o.room(6)) {
			fmt.Fprintf(w, "%s  %s\n", head, line)
			head = "    "
		}
	}
}

// room is what is left of a line after its first columns; 0: no limit.
func (o Options) room(taken int) int {
	if o.Width <= 0 {
		return 0
	}
	return max(o.Width-taken, leastProblem/2)
}

func (r *Report) verdictLine(o Options) string {
	line := o.appendIfRoom(clip(r.countsText(o), o.room(6)), "    policy "+r.Policy.Name)
	if took := r.Finished.Sub(r.Started); took >= 0 {
		line = o.appendIfRoom(line, "   "+tookText(took))
	}
	return line
}

// appendIfRoom adds what a line can do without.
func (o Options) appendIfRoom(line, more string) string {
	more = clip(more, 0)
	if room := o.room(6); room > 0 && twwidth.Width(line)+twwidth.Width(more) > room {
		return line
	}
	return line + more
}

// countsText is the fleet in a line: "7 of 12 fail, 3 pass, 2 not fully measured". That a run is
// incomplete comes first: nothing after it is about the whole fleet.
func (r *Report) countsText(o Options) string {
	t := r.Tally(o.failOn())
	var parts []string
	switch {
	case t.Devices == 0:
		parts = append(parts, "no device was audited")
	case t.Passed == t.Devices:
		parts = append(parts, fmt.Sprintf("%d of %d pass", t.Passed, t.Devices))
	default:
		parts = append(parts, fmt.Sprintf("%d of %d fail, %d pass", t.Failed, t.Devices, t.Passed))
	}
	if t.Open > 0 {
		parts = append(parts, fmt.Sprintf("%d not fully measured", t.Open))
	}
	if n := t.FleetFailed; n > 0 {
		parts = append(parts, plural(n, "finding")+" about the fleet")
	}
	text := strings.Join(parts, ", ")
	if !r.Complete {
		return "INCOMPLETE: " + text
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func tookText(d time.Duration) string {
	if d < coarse {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Round(time.Second).String()
}

// pack joins statements by "; " on as few lines as the width allows.
func pack(statements []string, width int) []string {
	var lines []string
	for _, s := range statements {
		s = clip(s, width)
		last := len(lines) - 1
		if last >= 0 && (width <= 0 || twwidth.Width(lines[last]+"; "+s) <= width) {
			lines[last] += "; " + s
			continue
		}
		lines = append(lines, s)
	}
	return lines
}
