package checks

import (
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var timestampsZone = check.Check{
	ID: "timestamps-zone",
	Doc: check.Doc{
		Title: "The zone of the stamps can be told",
		Text: `A stamp in unnamed local time is off by hours to everybody who does not know
where the device stands and how it was configured, and by one hour more in
half the year.

Without "localtime" IOS and IOS XR stamp in UTC, whatever zone the clock
shows: that passes. NX-OS always stamps in local time, with the label of
"clock format show-timezone syslog". "localtime" passes with "show-timezone",
and where no zone is configured, because local time then is UTC. It fails
without the label.
A label has to be true where it stands in the lines, in summer and in winter.
Fails, a step above the severity of the check, for UTC, GMT or UTC+2 at
another offset; at low for an abbreviation that commonly means another offset,
such as EST at +05:00, and if summer and winter share one label: one hour a
year then happens twice. Other labels are free text. A side without dates is
left to timestamps-log and timestamps-debug.`,
		Remedy: `On IOS and IOS XR: leave out "localtime" and keep logs in UTC, or add
"show-timezone" to it. On NX-OS: "clock format show-timezone syslog". Give
zone a label that is true, or of digits ("+0545"), and summer time a name of
its own: "clock timezone CET 1 0" with "clock summer-time CEST recurring …".`,
	},
	Needs:    []facts.Kind{facts.KindConfig},
	Applies:  zoneMatters,
	Subjects: func(*check.Pass) []check.Subject { return []check.Subject{{Name: "log"}, {Name: "debug"}} },
	Run:      runTimestampsZone,
}

func zoneMatters(p *check.Pass) (reason string, applies bool) {
	if p.Policy.Log.Zone == policy.Any && p.Policy.Debug.Zone == policy.Any {
		return "the policy asks for no zone", false
	}
	return "", true
}

func runTimestampsZone(p *check.Pass, s check.Subject) {
	half := logSide(p)
	if s.Name == "debug" {
		if u, untold := p.Lacks(show.KindDebugStamps); untold {
			p.NotApplicablef("%s", u.Reason)
			return
		}
		half = debugSide(p)
	}
	p.Cite(half.evidence())
	p.Actualf("%s", half.current())
	reason, unclear := half.unread(p)
	switch {
	case unclear:
		p.NotMeasuredf("%s", reason)
	case half.want.Zone == policy.Any:
		p.NotApplicablef("the policy asks for no zone in %s lines", half.name)
	case !half.dated():
		p.Expectf("dates, in UTC or in local time with its label")
		leaveTo(p, "no date that a zone could belong to", "timestamps-"+half.name)
	case half.want.Zone == policy.Forbidden:
		p.Expectf("no zone label")
		judgeOption(p, half, "show-timezone", policy.Forbidden, "")
	default:
		p.Expectf("UTC, or local time with its label")
		judgeZone(p, half)
	}
	if p.Failed() {
		mend(p, stampZoneFix(p, half))
	}
}

// stampZoneFix gives a side its label, and summer time a name of its own.
func stampZoneFix(p *check.Pass, s side) remedy {
	var r remedy
	if !s.meets() {
		r = changes(s.change())
	}
	spelled, customs := falseLabels(p)
	place, known := facts.Location(requiredZone(p))
	switch {
	case s.want.Zone != policy.Required:
	case known && len(spelled)+len(customs) > 0:
		r = r.and(zoneRemedy(p, place, referenceTime(p)))
	case sharedLabel(p):
		r = r.and(nameSummer(p))
	}
	return r
}

// sharedLabel reports whether summer and winter are called the same.
func sharedLabel(p *check.Pass) bool {
	zone, summer := p.Config.Timezone, p.Config.SummerTime
	return zone != nil && summer != nil && zone.Name == summer.Name
}

// judgeZone asks whether a stamp of local time can be mapped to UTC.
func judgeZone(p *check.Pass, s side) {
	if !s.has("localtime") {
		return
	}
	if reason, ok := notUnderstood(p, "clock"); ok {
		p.NotMeasuredf("%s", reason)
		return
	}
	zone, summer := p.Config.Timezone, p.Config.SummerTime
	switch {
	case zone == nil && summer == nil:
		p.Actualf("%s; no zone is configured, so local time is UTC", s.current())
	case !s.has("show-timezone"):
		p.Failf("local time without a zone")
	default:
		judgeLabels(p)
	}
}

// judgeLabels asks whether the labels of winter and summer are true, and two.
func judgeLabels(p *check.Pass) {
	spelled, customs := falseLabels(p)
	shared := sharedLabel(p) && len(spelled) == 0
	if len(spelled)+len(customs) > 0 || shared {
		p.Cite(append(configLines(p, "clock timezone"), configLines(p, "clock summer-time")...)...)
	}
	switch {
	case len(spelled) > 0:
		p.Raise()
		p.Failf("%s", strings.Join(spelled, "; "))
		return
	case len(customs) > 0:
		p.GradeAtMost(policy.Low)
		p.Failf("%s", strings.Join(customs, "; "))
	}
	if shared {
		p.GradeAtMost(policy.Low)
		p.Failf("%s means two offsets; summer time needs a name of its own", p.Config.Timezone.Name)
	}
}

// falseLabels says which labels are not true: those that spell out another offset, and those that only common use speaks
// against. The labels of a region are the database's own. A label for both seasons is held against that of winter;
// only one that spells out an offset is false in summer.
func falseLabels(p *check.Pass) (spelled, customs []string) {
	local, reason := p.Config.LocalTime()
	zone := p.Config.Timezone
	if zone != nil && zone.Region != "" {
		return nil, nil
	}
	tell := func(season, label string, offset time.Duration, shared bool) {
		f, ok := facts.HoldLabel(label, offset)
		switch {
		case ok, shared && f.Custom:
		case f.Custom:
			customs = append(customs, season+f.Text)
		default:
			spelled = append(spelled, season+f.Text)
		}
	}
	now := referenceTime(p)
	if zone != nil {
		tell("", zone.Name, local.Standard(now), false)
	}
	if summer := p.Config.SummerTime; summer != nil && reason == "" {
		tell("in summer ", summer.Name, local.Summer(now), sharedLabel(p))
	}
	return spelled, customs
}
