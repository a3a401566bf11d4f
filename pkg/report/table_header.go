package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// writeHeader writes the verdict, how good the reference was, and what to do first.
func writeHeader(w io.Writer, r *Report, o Options) {
	state := r.verdict.State
	line := r.verdictLine(o, len(word(state))+2)
	fmt.Fprintf(w, "%s  %s\n", o.paint(bold+";"+colour(state), word(state)), line)
	if evidence := r.evidenceText(o); !strings.HasSuffix(line, evidence) && !strings.Contains(line, evidence+" ") {
		fmt.Fprintf(w, "      %s\n", clip(evidence, o.room(6)))
	}
	o.writeTime(w, r)
	o.writeOrdering(w, r.Ordering)
	o.writeFirst(w, r.firstStep(o))
	o.writeNotes(w, r.Notes)
}

// writeOrdering tells how well log lines can be put in order.
func (o Options) writeOrdering(w io.Writer, figure *Ordering) {
	if figure == nil {
		return
	}
	head := o.paint(bold, "ORDER")
	for _, line := range wrap(clip(figure.text(), 0), o.room(6)) {
		fmt.Fprintf(w, "%s %s\n", head, line)
		head = "     "
	}
}

// writeFirst says what to do first, and where the lines are.
func (o Options) writeFirst(w io.Writer, first string) {
	if first == "" {
		return
	}
	lines := wrap(clip(first, 0), o.room(6))
	if last := &lines[len(lines)-1]; o.JSONFile != "" {
		*last = o.appendIfRoom(*last, "     lines: ntpaudit fix "+o.JSONFile, 6)
	}
	head := o.paint(bold, "FIRST")
	for _, line := range lines {
		fmt.Fprintf(w, "%s %s\n", head, line)
		head = "     "
	}
}

// writeTime tells how good the references were.
func (o Options) writeTime(w io.Writer, r *Report) {
	for _, statements := range r.statements() {
		head := o.paint(bold, "TIME")
		for _, line := range pack(statements, o.room(6)) {
			fmt.Fprintf(w, "%s  %s\n", head, line)
			head = "    "
		}
	}
}

func (o Options) writeNotes(w io.Writer, notes []string) {
	const shown = 5 // what nobody reads hides the table; all are in JSON
	for i, note := range notes {
		if i == shown && !o.Verbose {
			fmt.Fprintf(w, "      and %s\n", check.Count(len(notes)-shown, "more note"))
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

// verdictLine is what follows the verdict, after taken columns.
func (r *Report) verdictLine(o Options, taken int) string {
	line := clip(r.countsText(), o.room(taken))
	if evidence := r.evidenceText(o); evidence != "" {
		line = o.appendIfRoom(line, "    "+evidence, taken)
		return o.appendIfRoom(line, "   policy "+r.Policy.Name, taken)
	}
	line = o.appendIfRoom(line, "    policy "+r.Policy.Name, taken)
	if took := r.tookText(); took != "" {
		line = o.appendIfRoom(line, "   "+took, taken)
	}
	return line
}

// evidenceText says when the devices were asked where that was not just now: "evidence of
// 2026-11-27 18:45 UTC", by the reference's clock where it is known.
func (r *Report) evidenceText(o Options) string {
	if !o.Saved {
		return ""
	}
	first, last := r.span()
	const layout = "2006-01-02 15:04"
	text := "evidence of " + first.UTC().Format(layout)
	if last.Sub(first) > 24*time.Hour { // of several runs
		text += " to " + last.UTC().Format(layout)
	}
	return text + " UTC"
}

// appendIfRoom adds what a line can do without.
func (o Options) appendIfRoom(line, more string, taken int) string {
	more = clip(more, 0)
	if room := o.room(taken); room > 0 && twwidth.Width(line)+twwidth.Width(more) > room {
		return line
	}
	return line + more
}

// countsText is the fleet in a line: "7 of 12 fail, 2 unknown, 3 pass". That a run is
// incomplete comes first: nothing after it is about the whole fleet.
func (r *Report) countsText() string {
	v := r.verdict
	var parts []string
	unknown := "unknown"
	if v.Excused > 0 {
		unknown = fmt.Sprintf("unknown (%d waived)", v.Excused)
	}
	for _, p := range []struct {
		count int
		word  string
	}{{v.Counts.Fail, "fail"}, {v.Counts.Unknown, unknown}, {v.Counts.Settling, "settling"}, {v.Counts.Pass, "pass"}} {
		switch {
		case p.count == 0:
		case len(parts) == 0:
			parts = append(parts, fmt.Sprintf("%d of %d %s", p.count, len(r.Devices), p.word))
		default:
			parts = append(parts, fmt.Sprintf("%d %s", p.count, p.word))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "no device was audited")
	}
	if v.FleetFail > 0 {
		parts = append(parts, check.Count(v.FleetFail, "failure")+" about the fleet")
	}
	if v.FleetUnknown > 0 && v.Counts.Unknown == 0 { // else it is because of those devices
		parts = append(parts, check.Count(v.FleetUnknown, "finding")+" about the fleet unknown")
	}
	text := strings.Join(parts, ", ")
	if v.Tolerated() {
		text += fmt.Sprintf("; enough by --min-coverage %s", shareText(r.MinCoverage))
	}
	if !r.Complete {
		return "INCOMPLETE: " + text
	}
	return text
}
