package facts

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// LogStamp is what a device puts before a log line that it writes now, and when that is.
type LogStamp struct {
	Text string    // "Nov 27 20:08:41.123 CET:"
	Now  time.Time // by the reference, UTC
	// Bound: Now is right to within so much, either way.
	Bound time.Duration
}

// The dates before log lines: of IOS and IOS XR, the same with "year", and of NX-OS, where the year comes first.
const (
	stampDate     = "Jan _2 15:04:05"
	stampWithYear = "Jan _2 2006 15:04:05"
	stampYearHead = "2006 Jan _2 15:04:05"
)

// LogStamp is the stamp of a log line at the time at which the clock was measured. ok is false where it is not known:
// without dates, without a reference, or in local time of an unknown zone.
func (d *Device) LogStamp() (s LogStamp, ok bool) {
	if d.Config == nil || d.Clock == nil || d.Clock.At == nil || d.Clock.Offset == nil || !d.Clock.Offset.Bounded() {
		return s, false
	}
	stamps := d.Config.TimestampsLog
	if stamps.Kind != show.StampDatetime {
		return s, false
	}
	has := func(option string) bool { return slices.Contains(stamps.Options, option) }
	label, ahead := "UTC", time.Duration(0)
	if has("localtime") {
		if d.Clock.UTCOffset == nil {
			return s, false
		}
		label, ahead = d.Clock.Zone, *d.Clock.UTCOffset
	}
	width := d.Clock.At.Latest.Sub(d.Clock.At.Earliest)
	s.Now = d.Clock.At.Earliest.Add(width / 2)
	s.Bound = d.Clock.Offset.Width()/2 + width/2
	shown := s.Now.Add(d.Clock.Offset.Mid() + ahead)
	s.Text = d.Clock.Flag + shown.Format(d.stampLayout(has))
	if has("show-timezone") {
		s.Text += " " + label
	}
	s.Text += ":"
	return s, true
}

func (d *Device) stampLayout(has func(string) bool) string {
	layout := stampDate
	switch {
	case d.OS != nil && d.OS.YearFirst:
		layout = stampYearHead
	case has("year"):
		layout = stampWithYear
	}
	if has("msec") {
		layout += ".000"
	}
	return layout
}
