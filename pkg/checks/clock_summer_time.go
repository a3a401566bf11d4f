package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var clockSummerTime = check.Check{
	ID: "clock-summer-time",
	Doc: check.Doc{
		Title: "Summer time will begin and end as it should",
		Text: `A clock can be right today and an hour wrong from next March on, without
anybody touching it: "clock summer-time CEST recurring" without dates means
the rules of the United States.
The configured zone and rule are compared with the zone that the inventory, or
else the policy, requires, from now to a year ahead. Fails for every stretch
in which the two will differ and that has not begun; at low where these add up
to less than a day. What differs now is clock-zone's. Rules of two dates that
are over are no rule. Images of IOS from before 2007 take a rule without dates
for the older one of the United States: there the dates that "show clock
detail" prints decide. Where no zone is required the check does not apply.`,
		Remedy: `Write the rule out: "clock summer-time CEST recurring last Sun Mar 2:00 last
Sun Oct 3:00", or keep the clock in UTC.`,
	},
	Needs: []facts.Kind{facts.KindConfig},
	Wants: []facts.Kind{facts.KindClock},
	Applies: func(p *check.Pass) (reason string, applies bool) {
		if requiredZone(p) == "" {
			return "no zone is required", false
		}
		return "", true
	},
	Run: runClockSummerTime,
}

func runClockSummerTime(p *check.Pass, _ check.Subject) {
	p.Cite(configLines(p, "clock timezone")...)
	p.Cite(configLines(p, "clock summer-time")...)
	name := requiredZone(p)
	p.Expectf("as in %s, for a year from now", name)
	zone, known := facts.Location(name)
	shown, reason := p.Config.LocalTime()
	switch {
	case !known:
		p.NotMeasuredf("time zone %s is not known here", name)
		return
	case reason != "":
		p.NotMeasuredf("%s", reason)
		return
	}
	p.Actualf("%s", configuredRule(p.Config))
	now := referenceTime(p)
	judgeYear(p, seasons{shown, facts.TimeIn(zone), now}, zone)
	if p.Failed() {
		mend(p, withLabels(p, zoneRemedy(p, zone, now)))
	}
}

// seasons is what is compared: over the year that begins now.
type seasons struct {
	shown, required facts.LocalTime
	now             time.Time
}

// aYear is a year and a day, so that the change of next year that falls on today's date is in it.
const aYear = 366

func (s seasons) differences() []facts.Stretch {
	return s.shown.Against(s.required, s.now, s.now.AddDate(0, 0, aYear))
}

func (s seasons) by(rule show.SummerRule) seasons {
	s.shown = facts.TimeBy(s.shown.Standard(s.now), &rule)
	return s
}

// judgeYear judges by the rule that is in force. Where it may be either of two, it fails if both are wrong.
func judgeYear(p *check.Pass, s seasons, zone *time.Location) {
	late := s.differences()
	old := s.by(show.UnitedStatesBefore2007())
	switch oldImage(p) {
	case ruleOld:
		late = old.differences()
	case ruleEither:
		if wrong := coming(p, old.differences()); len(coming(p, late)) == 0 && len(wrong) > 0 {
			p.Actualf("%s; an image from before 2007 would be wrong: write the rule in full", configuredRule(p.Config))
			return
		}
	}
	wrong := coming(p, late)
	if len(wrong) == 0 {
		return
	}
	if total(wrong) < 24*time.Hour {
		p.GradeAtMost(policy.Low)
	}
	today := "correct today"
	if slices.ContainsFunc(late, func(s facts.Stretch) bool { return s.Begun }) {
		today = "wrong today as well"
	}
	p.Failf("%s; %s", inWords(wrong, zone), today)
	if _, may := decreed(zone); may {
		p.Failf("the law of %s may change until then", zone)
	}
}

// coming leaves out what has begun, where clock-zone answers for it.
func coming(p *check.Pass, all []facts.Stretch) []facts.Stretch {
	if !p.LeftTo("clock-zone") {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(s facts.Stretch) bool { return s.Begun })
}

func total(stretches []facts.Stretch) (sum time.Duration) {
	for _, s := range stretches {
		sum += s.To.Sub(s.From)
	}
	return sum
}

// inWords shows the first stretches: "one hour fast from 2027-03-14 to 2027-03-28".
func inWords(stretches []facts.Stretch, zone *time.Location) string {
	const shown = 3
	var parts []string
	for i, s := range stretches[:min(len(stretches), shown)] {
		text := span(s, zone)
		if i == 0 || stretches[i-1].Ahead != s.Ahead {
			text = wrongBy(s.Ahead) + " " + text
		}
		parts = append(parts, text)
	}
	if more := len(stretches) - shown; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(parts, "; and ")
}

// span is a stretch by its local days, and one within a day by its hours, as of before the change that it begins with: that is how
// rules write them.
func span(s facts.Stretch, zone *time.Location) string {
	const hours = "15:04"
	from, to := s.From.In(zone).Format(time.DateOnly), s.To.In(zone).Format(time.DateOnly)
	_, seconds := s.From.Add(-time.Nanosecond).In(zone).Zone()
	before := time.FixedZone("", seconds)
	begins, ends := s.From.In(before), s.To.In(before)
	switch {
	case s.Open:
		return "from " + from + " on"
	case sameDay(begins, ends):
		return fmt.Sprintf("from %s %s to %s", begins.Format(time.DateOnly), begins.Format(hours), ends.Format(hours))
	}
	return fmt.Sprintf("from %s to %s", from, to)
}

func wrongBy(ahead time.Duration) string {
	how := "fast"
	if ahead < 0 {
		how, ahead = "slow", -ahead
	}
	if ahead == time.Hour {
		return "one hour " + how
	}
	return interval.Age(ahead) + " " + how
}

// configuredRule shows the lines, or that there are none.
func configuredRule(c *facts.Config) string {
	zone, summer := "UTC", "no summer time"
	if c.Timezone != nil {
		zone = c.Timezone.Line
	}
	if c.SummerTime != nil {
		summer = c.SummerTime.Line
	}
	if c.Timezone != nil && c.Timezone.Region != "" {
		return zone
	}
	return zone + ", " + summer
}

// ruleAge tells which rule of the United States a line without dates stands for.
type ruleAge int

const (
	ruleNew ruleAge = iota
	ruleOld
	ruleEither
)

// oldImage decides for releases 12 and older, some of which are from before 2007: by the dates that they print.
func oldImage(p *check.Pass) ruleAge {
	summer := p.Config.SummerTime
	if summer == nil || summer.Season == nil || !summer.Season.Assumed || !before15(p.Config.Release) {
		return ruleNew
	}
	if p.Clock == nil || p.Clock.SummerDates == nil {
		return ruleEither
	}
	day, ok := printedDay(p.Clock.SummerDates.Starts)
	switch {
	case !ok:
		return ruleEither
	case sameDay(day, show.UnitedStates().Start.Wall(day.Year())):
		return ruleNew
	case sameDay(day, show.UnitedStatesBefore2007().Start.Wall(day.Year())):
		return ruleOld
	}
	return ruleEither
}

// before15 reports whether a release is 12 or older: the rules of 2007 came into it by maintenance releases.
func before15(release string) bool {
	number := strings.TrimPrefix(release, "version ")
	return strings.HasPrefix(number, "12.") || strings.HasPrefix(number, "11.")
}

// printedDay reads the end of "02:00:00 PST Sun Mar 8 2026".
func printedDay(line string) (day time.Time, ok bool) {
	words := strings.Fields(line)
	if len(words) < 3 {
		return day, false
	}
	day, err := time.Parse("Jan 2 2006", strings.Join(words[len(words)-3:], " "))
	return day, err == nil
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

// referenceTime is when the device was read, by the reference.
func referenceTime(p *check.Pass) time.Time {
	now := p.Fleet.CollectorOf(p.Device).Started
	if p.MeasuredAt != nil {
		now = *p.MeasuredAt
	}
	return facts.ByReference(now, p.Fleet.ReferenceOf(p.Device).Offset).UTC()
}
