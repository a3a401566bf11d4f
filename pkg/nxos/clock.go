package nxos

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ParseClock reads "show clock" and "show clock detail". The clock line is looked for: releases print the time source and
// the warning before it or after it, or not at all. A time or date that does not exist, or whose weekday is another, is an
// error that says so, and no reading.
func ParseClock(text string) (show.Clock, error) {
	var r clockReader
	for l := range content(text) {
		if !r.take(l) {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
	return r.finish(text)
}

// FindClockLine returns where the first clock line starts. The line need not have ended, but its year must be whole.
func FindClockLine(output []byte) (start int, found bool) {
	return capture.FindLine(output, func(line []byte) bool {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) == 0 || len(line) > capture.MaxClockLine {
			return false
		}
		s, ok := twentyFour(string(line))
		return ok && capture.IsClock(s)
	})
}

// twentyFour turns a clock line that counts twelve hours (clock format 12hours) into one that counts twenty-four. Others
// come back as they are. No line of NX-OS has a flag before the time.
//
//	07:18:32.193 PM CDT Mon Jul 02 2018
func twentyFour(s string) (line string, ok bool) {
	if s == "" || len(s) > capture.MaxClockLine || s[0] < '0' || s[0] > '9' {
		return "", false
	}
	clock, rest, _ := strings.Cut(s, " ")
	half, rest, _ := strings.Cut(rest, " ")
	if half != "AM" && half != "PM" {
		return s, true
	}
	hour, minutes, _ := strings.Cut(clock, ":")
	n, ok := capture.Integer(hour, 1, 12)
	if !ok {
		return "", false
	}
	n %= 12 // 12 AM is midnight, 12 PM noon
	if half == "PM" {
		n += 12
	}
	return fmt.Sprintf("%02d:%s %s", n, minutes, rest), true
}

type clockReader struct {
	clock        *show.Clock
	source       *string
	warning      string
	starts, ends capture.Line // of summer time, in "show clock detail"
	unparsed     []string
	err          error // why a clock line was refused
	odd          error // why a line is none that would be one but for its form
}

func (r *clockReader) take(l capture.Line) bool {
	s := strings.TrimSpace(l.Text)
	if line, ok := twentyFour(s); ok && (capture.IsClock(line) || capture.LooksLikeClock(line)) {
		return r.takeClock(s, line)
	} else if !ok && r.odd == nil && capture.LooksLikeClock(s) {
		r.odd = fmt.Errorf("clock line %q: the time is none of NX-OS", s)
		return false
	}
	if source, ok := strings.CutPrefix(s, "Time source is "); ok {
		return r.takeSource(l, source)
	}
	if warning, ok := strings.CutPrefix(s, "Warning: "); ok {
		ok = !l.Open && r.warning == ""
		if ok {
			r.warning = warning
		}
		return ok
	}
	return r.takeDetail(l, s)
}

// takeClock reads a clock line, of which there can be one.
func (r *clockReader) takeClock(printed, line string) bool {
	c, err := capture.ParsePaddedClock(line)
	switch {
	case err != nil:
		err = fmt.Errorf("clock line %q: %w", printed, err)
		if capture.IsClock(line) && r.err == nil {
			r.err = err
		} else if r.odd == nil {
			r.odd = err
		}
		return false
	case r.clock != nil: // one of them is no answer, and nothing tells which
		r.err = fmt.Errorf("two clock lines, %q and %q; ask again", r.clock.Line, printed)
		return false
	}
	// There is no flag before the time, so that nothing is said of these two.
	c.Authoritative, c.Synchronized = nil, nil
	c.Line = printed
	r.clock = &c
	return true
}

// takeSource reads the clock protocol, which is printed even where no server is configured.
func (r *clockReader) takeSource(l capture.Line, source string) bool {
	whole := !l.Open || source == "NTP" || source == "PTP"
	if r.source != nil || !whole {
		return false
	}
	r.source = &source
	return true
}

// takeDetail reads the block of "show clock detail":
//
//	summer-time configuration:
//	-------------------------
//	timezone name: EDT
//	Starts       : 2 Sunday March at 02:00 hours
//	Ends         : 1 Sunday November at 02:00 hours
//	Minute offset: 60
func (r *clockReader) takeDetail(l capture.Line, s string) bool {
	label, value, colon := strings.Cut(s, ":")
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(label)) {
	case "starts":
		return takeSpan(&r.starts, l, value)
	case "ends":
		return takeSpan(&r.ends, l, value)
	case "summer-time configuration", "timezone name", "minute offset":
		return colon
	}
	return isRule(s)
}

func takeSpan(into *capture.Line, l capture.Line, value string) bool {
	if l.Open || value == "" || into.Raw != "" {
		return false
	}
	*into = capture.Line{Raw: l.Raw, Text: value}
	return true
}

func (r *clockReader) finish(text string) (show.Clock, error) {
	var c show.Clock
	switch {
	case r.err != nil:
	case r.clock != nil:
		c = *r.clock
		span, alone := capture.Span(r.starts, r.ends)
		c.TimeSource, c.Warning, c.SummerTime = r.source, r.warning, span
		r.unparsed = append(r.unparsed, alone...)
	case r.odd != nil:
		r.err = r.odd
	default:
		r.err = notUnderstood(text, "clock line")
	}
	c.Unparsed = capture.List(r.unparsed)
	return c, r.err
}
