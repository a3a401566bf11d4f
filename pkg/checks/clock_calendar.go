package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var clockCalendar = check.Check{
	ID: "clock-calendar",
	Doc: check.Doc{
		Title: "The hardware clock is kept right",
		Text: `Many devices have a battery-backed calendar from which the clock starts after
a reload. Nothing corrects it unless "ntp update-calendar" does, so that after
years of uptime a device can come back minutes or hours off, before NTP has
answered.

Passes if "ntp update-calendar" is configured. Fails if it is not, on a
platform that has a calendar. Does not apply to platforms without one: there
neither the calendar nor the command exists. A model that is not known to
belong to either kind is not judged.`,
		Remedy: `Configure "ntp update-calendar". On IOS devices without a calendar, "clock
save interval 8" keeps the time over a restart.`,
	},
	Controls: []check.Control{{Framework: nist, ID: "AU-8"}},
	Needs:    []facts.Kind{show.KindCalendar, facts.KindConfig, facts.KindVersion},
	Run:      runClockCalendar,
}

// calendar is what a platform does about its hardware clock.
type calendar int

const (
	noCalendar   calendar = iota + 1
	keptCalendar          // NTP keeps it right without being told
	driftingCalendar
)

// calendars tells by the beginning of a model's name, without "WS-", what it has. The first
// that matches counts.
var calendars = [...]struct {
	model string
	has   calendar
}{
	{"C2960X", keptCalendar},
	{"C2950", noCalendar}, {"C2960", noCalendar}, {"C3560", noCalendar}, {"C3750", noCalendar},
	{"CISCO8", noCalendar}, {"C88", noCalendar}, {"C89", noCalendar}, {"AIR-", noCalendar},
	{"ISR4", driftingCalendar}, {"ASR", driftingCalendar},
	{"CISCO19", driftingCalendar}, {"CISCO29", driftingCalendar}, {"CISCO39", driftingCalendar},
	{"C45", driftingCalendar}, {"C65", driftingCalendar}, {"C68", driftingCalendar}, {"C3850", driftingCalendar},
	{"C92", driftingCalendar}, {"C93", driftingCalendar}, {"C94", driftingCalendar}, {"C95", driftingCalendar}, {"C96", driftingCalendar},
}

// calendarOf is what a model has; 0 where that is not known.
func calendarOf(model string) calendar {
	model = strings.TrimPrefix(strings.ToUpper(model), "WS-")
	for _, c := range calendars {
		if strings.HasPrefix(model, c.model) {
			return c.has
		}
	}
	return 0
}

func runClockCalendar(p *check.Pass, _ check.Subject) {
	p.Expectf("ntp update-calendar")
	model := p.Version.Model
	if p.Config.UpdateCalendar {
		p.Cite(configLines(p, "ntp update-calendar")...)
		p.Actualf("ntp update-calendar")
		return
	}
	switch calendarOf(model) {
	case noCalendar:
		p.NotApplicablef("model %s has no calendar", model)
	case keptCalendar:
		p.Actualf("model %s keeps its calendar right by itself", model)
	case driftingCalendar:
		p.Actualf("no such line, on a %s", model)
		p.Failf("NTP does not keep the calendar right")
		mend(p, changes(show.Change{Verb: show.UpdateCalendar}))
	default:
		p.NotMeasuredf("not known whether model %q has a calendar", model)
	}
}
