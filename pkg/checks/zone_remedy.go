package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// zoneRemedy writes a zone and its summer time as the place has them, what is in force left out. Where no rule of every year
// says them it gives the reason.
func zoneRemedy(p *check.Pass, zone *time.Location, now time.Time) remedy {
	wanted := zoneChanges(zone, now)
	if len(wanted) == 0 {
		return byHand(withoutRule(p, zone))
	}
	if p.Config == nil {
		return changes(wanted...)
	}
	return changes(onlyNew(p, wanted)...)
}

// withoutRule says why no line is written for a zone, and what the platform has instead.
func withoutRule(p *check.Pass, zone *time.Location) string {
	how, known := decreed(zone)
	if !known {
		how = "moves on days that are no fixed week of a month"
	}
	instead := "Keep the clock in UTC"
	utc := show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true}}
	if lines := linesOf(p, utc); len(lines) > 0 {
		instead = fmt.Sprintf("Keep the stamps in UTC (%q needs no zone)", lines[0])
	}
	dated := show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{
		Name: show.Placeholder("name"), ShiftMinutes: 60,
		Start: show.Transition{Year: 2030, Month: time.March, Day: 1}, End: show.Transition{Year: 2030, Month: time.October, Day: 1},
	}}
	if len(linesOf(p, dated)) > 0 {
		instead += `, or set "clock summer-time" with "date" and renew the line each year`
	}
	return fmt.Sprintf(`%s: %s %s, and no "recurring" rule says that.`, instead, zone, how)
}

// linesOf is a change as the platform of the device writes it; nothing where it has no line for it, or is not known.
func linesOf(p *check.Pass, c show.Change) []string {
	if p.OS == nil || p.OS.Render == nil {
		return nil
	}
	lines, err := p.OS.Write(c)
	if err != nil {
		return nil
	}
	return lines
}

// decreed tells of zones whose summer time is set from year to year, often at a few weeks' notice: as the lunar calendar has
// it, which the database of zones foretells, or by decree.
func decreed(zone *time.Location) (how string, known bool) {
	switch zone.String() {
	case "Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron":
		return "moves with the lunar calendar", true
	case "Africa/Cairo", "Asia/Beirut":
		return "moves by decree", true
	}
	return "", false
}

// withLabels adds to a zone the labels that stamps of local time then need: as long as no zone is configured they are in UTC.
func withLabels(p *check.Pass, r remedy) remedy {
	named := slices.ContainsFunc(r.changes, func(c show.Change) bool { return c.Verb == show.SetZone || c.Verb == show.SetSummerTime })
	if p.Config == nil || !named || !enabled(p, "timestamps-zone") {
		return r
	}
	for _, s := range []side{logSide(p), debugSide(p)} {
		if s.has("localtime") && !s.has("show-timezone") && s.want.Zone == policy.Required {
			r = r.and(changes(s.change()))
		}
	}
	return r
}

// onlyNew leaves out what is in force, and keeps labels that are as good. Summer time stays beside a new zone that is written by
// its region where a platform cannot write its minutes: the line that is in force has to go there.
func onlyNew(p *check.Pass, wanted []show.Change) (list []show.Change) {
	var zone *show.ZoneSetting // that is set
	for _, c := range keptLabels(p, wanted) {
		if c.Verb == show.SetSummerTime {
			c.Zone = zone
		}
		regional := c.Verb == show.SetSummerTime && zone != nil && zone.OffsetMinutes%60 != 0
		if inForce(p, c) && !regional {
			continue
		}
		if c.Verb == show.SetZone {
			zone = c.Zone
			c.Why = numericLabel(c.Zone.Name)
		}
		c.Line = lineInForce(p, c.Verb)
		list = append(list, c)
	}
	return list
}

// keptLabels gives a zone and its summer time the labels that they have, where nothing speaks against those: labels are free
// text, and log collectors may know them.
func keptLabels(p *check.Pass, wanted []show.Change) []show.Change {
	own, summer := p.Config.Timezone, p.Config.SummerTime
	standard := 0 // of the zone that is wanted, in minutes
	list := slices.Clone(wanted)
	for i, c := range list {
		switch {
		case c.Verb == show.SetZone:
			standard = c.Zone.OffsetMinutes
			if own == nil || own.Region != "" || own.OffsetMinutes != standard || !goodLabel(own.Name, standard) {
				continue
			}
			z := *c.Zone
			z.Name = own.Name
			list[i].Zone = &z
		case c.Verb == show.SetSummerTime && summer != nil && !sharedLabel(p):
			if !goodLabel(summer.Name, standard+c.SummerTime.ShiftMinutes) {
				continue
			}
			s := *c.SummerTime
			s.Name = summer.Name
			list[i].SummerTime = &s
		}
	}
	return list
}

func goodLabel(label string, offsetMinutes int) bool {
	_, ok := facts.HoldLabel(label, time.Duration(offsetMinutes)*time.Minute)
	return ok
}

// numericLabel warns of a label without letters, as some log collectors do not read them. Empty: it has letters.
func numericLabel(label string) string {
	if !strings.HasPrefix(label, "+") && !strings.HasPrefix(label, "-") {
		return ""
	}
	return "the zone has no abbreviation in letters, and some log collectors read no other: stamps in UTC need none"
}

// inForce reports whether a change of the zone or of summer time would change nothing.
func inForce(p *check.Pass, c show.Change) bool {
	zone, summer := p.Config.Timezone, p.Config.SummerTime
	switch c.Verb {
	case show.ClearZone:
		return zone == nil || zone.Region == "" && zone.OffsetMinutes == 0 && goodLabel(zone.Name, 0) // its label is as good as UTC
	case show.ClearSummerTime:
		return summer == nil
	case show.SetZone:
		return zone != nil && zone.Name == c.Zone.Name && zone.OffsetMinutes == c.Zone.OffsetMinutes
	}
	return summer != nil && summer.Season != nil && summer.Season.Setting(summer.Name) == *c.SummerTime
}

// lineInForce is the line that a change of the zone or of summer time replaces.
func lineInForce(p *check.Pass, verb show.Verb) string {
	zone, summer := p.Config.Timezone, p.Config.SummerTime
	switch {
	case zone != nil && (verb == show.SetZone || verb == show.ClearZone):
		return zone.Line
	case summer != nil && (verb == show.SetSummerTime || verb == show.ClearSummerTime):
		return summer.Line
	}
	return ""
}
