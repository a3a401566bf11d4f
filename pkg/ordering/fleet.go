package ordering

import (
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Farthest is how far off a clock may be to be compared with others: sums of two such offsets fit a Duration.
const Farthest = 70 * 365 * 24 * time.Hour

// What stamps leave out.
const (
	fine   = time.Millisecond
	coarse = time.Second
)

// Figure is how well the log lines of a fleet can be put in order, as its clocks and stamps were at the audit.
type Figure struct {
	Devices []int   // of the fleet, whose lines can be put in order at all
	Clocks  []Clock // of them
	Left    []Left  // the other devices

	Logged, Corrected Spread
	Resolution        time.Duration // what of the median is the stamps'
}

// Left is a device whose lines have no bound.
type Left struct {
	Device int
	Why    string
	// Known: it is so. Else it is not known whether the lines have a bound.
	Known bool
}

// Of is the figure of a fleet.
func Of(fleet *facts.Fleet) Figure {
	var f Figure
	for i := range fleet.Devices {
		d := &fleet.Devices[i]
		c, why, known := clockOf(d)
		if why != "" {
			f.Left = append(f.Left, Left{i, why, known})
			continue
		}
		f.Devices, f.Clocks = append(f.Devices, i), append(f.Clocks, c)
	}
	f.Logged, f.Corrected, f.Resolution = Logged(f.Clocks), Remaining(f.Clocks), Resolution(f.Clocks)
	return f
}

// clockOf is what is known of the stamps of a device; else why nothing is, and whether that is known.
func clockOf(d *facts.Device) (c Clock, why string, known bool) {
	quantum, why, known := quantumOf(d)
	switch {
	case why != "":
		return Clock{}, why, known
	case d.Clock == nil || d.Clock.Compared == nil:
		return Clock{}, "its clock was not measured", false
	}
	offset := *d.Clock.Compared
	if offset.Empty() || offset.Lo < -Farthest || offset.Hi > Farthest {
		return Clock{}, "its clock is not known to a lifetime", false
	}
	return Clock{Offset: offset, Quantum: quantum}, "", true
}

// quantumOf is what the log stamps of a device leave out.
func quantumOf(d *facts.Device) (quantum time.Duration, why string, known bool) {
	if d.Config == nil {
		return 0, "its configuration was not read", false
	}
	if stampsHidden(d.Config) {
		return 0, "a line about its stamps was not understood", false
	}
	stamps := d.Config.TimestampsLog
	switch stamps.Kind {
	case show.StampDatetime:
	case show.StampUptime:
		return 0, "uptime stamps", true
	case show.StampAbsent:
		return 0, "no stamps", true
	default:
		return 0, "how its lines are stamped is not known", false
	}
	for _, o := range stamps.Options {
		if o == "msec" {
			return fine, "", true
		}
	}
	return coarse, "", true
}

// stampsHidden reports whether the configuration may say something else of the stamps than was read.
func stampsHidden(c *facts.Config) bool {
	about := func(line string) bool { return strings.Contains(line, "timestamp") }
	for _, line := range c.Unparsed {
		if about(line) {
			return true
		}
	}
	for _, part := range c.Unread {
		if about(part.Words) {
			return true
		}
	}
	return false
}
