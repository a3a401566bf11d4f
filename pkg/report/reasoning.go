package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
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
	if t := d.Timestamps; t != nil && t.Sample != nil {
		list = append(list, labelled{"log line", t.Sample.text()})
	}
	list = append(list, labelled{"measured", c.measuredText(d.MeasuredAt)})
	if c.Offset != nil && c.Width != nil {
		list = append(list, labelled{"width", c.Width.text(c.Offset)})
	}
	for _, z := range c.Candidates {
		list = append(list, labelled{"if " + interval.UTC(z.UTCOffset.Duration()), z.Offset.interval().Text(d.finest())})
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
		text += ", in " + o.interval().Ends()
	}
	if limit := d.limit(); limit != nil {
		text += ", limit " + interval.Limit(limit.Duration())
	}
	return text
}

func (d *Device) zoneNote() string {
	if d.Clock.UTCOffset == nil {
		return "   its offset from UTC is not known"
	}
	return "   read as " + interval.UTC(d.Clock.UTCOffset.Duration())
}

func (c *Clock) measuredText(at *time.Time) string {
	text := strings.Join(c.Method, " and ") + ", " + check.Count(c.Samples, "sample")
	if c.RTT != nil {
		text += ", shortest round trip " + interval.Span(c.RTT.Duration())
	}
	if at != nil {
		text += ", at " + at.UTC().Format(time.RFC3339)
	}
	return strings.TrimPrefix(text, ", ")
}

func (p *Width) text(o *Offset) string {
	whole, shares := interval.Shares(o.interval().Width(), p.Path.Duration(), p.Quantum.Duration(), p.Reference.Duration(), p.Drift.Duration())
	return fmt.Sprintf("%s = path %s + resolution %s + reference %s + drift %s", whole, shares[0], shares[1], shares[2], shares[3])
}

// text is a sample log line, and the time that its stamp means.
func (s *StampSample) text() string {
	const layout = "2006-01-02 15:04:05.000"
	return fmt.Sprintf("%s …   means %s UTC ±%s", s.Text, s.At.UTC().Format(layout), interval.Span(s.Bound.Duration()))
}
