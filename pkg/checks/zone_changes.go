package checks

import (
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// zoneChanges configure a time zone as devices know it: a standard offset, and summer time
// as "the last Sunday in March at 02:00". It returns nothing for a zone whose rule cannot
// be put so, and for a nil zone.
func zoneChanges(zone *time.Location, now time.Time) []show.Change {
	if zone == nil {
		return nil
	}
	moves := transitions(zone, now.Year())
	if len(moves) == 0 {
		name, offset := now.In(zone).Zone()
		return []show.Change{standardTime(zone, name, offset), {Verb: show.ClearSummerTime}}
	}
	if len(moves) != 2 {
		return nil
	}
	start, stop := moves[0], moves[1]
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
	winter := standardTime(zone, standard, stop.after)
	return []show.Change{winter, {Verb: show.SetSummerTime, Zone: winter.Zone, SummerTime: &show.SummerSetting{
		Name: summer, ShiftMinutes: (start.after - start.before) / 60, Start: from, End: to,
	}}}
}

// standardTime sets a zone, under the name that the database of zones has: CET, or +0530 where there are no letters. UTC is what a
// device shows that has none.
func standardTime(zone *time.Location, name string, offset int) show.Change {
	if offset == 0 {
		return show.Change{Verb: show.ClearZone}
	}
	return show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: name, OffsetMinutes: offset / 60, Region: zone.String()}}
}

// nameSummer gives the summer time of a device a name: as the zone that it must show does, else its own
// rule under another name.
func nameSummer(p *check.Pass) remedy {
	own := p.Config.SummerTime
	if zone, known := facts.Location(requiredZone(p)); known {
		for _, c := range zoneChanges(zone, shownTime(p)) {
			if c.Verb == show.SetSummerTime {
				c.Line, c.Zone = own.Line, nil
				return changes(c)
			}
		}
	}
	if own.Season == nil {
		return byHand("Summer time needs a name of its own. Its rule was not understood, so no line is written for it.")
	}
	renamed := own.Season.Setting(summerName(own.Name))
	return changes(show.Change{Verb: show.SetSummerTime, SummerTime: &renamed, Line: own.Line})
}

// summerName is what people call the summer time of a zone: CEST, EDT, AEDT. Where there is
// no custom it is a placeholder.
func summerName(zone string) string {
	for _, custom := range []struct{ winter, summer string }{{"GMT", "BST"}, {"ST", "DT"}, {"ET", "EST"}} {
		if stem, ok := strings.CutSuffix(zone, custom.winter); ok {
			return stem + custom.summer
		}
	}
	return show.Placeholder("name")
}

// transition is a change of a zone's offset, in seconds east of UTC.
type transition struct {
	at            time.Time // the first instant of the new offset
	before, after int
}

// transitions lists the changes of offset within a year.
func transitions(zone *time.Location, year int) []transition {
	var list []transition
	begin := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, at := range facts.ZoneChanges(zone, begin, begin.AddDate(1, 0, 0)) {
		_, before := at.Add(-time.Second).In(zone).Zone()
		_, after := at.In(zone).Zone()
		list = append(list, transition{at, before, after})
	}
	return list
}

// recurring is a transition as "2 Sun Mar 02:00": week of the month, day, month and
// the clock time that is shown until then. The week is the last one if the day falls
// into the last seven of the month in the years to come too; ok is false if no week of
// the month fits them all.
func recurring(zone *time.Location, t transition) (rule show.Transition, ok bool) {
	shown := t.at.In(time.FixedZone("", t.before))
	last, nth := true, true
	for y := range 6 {
		day, found := sameChange(zone, t, shown, shown.Year()+y)
		if !found {
			return rule, false
		}
		last = last && day+7 > daysIn(shown.Month(), shown.Year()+y)
		nth = nth && (day-1)/7 == (shown.Day()-1)/7
	}
	rule = show.Transition{Month: shown.Month(), Week: show.LastWeek, Weekday: shown.Weekday(), Hour: shown.Hour(), Minute: shown.Minute()}
	if !last {
		rule.Week = (shown.Day()-1)/7 + 1
	}
	return rule, last || nth
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
