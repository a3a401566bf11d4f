package checks

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// side is one of the two halves of "service timestamps".
type side struct {
	name   string // log or debug
	stamps facts.Timestamps
	want   policy.Stamps
	// inUTC: the label in the lines is not true, and which zone would be is not known: only UTC is true anywhere.
	inUTC bool
}

func logSide(p *check.Pass) side {
	return side{"log", p.Config.TimestampsLog, p.Policy.Log, onlyUTC(p, p.Policy.Log)}
}

func debugSide(p *check.Pass) side {
	return side{"debug", p.Config.TimestampsDebug, p.Policy.Debug, onlyUTC(p, p.Policy.Debug)}
}

func onlyUTC(p *check.Pass, want policy.Stamps) bool {
	if want.Zone != policy.Required || !enabled(p, "timestamps-zone") || requiredZone(p) != "" {
		return false
	}
	spelled, customs := falseLabels(p)
	return len(spelled)+len(customs) > 0
}

func (s side) dated() bool { return s.stamps.Kind == "datetime" }

func (s side) has(option string) bool { return s.dated() && slices.Contains(s.stamps.Options, option) }

// unread returns why nothing can be said of a side: a line of the stamps was not understood, or the
// head of a block in another grammar, in which the stamps may stand as well.
func (s side) unread(p *check.Pass) (reason string, found bool) {
	if s.stamps.Kind == "unknown" && s.stamps.Line == "" {
		if reason, found := notUnderstood(p, "ntp"); found {
			return reason, true
		}
	}
	return notUnderstood(p, "timestamps")
}

// current shows the line as configured.
func (s side) current() string {
	switch {
	case s.stamps.Default:
		return "no line, which stands for " + strings.Join(append([]string{s.stamps.Kind}, s.stamps.Options...), " ")
	case s.stamps.Line == "":
		return "no line"
	}
	return s.stamps.Line
}

func (s side) evidence() facts.Evidence { return configLine(s.stamps.Line) }

// judgeStamps is the Run of timestamps-log and timestamps-debug. The zone is left to
// timestamps-zone.
func judgeStamps(p *check.Pass, s side) {
	p.Cite(s.evidence())
	p.Expectf("%s", s.expected())
	p.Actualf("%s", s.current())
	if reason, ok := s.unread(p); ok {
		p.NotMeasuredf("%s", reason)
		return
	}
	switch {
	case s.want.Datetime == policy.Required && s.stamps.Kind == "uptime":
		p.Failf("no date; the stamps count the time since the start")
	case s.want.Datetime == policy.Required && !s.dated():
		p.Failf("no stamps; a line does not say when it was written")
	case s.want.Datetime == policy.Forbidden && s.dated():
		p.Failf("dates, although the policy forbids them")
		return
	}
	if s.dated() {
		if !s.has("msec") && s.want.Msec == policy.Any {
			p.Actualf("%s; whole seconds order events to 1 s", s.current())
		}
		judgeOption(p, s, "msec", s.want.Msec, "no milliseconds")
		judgeOption(p, s, "year", s.want.Year, "no year")
	}
	if p.Failed() {
		mend(p, changes(s.change()))
	}
}

func judgeOption(p *check.Pass, s side, option string, want policy.Want, lacking string) {
	switch {
	case want == policy.Required && !s.has(option):
		p.Failf("%s", lacking)
	case want == policy.Forbidden && s.has(option):
		p.Failf("%s, although the policy forbids it", option)
	}
}

func (s side) expected() string {
	var words []string
	for _, w := range []struct {
		name string
		want policy.Want
	}{{"date and time", s.want.Datetime}, {"milliseconds", s.want.Msec}, {"year", s.want.Year}} {
		switch w.want {
		case policy.Required:
			words = append(words, w.name)
		case policy.Forbidden:
			words = append(words, "no "+w.name)
		}
	}
	if len(words) == 0 {
		return "anything"
	}
	return strings.Join(words, ", ")
}
