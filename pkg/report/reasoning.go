package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// labelled is a fact and what it is called.
type labelled struct{ Label, Text string }

// reasoning tells how the device was asked and, for its offset: the ends, what was read,
// where the width comes from, and what it rests on.
func (d *Device) reasoning(ref *Reference) []labelled {
	var list []labelled
	if d.Error != nil || d.Outcome != Audited {
		list = append(list, labelled{"outcome", d.errorText()})
	}
	for _, note := range d.Notes {
		list = append(list, labelled{"note", note})
	}
	c := d.Clock
	if c == nil {
		return list
	}
	list = append(list, labelled{"clock", d.clockText()})
	if c.Raw != "" {
		list = append(list, labelled{"printed", string(c.Raw) + d.zoneNote()})
	}
	list = append(list, labelled{"measured", c.measuredText(d.MeasuredAt)})
	if c.Offset != nil && c.Width != nil {
		list = append(list, labelled{"width", c.Width.text(c.Offset)})
	}
	for _, z := range c.Candidates {
		b := Offset{Bounds: z.Offset, Estimate: z.Offset.Mid()}
		list = append(list, labelled{"if " + utcOffsetText(z.UTCOffset.Duration()), b.Text()})
	}
	if len(c.Assumptions) > 0 {
		list = append(list, labelled{"rests on", strings.Join(c.Assumptions, " ") + "; " + ref.votersText()})
	}
	return list
}

// clockText is the offset with its ends and its limit.
func (d *Device) clockText() string {
	text := d.ClockText()
	if o := d.Clock.Offset; o != nil {
		text += ", in " + o.endsText()
	}
	if d.Clock.Limit != nil {
		text += ", limit " + d.LimitText()
	}
	return text
}

func (d *Device) zoneNote() string {
	if d.Clock.UTCOffset == nil {
		return "   its offset from UTC is not known"
	}
	return "   read as " + utcOffsetText(d.Clock.UTCOffset.Duration())
}

func (c *Clock) measuredText(at *time.Time) string {
	text := strings.Join(c.Method, " and ") + ", " + plural(c.Samples, "sample")
	if c.RTT != nil {
		text += ", shortest round trip " + partText(*c.RTT)
	}
	if at != nil {
		text += ", at " + at.UTC().Format(time.RFC3339)
	}
	return strings.TrimPrefix(text, ", ")
}

func (p *Width) text(o *Offset) string {
	whole := uint64(o.High) - uint64(o.Low)
	return fmt.Sprintf("%s = path %s + quantum %s + reference %s + drift %s",
		partText(Seconds(whole)), partText(p.Path), partText(p.Quantum), partText(p.Reference), partText(p.Drift))
}

// partText is a span to a tenth of a millisecond, below one to a microsecond.
func partText(s Seconds) string {
	unit := 100 * time.Microsecond
	if magnitude(s.Duration()) < time.Millisecond {
		unit = time.Microsecond
	}
	return SpanText(s.Duration().Round(unit))
}

// endsText shows the two ends to the microsecond, rounded outwards.
func (b Bounds) endsText() string {
	low, high := b.Low.Duration(), b.High.Duration()
	if rest := low % time.Microsecond; rest < 0 {
		low = interval.SubSat(low, rest+time.Microsecond)
	}
	if rest := high % time.Microsecond; rest > 0 {
		high = interval.AddSat(high, time.Microsecond-rest)
	}
	return fmt.Sprintf("[%s, %s]", microseconds(low), microseconds(high))
}

func microseconds(d time.Duration) string {
	sign := "+"
	if d < 0 {
		sign = "-"
	}
	return sign + decimal(magnitude(d), time.Microsecond) + "s"
}
