package checks

import (
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
	Needs: []facts.Kind{show.KindCalendar, facts.KindConfig, facts.KindVersion},
	Run:   runClockCalendar,
}

func runClockCalendar(p *check.Pass, _ check.Subject) {
	p.Expectf("ntp update-calendar")
	model := p.Version.Model
	if p.Config.UpdateCalendar {
		p.Cite(configLines(p, "ntp update-calendar")...)
		p.Actualf("ntp update-calendar")
		return
	}
	switch show.CalendarOf(model) {
	case show.NoCalendar:
		p.NotApplicablef("model %s has no calendar; see clock save interval", model)
	case show.KeptCalendar:
		p.Actualf("model %s keeps its calendar right by itself", model)
	case show.DriftingCalendar:
		p.Actualf("no such line, on a %s", model)
		p.Failf("NTP does not keep the calendar right")
		mend(p, changes(show.Change{Verb: show.UpdateCalendar}))
	default:
		p.NotMeasuredf("not known whether model %q has a calendar", model)
	}
}
