package ntpshow

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Clock reads "show clock", "show clock detail" and "show calendar". The stamp of a banner is the
// reading only where there is no clock line. A time or date that does not exist, or whose weekday
// is another, is an error that says so, and no reading.
func (d Dialect) Clock(text string) (show.Clock, error) {
	r := clockReader{dialect: d}
	for l := range capture.Lines(text) {
		if !r.take(l) && !d.Noise(l.Text) {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
	return r.finish(text)
}

type clockReader struct {
	dialect       Dialect
	clock, banner *show.Clock
	source        *string
	starts, ends  capture.Line
	unparsed      []string
	err           error // why a clock line was refused
	odd           error // why a line is none that would be one but for its form
}

func (r *clockReader) take(l capture.Line) bool {
	s := strings.TrimLeft(l.Text, " \t")
	if source, stamp, ok := r.dialect.banner(s); ok {
		return r.takeBanner(source, stamp)
	}
	if capture.IsClock(s) {
		return r.takeClock(l, s)
	}
	if r.odd == nil && capture.LooksLikeClock(s) {
		_, r.odd = r.dialect.readStamp(s)
	}
	if s == "No time source" {
		return r.takeSource("none")
	}
	if source, ok := strings.CutPrefix(s, "Time source is "); ok {
		return (!l.Open || knownSource(source)) && r.takeSource(source)
	}
	if stamp, ok := strings.CutPrefix(s, "Summer time starts "); ok {
		return takeSpan(&r.starts, l, stamp)
	}
	if stamp, ok := strings.CutPrefix(s, "Summer time ends "); ok {
		return takeSpan(&r.ends, l, stamp)
	}
	return false
}

// knownSource reports whether a time source at the cut end of a text is a whole one.
func knownSource(s string) bool {
	return s == "NTP" || s == "user configuration" || s == "hardware calendar"
}

func (r *clockReader) takeClock(l capture.Line, s string) bool {
	if r.err != nil {
		return false
	}
	c, err := r.dialect.readStamp(s)
	if err != nil {
		r.err = err
		return false
	}
	if r.clock != nil { // one of them is no answer, and nothing tells which
		r.err = fmt.Errorf("two clock lines, %q and %q; ask again", r.clock.Line, s)
		return false
	}
	r.clock = &c
	return true
}

// takeBanner keeps the first stamp of the banner, for a text that holds no clock line.
func (r *clockReader) takeBanner(source, stamp string) bool {
	if r.banner != nil {
		return true
	}
	c, err := r.dialect.readStamp(stamp)
	if err != nil {
		if r.odd == nil {
			r.odd = err
		}
		return true
	}
	c.TimeSource = &source
	r.banner = &c
	return true
}

// readStamp reads a clock line, or the same in a banner.
func (d Dialect) readStamp(s string) (show.Clock, error) {
	parse := capture.ParseClock
	if d.Padded {
		parse = capture.ParsePaddedClock
	}
	c, err := parse(s)
	if err != nil {
		return show.Clock{}, fmt.Errorf("clock line %q: %w", s, err)
	}
	c.Line = s
	return c, nil
}

func (r *clockReader) takeSource(source string) bool {
	if r.source != nil {
		return false
	}
	r.source = &source
	return true
}

func takeSpan(into *capture.Line, l capture.Line, stamp string) bool {
	if _, err := capture.ParseClock(stamp); err != nil || into.Raw != "" {
		return false
	}
	*into = capture.Line{Raw: l.Raw, Text: stamp}
	return true
}

func (r *clockReader) finish(text string) (show.Clock, error) {
	c := show.Clock{}
	switch {
	case r.clock != nil && r.err == nil:
		c = *r.clock
		c.TimeSource = r.source
		if r.source == nil && r.banner != nil {
			c.TimeSource = r.banner.TimeSource
		}
		span, alone := capture.Span(r.starts, r.ends)
		c.SummerTime, r.unparsed = span, append(r.unparsed, alone...)
	case r.err != nil:
	case r.banner != nil:
		c = *r.banner
	case r.odd != nil:
		r.err = r.odd
	default:
		r.err = r.dialect.notUnderstood(text, "clock line")
	}
	c.Unparsed = capture.List(r.unparsed)
	return c, r.err
}
