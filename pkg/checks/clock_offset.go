package checks

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

var clockOffset = check.Check{
	ID: "clock-offset",
	Doc: check.Doc{
		Title: "The clock is right",
		Text: `Log lines, certificates, tokens and time-based rules are only as good as the
clock. A device that says it is synchronized can still be wrong, if what it
follows is wrong; so the clock itself is measured.

The offset is clock minus reference, and positive means fast. It is an
interval that contains the truth: the network's delay, the resolution of the
printed time and the uncertainty of the reference make it wider, never wrong.

Passes if the whole interval lies within the limit. Fails if no part of it
does. Where the policy grades its limits, the highest one that is certainly
exceeded gives the severity; a higher one that may be exceeded leaves the
device unknown where only that one counts. Unknown if the interval reaches
over a limit, or if only one zone of several would make the clock right.
Without a majority of references, or with only the fleet's own consensus to go
by, a clock can fail and cannot pass.`,
		Remedy: `Look at what the device takes time from: its other findings say whether that
answers, and whether it is right. A clock that is far off is set at once with
"clock set" (exec mode), after which NTP can hold it. Where it is too close to
decide, measure from nearer, take more samples, let the device answer NTP
queries from here, or add references.`,
		Causes: offsetAdvice,
	},
	Needs: []facts.Kind{facts.KindClock},
	Wants: []facts.Kind{facts.KindStatus, facts.KindConfig, facts.KindVersion},
	Run:   runClockOffset,
}

func runClockOffset(p *check.Pass, _ check.Subject) {
	p.Cite(p.Clock.Evidence...)
	p.Expectf("%s", limitsText(p.Policy.ClockOffset))
	limits := p.Policy.ClockOffset
	p.Limit(limits...)
	switch {
	case p.Clock.Offset != nil:
		p.Measure(*p.Clock.Offset)
		p.Actualf("%s", p.Clock.Offset.Between(finest(p)))
		judgeOffset(p, *p.Clock.Offset, weigh(limits, *p.Clock.Offset))
	case len(p.Clock.Candidates) > 0:
		judgeCandidates(p, limits)
	case p.Clock.Erratic:
		p.Grade(gravest(limits))
		p.Inconclusivef("clock stepped while it was read; readings disagree")
	case p.Clock.Contradiction:
		p.Grade(gravest(limits))
		p.Inconclusivef("show clock and its NTP answer differ; they may be of two devices behind one address")
	case p.Fleet.ReferenceOf(p.Device).Offset == nil:
		p.NotMeasuredf("no reference; nothing to hold the clock against")
	default:
		p.NotMeasuredf("the clock could not be measured")
	}
}

// gravest is the severity of the highest limit.
func gravest(limits []policy.Limit) policy.Severity { return limits[len(limits)-1].Severity }

// weighed is what an interval proves about limits that rise.
type weighed struct {
	exceeded  *policy.Limit // the highest that is certainly exceeded
	undecided *policy.Limit // the highest that may be
}

func weigh(limits []policy.Limit, offset interval.Interval) weighed {
	var w weighed
	for i := range limits {
		switch offset.Within(limits[i].Value) {
		case interval.Outside:
			w.exceeded = &limits[i]
		case interval.Unproven:
			w.undecided = &limits[i]
		}
	}
	return w
}

func judgeOffset(p *check.Pass, offset interval.Interval, w weighed) {
	text := offset.Text(finest(p))
	reason, young := settling(p)
	switch {
	case w.exceeded == nil && w.undecided == nil:
		vouch(p)
	case young:
		p.Settlingf("%s; the clock is %s; %s", reason, text, lookAgain(p))
	case w.exceeded != nil:
		p.Grade(w.exceeded.Severity)
		p.Failf("%s, limit %s", text, interval.Limit(w.exceeded.Value))
		if w.undecided != nil {
			p.Failf("too close to %s to decide", interval.Limit(w.undecided.Value))
		}
		if because, why := cause(p, w.exceeded.Value); why != "" {
			p.Failf("%s", why)
			p.Because(because)
		}
	default:
		p.Grade(w.undecided.Severity)
		tooClose(p, offset, w.undecided.Value)
	}
}

// tooClose says why an offset is neither inside a limit nor outside, and what would decide.
func tooClose(p *check.Pass, offset interval.Interval, limit time.Duration) {
	if offset.Bounded() && p.Clock.PassImpossible(limit) {
		p.Inconclusivef("too close to decide: limit %s, this path proves ±%s", interval.Limit(limit), interval.Span(offset.Width()/2+1))
		p.Inconclusivef("query the device over NTP, or audit from closer")
		return
	}
	p.Inconclusivef("too close to decide: %s, limit %s", offset.Between(finest(p)), interval.Limit(limit))
	explainWidth(p)
}

// vouch withholds the pass of a clock that was stepped, or that agrees with a reference
// which cannot vouch for it.
func vouch(p *check.Pass) {
	ref := p.Fleet.ReferenceOf(p.Device)
	switch {
	case p.Clock.Step != nil:
		p.Inconclusivef("stepped while it was read; measure again")
	case ref.Tier == facts.TierConsensus:
		p.Inconclusivef("agrees with the fleet; there is no reference to say that the fleet is right")
	case !ref.Majority:
		p.Inconclusivef("no majority among the references; add references")
	case ref.Voters < p.Policy.References.Min:
		p.Inconclusivef("too few references: %d of %d", ref.Voters, p.Policy.References.Min)
	case traceable(p) < p.Policy.References.Min:
		p.Manualf("look whether the references are traceable to %s", p.Policy.References.Traceable)
	default:
		return
	}
	p.Grade(gravest(p.Policy.ClockOffset))
}

// traceable counts the references that vote and carry the label that the policy asks for.
func traceable(p *check.Pass) int {
	if p.Policy.References.Traceable == "" {
		return p.Policy.References.Min
	}
	n := 0
	for _, s := range p.Fleet.CollectorOf(p.Device).Servers {
		if s.Traceable == p.Policy.References.Traceable && s.Verdict == facts.Truechimer {
			n++
		}
	}
	return n
}

// explainWidth names the part of the interval that is worth attacking.
func explainWidth(p *check.Pass) {
	w := p.Clock.Width
	parts := []struct {
		size time.Duration
		hint string
	}{
		{w.Path, "the path to the device is the widest part: measure from nearer"},
		{w.Quantum, "the printed resolution is the widest part: take more samples"},
		{w.Reference, "the reference is the widest part: add nearer references"},
		{w.Drift, "the time between the readings is the widest part: take more samples"},
	}
	widest := parts[0]
	for _, part := range parts[1:] {
		if part.size > widest.size {
			widest = part
		}
	}
	if widest.size > 0 {
		p.Inconclusivef("%s", widest.hint)
	}
}

// judgeCandidates holds a clock of unknown zone against every zone that it may show. It
// fails only if it is wrong in all of them, and never passes.
func judgeCandidates(p *check.Pass, limits []policy.Limit) {
	exceeded := &limits[len(limits)-1]
	var fitting []facts.Candidate
	for _, c := range p.Clock.Candidates {
		w := weigh(limits, c.Offset)
		if w.exceeded == nil {
			fitting = append(fitting, c)
			continue
		}
		if w.exceeded.Value < exceeded.Value {
			exceeded = w.exceeded
		}
	}
	reason, young := settling(p)
	switch {
	case young:
		p.Settlingf("%s; the zone is not known", reason)
	case len(fitting) == 0:
		p.Grade(exceeded.Severity)
		p.Failf("beyond %s in every possible time zone", interval.Limit(exceeded.Value))
	default:
		p.Grade(gravest(limits))
		p.Inconclusivef("time zone not known%s", fits(fitting, finest(p)))
	}
}

// fits names the zone in which the clock would be right, where that is telling: with wide
// bounds one zone in many fits by chance.
func fits(fitting []facts.Candidate, limit time.Duration) string {
	const telling = 10 * time.Second
	c := fitting[0]
	if len(fitting) > 1 || c.Offset.Width()+limit > telling {
		return "; read the configuration, or let the device answer NTP queries"
	}
	return "; right if it shows " + interval.UTC(c.UTCOffset) + ", then " + c.Offset.Text(limit)
}
