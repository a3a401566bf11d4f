package lab

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// timeText is a time as clock lines have it: "04:45:00.857 UTC Thu Aug 7 2025".
func (d *device) timeText(shown time.Time, milliseconds bool) string {
	local, label := d.current().zone.local(shown)
	layout := "15:04:05.000"
	if !milliseconds {
		layout = "15:04:05"
	}
	return local.Format(layout) + " " + label + " " + local.Format(d.traits.dayLayout)
}

// clockFlag is "*" for a clock that is not authoritative, "." for one whose NTP is not synchronized now but was,
// and nothing otherwise.
func (d *device) clockFlag(at time.Time) string {
	if flag := d.spec.Clock.Flag; flag != "" {
		return strings.TrimPrefix(flag, none)
	}
	switch state := d.ntpState(at); {
	case state.synced:
		return ""
	case d.sntpSynced(at):
		return ""
	case state.everSynced:
		return "."
	case d.spec.Clock.NeverSet && !d.setByHand():
		return "*"
	}
	return ""
}

func (d *device) setByHand() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.byHand
}

// sntpSteers is what "Time source is" names where SNTP steers the clock.
const sntpSteers = "SNTP"

// timeSource is what "Time source is" names.
func (d *device) timeSource(at time.Time) string {
	state := d.ntpState(at)
	if source := d.spec.Clock.Source; source != "" && (source != sntpSteers || !state.enabled) { // NTP ends SNTP
		return source
	}
	switch {
	case state.synced || state.everSynced:
		return "NTP"
	case d.sntpSynced(at):
		return sntpSteers
	case d.spec.Clock.NeverSet && !d.setByHand():
		return ""
	}
	return "user configuration"
}

func (d *device) timeSourceLine(at time.Time) string {
	source := d.timeSource(at)
	if source == "" {
		return "No time source"
	}
	return "Time source is " + source
}

// takeReading reads the clock for a line that shows it, at a moment of the lab's UTC.
func (d *device) takeReading() (shown time.Time, milliseconds bool, now time.Time) {
	now = d.lab.base.now()
	spec := d.spec.Clock
	shown = d.clock.read(now)
	readings := d.countReading(now)
	milliseconds = spec.Resolution != "s" && (spec.FormatFrom == 0 || readings <= spec.FormatFrom)
	unit := time.Millisecond
	if !milliseconds {
		unit = time.Second
	}
	if spec.Rounding == "round" {
		shown = shown.Round(unit)
	}
	return shown.Truncate(unit), milliseconds, now
}

// clockLine reads the clock and writes what "show clock" says of it.
func (d *device) clockLine() string {
	shown, milliseconds, now := d.takeReading()
	return d.spoilClock(d.clockFlag(now) + d.timeText(shown, milliseconds))
}

// spoilClock makes a clock line wrong as the specification has it.
func (d *device) spoilClock(text string) string {
	if d.spec.Clock.BadWeekday {
		text = wrongWeekday(text)
	}
	if d.spec.Clock.LeapSecond {
		text = leapSecond(text)
	}
	return text
}

// wrongWeekday names the day after the right one.
func wrongWeekday(line string) string {
	for i, day := range weekdays {
		if strings.Contains(line, " "+day+" ") {
			return strings.Replace(line, " "+day+" ", " "+weekdays[(i+1)%len(weekdays)]+" ", 1)
		}
	}
	return line
}

// leapSecond makes the seconds 60 and the minute 59, as in 23:59:60.
func leapSecond(line string) string {
	hour, rest, _ := strings.Cut(line, ":")
	return hour + ":59:60" + rest[len("04:05"):]
}

func showClock(v *vty, _ []string) string { return v.device.clockLine() + "\n" }

func showClockDetail(v *vty, _ []string) string {
	d := v.device
	text := d.clockLine() + "\n" + d.timeSourceLine(d.lab.base.now()) + "\n"
	zone := d.current().zone
	if zone.summer == nil {
		return text
	}
	year := d.clock.read(d.lab.base.now()).Add(zone.offset).Year()
	return text + zone.summer.describe(year, zone.name)
}

// describe writes the two summer-time lines of a year.
func (s summerTime) describe(year int, standard string) string {
	const layout, date = "15:04:05 ", "Mon Jan 2 2006"
	start, end := s.start.in(year), s.end.in(year)
	return fmt.Sprintf("Summer time starts %s%s %s\nSummer time ends %s%s %s\n",
		start.Format(layout), standard, start.Format(date), end.Format(layout), s.name, end.Format(date))
}

// showCalendar is the battery clock, here always in step with the software clock to a second.
func showCalendar(v *vty, _ []string) string {
	d := v.device
	return d.timeText(d.clock.read(d.lab.base.now()), false) + "\n"
}

// logLine is a message as the log side of "service timestamps" stamps it.
func (ios) logLine(d *device, message string) string {
	options := strings.Fields(d.current().logStamp)
	if len(options) == 0 {
		return message
	}
	return d.logStamp(options) + ": " + message
}

// logStamp is what "service timestamps log" puts in front of a message.
func (d *device) logStamp(options []string) string {
	now := d.lab.base.now()
	if options[0] != "datetime" {
		return uptimeStamp(d.uptime(now))
	}
	shown := d.clock.read(now)
	has := func(option string) bool { return slices.Contains(options, option) }
	local, label := shown, "UTC"
	if has("localtime") {
		local, label = d.current().zone.local(shown)
	}
	stamp := local.Format("Jan _2")
	if has("year") {
		stamp += local.Format(" 2006")
	}
	stamp += local.Format(" 15:04:05")
	if has("msec") {
		stamp += local.Format(".000")
	}
	if has("show-timezone") {
		stamp += " " + label
	}
	return d.clockFlag(now) + stamp
}

// uptimeStamp loses resolution as it grows: 00:00:46, 1d16h, 3w2d, 1y12w.
func uptimeStamp(d time.Duration) string {
	const day, week, year = 24 * time.Hour, 7 * 24 * time.Hour, 52 * 7 * 24 * time.Hour
	switch {
	case d < day:
		return fmt.Sprintf("%02d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	case d < week:
		return fmt.Sprintf("%dd%dh", d/day, d%day/time.Hour)
	case d < year:
		return fmt.Sprintf("%dw%dd", d/week, d%week/day)
	}
	return fmt.Sprintf("%dy%dw", d/year, d%year/week)
}
