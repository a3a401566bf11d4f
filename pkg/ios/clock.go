package ios

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrLeapSecond is the reason for refusing a clock that reads 23:59:60: it has no place on
// the scale that readings are compared on, and a second later the device can be asked again.
var ErrLeapSecond = errors.New("the clock shows a leap second; ask again")

// Local is the printed date and time. Its location is UTC only because there is none other
// to name: the zone of the device is in the configuration, not in the label.
func (c Clock) Local() time.Time {
	t := time.Date(c.Year, time.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, time.UTC)
	if c.Millisecond != nil {
		t = t.Add(time.Duration(*c.Millisecond) * time.Millisecond)
	}
	return t
}

// ParseClock reads "show clock", "show clock detail" and "show calendar". The stamp of the
// exec-prompt-timestamp banner is the reading only where there is no clock line. A time or date
// that does not exist, or whose weekday is another, is an error that says so, and no reading.
func ParseClock(text string) (Clock, error) {
	var r clockReader
	for l := range lines(text) {
		if !r.take(l) && !isNoise(l.text) {
			r.unparsed = append(r.unparsed, l.raw)
		}
	}
	return r.finish(text)
}

type clockReader struct {
	clock, banner *Clock
	source        *string
	starts, ends  line
	unparsed      []string
	err           error // why a clock line was refused
	odd           error // why a line is none that would be one but for its form
}

func (r *clockReader) take(l line) bool {
	s := strings.TrimLeft(l.text, " \t")
	if source, stamp, ok := bannerClock(s); ok {
		return r.takeBanner(source, stamp)
	}
	if isClock(s) {
		return r.takeClock(l, s)
	}
	if r.odd == nil && looksLikeClock(s) {
		_, r.odd = readStamp(s)
	}
	if s == "No time source" {
		return r.takeSource("none")
	}
	if source, ok := strings.CutPrefix(s, "Time source is "); ok {
		return (!l.open || knownSource(source)) && r.takeSource(source)
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

func (r *clockReader) takeClock(l line, s string) bool {
	if r.err != nil {
		return false
	}
	c, err := readStamp(s)
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
	c, err := readStamp(stamp)
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

// readStamp is the one door through which a reading comes, whatever line holds it.
func readStamp(s string) (Clock, error) {
	c, err := parseStamp(s)
	if err != nil {
		return Clock{}, fmt.Errorf("clock line %q: %w", s, err)
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

func takeSpan(into *line, l line, stamp string) bool {
	if _, err := parseStamp(stamp); err != nil || into.raw != "" {
		return false
	}
	*into = line{raw: l.raw, text: stamp}
	return true
}

func (r *clockReader) finish(text string) (Clock, error) {
	c := Clock{}
	switch {
	case r.clock != nil && r.err == nil:
		c = *r.clock
		c.TimeSource = r.source
		if r.source == nil && r.banner != nil {
			c.TimeSource = r.banner.TimeSource
		}
		c.SummerTime = r.span()
	case r.err != nil:
	case r.banner != nil:
		c = *r.banner
	case r.odd != nil:
		r.err = r.odd
	default:
		r.err = notUnderstood(text, "clock line")
	}
	c.Unparsed = list(r.unparsed)
	return c, r.err
}

// span returns the summer-time dates if both are printed; one alone is not understood.
func (r *clockReader) span() *SummerSpan {
	if r.starts.raw != "" && r.ends.raw != "" {
		return &SummerSpan{Starts: r.starts.text, Ends: r.ends.text}
	}
	for _, l := range []line{r.starts, r.ends} {
		if l.raw != "" {
			r.unparsed = append(r.unparsed, l.raw)
		}
	}
	return nil
}

// list returns a slice that JSON shows as [] and not as null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
