package checks

import (
	"cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

var ntpFalseticker = check.Check{
	ID: "ntp-falseticker",
	Doc: check.Doc{
		Title: "No source of the device is wrong",
		Text: `A device that follows a wrong server believes itself perfect: synchronized,
reach 377, offset near zero. Only a measurement of the server shows it, so
every source of a device is itself held against the reference, and so is every
audited device that serves time to others.

Fails if the source that the device follows is certainly wrong. A wrong source
that is configured and not followed fails at low: the device would take it
when the others go. So does one that is wrong by less than the limits of
clock-offset. Passes if the followed source is right, or if the device's own
clock is. Not measured where the source cannot be reached from here and the
device's clock is not known to be right: a wrong source could be there.`,
		Remedy: `Take the wrong source away and see that at least three good ones remain, so
that one that goes wrong is outvoted. Then fix the source, or tell its owner.`,
	},
	Needs:   []facts.Kind{facts.KindAssociations},
	Wants:   []facts.Kind{facts.KindClock, facts.KindConfig},
	Applies: withSources(ntpOrSNTP),
	Run:     runNTPFalseticker,
}

func runNTPFalseticker(p *check.Pass, _ check.Subject) {
	p.Expectf("sources that agree with the reference")
	if ntpOff(p) {
		judgeSNTP(p)
		return
	}
	known := false
	var wrong []facts.Association
	for _, i := range followedFirst(p) {
		a, s := p.NTP.Associations[i], measuredSource(p, i)
		known = known || a.Selected() && s.offset != nil
		if s.wrong {
			wrong = append(wrong, a)
			accuse(p, a, s)
		}
	}
	switch {
	case p.Failed():
		mend(p, replaceSources(p, wrong...))
	case !p.NTP.Known:
		if known { // as grave as a spare that is wrong
			p.GradeAtMost(policy.Low)
		}
		p.NotMeasuredf("%s", tableUnread(p))
	case known:
	case inTime(p):
		p.Actualf("not measured from here; the device's own clock is right")
	case !followsSource(p):
		judgeSpares(p)
	default:
		unmeasured(p)
	}
}

// judgeSpares answers for a device that follows no source, where none of its sources is known to be wrong.
func judgeSpares(p *check.Pass) {
	sources, right := 0, 0
	for i, a := range p.NTP.Associations {
		if a.OwnClock() {
			continue
		}
		sources++
		if measuredSource(p, i).offset != nil {
			right++
		}
	}
	reason, fresh := young(p)
	switch {
	case right == sources:
		p.Actualf("follows none; %s measured right", check.Count(right, "source"))
	case fresh:
		p.Settlingf("%s", reason)
	default:
		p.NotMeasuredf("it follows no source; %s not measured from here", check.Count(sources-right, "source"))
	}
}

// followsSource reports whether the device follows a source, which its own clock is not.
func followsSource(p *check.Pass) bool {
	a, ok := p.NTP.Selected()
	return ok && !a.OwnClock()
}

// unmeasured says that there is nothing to hold the followed source against. Where the device does not mark falsetickers
// either, one may be followed unseen.
func unmeasured(p *check.Pass) {
	const reason = "what it follows was not measured from here"
	if u, untold := p.Lacks(show.KindFalsetickers); untold {
		p.NotMeasuredf("%s; %s", reason, u.Reason)
		return
	}
	p.NotMeasuredf("%s", reason)
}

// judgeSNTP holds the servers of a client of SNTP against the reference. A device that takes
// time from nobody takes it from no falseticker.
func judgeSNTP(p *check.Pass) {
	servers := sntpServers(p)
	p.Actualf("%s", cmp.Or(list(servers), off))
	named, right := map[facts.AddressKey]bool{}, map[facts.AddressKey]bool{}
	for _, address := range servers {
		named[facts.KeyOf(address)] = true
	}
	for _, s := range p.Fleet.Servers {
		switch key := facts.KeyOf(s.Address); {
		case !named[key]:
		case s.Verdict == facts.Falseticker:
			p.Cite(configLines(p, "sntp server")...)
			p.Failf("takes SNTP from %s, a falseticker", s.Address)
		case s.Verdict == facts.Truechimer:
			right[key] = true
		}
	}
	switch {
	case sntpUnknown(p):
		p.NotMeasuredf("whether it is a client of SNTP is not known")
	case len(right) < len(named) && !inTime(p):
		p.NotMeasuredf("its SNTP servers were not measured from here")
	}
}

// followedFirst lists the places of the sources in the table, that of the followed one first.
func followedFirst(p *check.Pass) []int {
	var followed, others []int
	for i, a := range p.NTP.Associations {
		if a.Selected() {
			followed = append(followed, i)
		} else {
			others = append(others, i)
		}
	}
	return append(followed, others...)
}

// accuse names a wrong source. A spare that is wrong weighs less, unless what is followed is wrong too.
func accuse(p *check.Pass, a facts.Association, s measurement) {
	p.Cite(row(a))
	if a.Selected() {
		p.GradeAtMost(s.severity)
		p.Measure(*s.offset)
		p.Failf("follows %s, which is %s", s.name, s.offset.Fast())
		return
	}
	if !p.Failed() {
		p.GradeAtMost(policy.Low)
	}
	p.Failf("source %s is a falseticker; it is %s, not followed now", s.name, s.offset.Fast())
}

// measurement is what the auditor knows about a source of a device.
type measurement struct {
	name     string
	offset   *interval.Interval // source − reference; nil: not measured
	wrong    bool
	severity policy.Severity // what being so wrong amounts to
}

// measuredSource looks up the i-th association: an audited device as its clock was read, else
// a server as it answered the auditor's own queries.
func measuredSource(p *check.Pass, i int) measurement {
	a := p.NTP.Associations[i]
	node := p.Graph.Nodes[p.Graph.Nodes[p.Node].Sources[i].To]
	if clock := clockOf(p, node); clock != nil {
		w := weigh(p.Policy.ClockOffset, *clock)
		return measurement{name: node.Name, offset: clock, wrong: w.exceeded != nil, severity: gravity(w)}
	}
	if node.Measured == nil {
		return measurement{}
	}
	m := p.Fleet.SeenFrom(p.Device, node.Measured)
	if m.Offset == nil {
		return measurement{}
	}
	w := weigh(p.Policy.ClockOffset, *m.Offset)
	return measurement{name: a.Address, offset: m.Offset, wrong: m.Verdict == facts.Falseticker, severity: gravity(w)}
}

// clockOf is the clock of a node that is an audited device. nil: it is none, or its clock is not known.
func clockOf(p *check.Pass, node topology.Node) *interval.Interval {
	if node.Kind != topology.Device || p.Fleet.Devices[node.Device].Clock == nil {
		return nil
	}
	return p.Fleet.Devices[node.Device].Clock.Offset
}

// gravity is the severity of the highest limit that is exceeded; low where none is, and
// the worst where the limit has no severity of its own.
func gravity(w weighed) policy.Severity {
	switch {
	case w.exceeded == nil:
		return policy.Low
	case w.exceeded.Severity == policy.Off:
		return policy.Critical
	}
	return w.exceeded.Severity
}

// inTime reports whether the device's own clock is certainly within the lowest limit.
func inTime(p *check.Pass) bool {
	return p.Clock != nil && p.Clock.Offset != nil && p.Clock.Offset.Within(p.Policy.ClockOffset[0].Value) == interval.Inside
}
