package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// foldAbove is the number of devices from which those that pass are told in one line: more
// rows than a screen holds hide the rows that matter.
const foldAbove = 20

// writeTable writes the report for a terminal: the verdict, how good the reference was,
// what to do first, then a row a device.
func writeTable(w io.Writer, r *Report, o Options) error {
	var out bytes.Buffer
	writeHeader(&out, r, o)
	rows := r.ordered(o)
	if len(rows) > 0 {
		out.WriteByte('\n')
	}
	shown, folded := fold(rows, o)
	if err := writeRows(&out, shown, o); err != nil {
		return err
	}
	if folded > 0 {
		fmt.Fprintf(&out, "%s %s\n", o.paint(green, mark(check.StatePass)), foldedText(folded, len(shown)))
	}
	writeFleetFindings(&out, r, o)
	if o.Verbose {
		if err := writeReasoning(&out, r, shown, o); err != nil {
			return err
		}
	}
	_, err := w.Write(trimLines(out.Bytes()))
	return err
}

func foldedText(folded, shown int) string {
	if shown == 0 {
		return fmt.Sprintf("all %d pass (--all shows them)", folded)
	}
	return fmt.Sprintf("%d more pass (--all shows them)", folded)
}

// fold takes the devices that pass out of a long table.
func fold(rows []*Device, o Options) (shown []*Device, folded int) {
	if o.All || o.Verbose || len(rows) <= foldAbove {
		return rows, 0
	}
	for _, d := range rows {
		if d.State == check.StatePass {
			folded++
			continue
		}
		shown = append(shown, d)
	}
	return shown, folded
}

// ordered lists the devices in inventory order, or worst first: by verdict, by the gravest
// problem, by how far the clock is off.
func (r *Report) ordered(o Options) []*Device {
	list := make([]*Device, len(r.Devices))
	for i := range r.Devices {
		list[i] = &r.Devices[i]
	}
	if o.InventoryOrder {
		return list
	}
	rank := make(map[*Device]urgency, len(list))
	for _, d := range list {
		rank[d] = d.urgency(o.failOn())
	}
	slices.SortStableFunc(list, func(a, b *Device) int { return rank[b].compare(rank[a]) })
	return list
}

type urgency struct {
	state    int
	severity policy.Severity
	error    Seconds
}

func (u urgency) compare(v urgency) int {
	return cmp.Or(cmp.Compare(u.state, v.state), cmp.Compare(u.severity, v.severity), cmp.Compare(u.error, v.error))
}

func (d *Device) urgency(failOn policy.Severity) urgency {
	u := urgency{state: d.State.Rank(), error: d.leastError()}
	if problems := d.Problems(failOn); len(problems) > 0 {
		u.severity = problems[0].Severity
	}
	return u
}

// leastError is how far the clock is off by its estimate, whatever its zone; −1: not known.
func (d *Device) leastError() Seconds {
	switch c := d.Clock; {
	case c != nil && c.Offset != nil:
		return Seconds(c.Offset.interval().Mid().Abs())
	case c != nil && len(c.Candidates) > 0:
		least := Seconds(math.MaxInt64)
		for _, z := range c.Candidates {
			offset := z.Offset.interval()
			least = min(least, Seconds(min(offset.Lo.Abs(), offset.Hi.Abs())))
		}
		return least
	}
	return -1
}

// The colours of a terminal (ECMA-48 SGR parameters).
const (
	bold    = "1"
	dim     = "2"
	red     = "31"
	green   = "32"
	yellow  = "33"
	magenta = "35"
)

func (o Options) paint(colour, text string) string {
	if !o.Colour || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}
