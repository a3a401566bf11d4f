package checks

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// zoneLines configures a time zone as IOS spells it: a standard offset, and summer time
// as "the last Sunday in March at 02:00". It returns nothing for a zone whose rule cannot
// be put so, and for a nil zone.
func zoneLines(zone *time.Location, now time.Time) []string {
	if zone == nil {
		return nil
	}
	changes := transitions(zone, now.Year())
	if len(changes) == 0 {
		name, offset := now.In(zone).Zone()
		return []string{timezoneLine(name, offset), "no clock summer-time"}
	}
	if len(changes) != 2 {
		return nil
	}
	start, stop := changes[0], changes[1]
	if start.after < start.before { // the southern hemisphere ends summer time first
		start, stop = stop, start
	}
	from, ok1 := recurring(zone, start)
	to, ok2 := recurring(zone, stop)
	if !ok1 || !ok2 {
		return nil
	}
	standard, _ := stop.at.In(zone).Zone()
	summer, _ := start.at.In(zone).Zone()
	minutes := (start.after - start.before) / 60
	line := fmt.Sprintf("clock summer-time %s recurring %s %s", label(summer, start.after), from, to)
	if minutes != 60 { // IOS assumes an hour
		line += fmt.Sprintf(" %d", minutes)
	}
	return []string{timezoneLine(standard, stop.after), line}
}

// summerLine names the summer time of a device: as the zone that it must show does, else its own
// rule under another name.
func summerLine(p *check.Pass) string {
	if zone, err := time.LoadLocation(requiredZone(p)); err == nil && requiredZone(p) != "" {
		for _, line := range zoneLines(zone, shownTime(p)) {
			if strings.HasPrefix(line, "clock summer-time ") {
				return line
			}
		}
	}
	summer := p.Config.SummerTime
	line := "clock summer-time " + summerName(summer.Name) + " " + summer.Kind
	if summer.Rule != nil {
		line += " " + *summer.Rule
	}
	return line
}

// summerName is what people call the summer time of a zone: CEST, EDT, AEDT. Where there is
// no custom it is a placeholder.
func summerName(zone string) string {
	for _, custom := range []struct{ winter, summer string }{{"GMT", "BST"}, {"ST", "DT"}, {"ET", "EST"}} {
		if stem, ok := strings.CutSuffix(zone, custom.winter); ok {
			return stem + custom.summer
		}
	}
	return "<name>"
}

func timezoneLine(name string, offset int) string {
	if offset == 0 {
		return "no clock timezone" // UTC is the default
	}
	hours, minutes := offset/3600, offset%3600/60
	if minutes < 0 {
		minutes = -minutes
	}
	return fmt.Sprintf("clock timezone %s %d %d", label(name, offset), hours, minutes)
}

// label is a name for IOS. Zones without an abbreviation are called +0530 or the like.
func label(name string, offset int) string {
	if strings.ContainsAny(name, "+-") {
		return strings.ReplaceAll(interval.UTC(time.Duration(offset)*time.Second), ":", "")
	}
	return name
}

// transition is a change of a zone's offset, in seconds east of UTC.
type transition struct {
	at            time.Time // the first instant of the new offset
	before, after int
}

// transitions lists the changes of offset within a year.
func transitions(zone *time.Location, year int) []transition {
	var list []transition
	end := time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); ; {
		_, next := at.In(zone).ZoneBounds()
		if next.IsZero() || !next.Before(end) {
			return list
		}
		_, before := next.Add(-time.Second).In(zone).Zone()
		_, after := next.In(zone).Zone()
		if before != after {
			list = append(list, transition{next, before, after})
		}
		at = next
	}
}

// recurring writes a transition as "2 Sun Mar 02:00": week of the month, day, month and
// the clock time that is shown until then. The week is the "last" one if the day falls
// into the last seven of the month in the years to come too; ok is false if no week of
// the month fits them all.
func recurring(zone *time.Location, t transition) (rule string, ok bool) {
	shown := t.at.In(time.FixedZone("", t.before))
	last, nth := true, true
	for y := range 6 {
		day, found := sameChange(zone, t, shown, shown.Year()+y)
		if !found {
			return "", false
		}
		last = last && day+7 > daysIn(shown.Month(), shown.Year()+y)
		nth = nth && (day-1)/7 == (shown.Day()-1)/7
	}
	week := "last"
	if !last {
		if !nth {
			return "", false
		}
		week = fmt.Sprint((shown.Day()-1)/7 + 1)
	}
	return fmt.Sprintf("%s %s %s %s", week, shown.Weekday().String()[:3], shown.Month().String()[:3], shown.Format("15:04")), true
}

// sameChange returns the day of the month of the change that matches t in another year.
func sameChange(zone *time.Location, t transition, shown time.Time, year int) (day int, found bool) {
	for _, c := range transitions(zone, year) {
		at := c.at.In(time.FixedZone("", c.before))
		if c.before == t.before && c.after == t.after && at.Month() == shown.Month() &&
			at.Weekday() == shown.Weekday() && at.Format("15:04") == shown.Format("15:04") {
			return at.Day(), true
		}
	}
	return 0, false
}

func daysIn(m time.Month, year int) int { return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }
