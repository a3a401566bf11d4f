package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/ordering"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var logOrdering = check.Check{
	ID: "log-ordering",
	Doc: check.Doc{
		Title: "Events can be put in order within the limit",
		Text: `Which of two lines of two devices was written first is certain only if their
stamps lie farther apart than the clocks differ, and than the stamps are
coarse. NIST's AU-12(1) asks for a tolerance within which an audit trail is
in order; this is that tolerance, measured.

For every pair of devices it is worked out how far apart their lines must be
stamped: by the offsets of both clocks, with their bounds but without that of
the reference, which is the same for both, and by what the stamps leave out, a
second where they have no milliseconds. Fails, once for the fleet, if some
devices need more than the policy allows although the rest does not; they are
named with the reason. Those that were only not measured closely enough are
not decided. Stamps that count the time since the start have no bound. A part
of the fleet can fail; that all are in order is for the whole to pass.`,
		Remedy: `Add milliseconds to the log stamps where they are whole seconds, and bring
the clocks that are off to the time of the others.`,
	},
	Needs:    []facts.Kind{facts.KindClock, facts.KindConfig},
	Wants:    []facts.Kind{facts.KindStatus},
	RunFleet: runLogOrdering,
}

func runLogOrdering(p *check.FleetPass) {
	if len(p.Fleet.Devices) < 2 {
		p.About("").NotApplicablef("one device is no fleet")
		return
	}
	f := ordering.Of(p.Fleet)
	kept := ordering.Agreeing(f.Clocks, p.Policy.LogOrdering)
	late := outliers(p, f, kept)
	tellOrder(p, f, kept, late)
	tellUndecided(p, late)
	tellUnordered(p, f)
}

// outlier is a device whose lines cannot be put in order with those of the rest as the policy asks.
type outlier struct {
	device int
	text   string // "b (whole seconds) to 1.01 s"
	sure   bool   // it is so wherever in its bounds the clock is
	coarse bool   // its stamps alone are too coarse
}

// outliers are the devices that are not kept, and those whose stamps have no bound, in the order of the fleet.
func outliers(p *check.FleetPass, f ordering.Figure, kept []bool) []outlier {
	var list []outlier
	limit := p.Policy.LogOrdering
	if len(kept) > 0 {
		ends := ordering.EndsOf(f.Clocks, kept)
		for i, c := range f.Clocks {
			if kept[i] {
				continue
			}
			o := outlier{device: f.Devices[i], sure: ends.AtBest(c) > limit, coarse: c.Quantum >= time.Second && c.Quantum > limit}
			o.text = fmt.Sprintf("%s (%s) to %s", p.Fleet.Devices[o.device].Name, whyLate(c, o, limit), interval.Span(ends.AsLogged(c)))
			list = append(list, o)
		}
	}
	for _, l := range f.Left {
		if l.Known {
			list = append(list, outlier{device: l.Device, text: fmt.Sprintf("%s (%s) not at all", p.Fleet.Devices[l.Device].Name, l.Why), sure: true, coarse: true})
		}
	}
	slices.SortStableFunc(list, func(a, b outlier) int { return a.device - b.device })
	return list
}

// whyLate is what a device has that the rest does not: its stamps, its clock, or the measurement.
func whyLate(c ordering.Clock, o outlier, limit time.Duration) string {
	switch {
	case o.coarse:
		return "whole seconds"
	case !o.sure:
		return "known to ±" + interval.Span(c.Offset.Width()/2)
	case c.Offset.Lo > limit/2 || c.Offset.Hi < -limit/2:
		return c.Offset.Fast()
	}
	return c.Offset.Between(limit)
}

// tellOrder is the answer of the fleet: in what order its lines are, and who spoils it.
func tellOrder(p *check.FleetPass, f ordering.Figure, kept []bool, late []outlier) {
	var names, texts []string
	for _, o := range late {
		if o.sure {
			names, texts = append(names, p.Fleet.Devices[o.device].Name), append(texts, o.text)
		}
	}
	rest := ordering.Logged(chosen(f.Clocks, kept))
	a := p.About("", names...)
	a.Expectf("lines of two devices %s apart in order", interval.Plain(p.Policy.LogOrdering))
	if f.Logged.Pairs > 0 {
		a.Actualf("%s; %s at the median, %s for 95%%, %s at most", check.Count(f.Logged.Pairs, "pair"),
			interval.Span(f.Logged.Median), interval.Span(f.Logged.P95), interval.Span(f.Logged.Worst))
	}
	total := len(f.Devices) + len(f.Left)
	switch {
	case len(names) == 0 && p.Fleet.Partial:
		a.NotApplicablef("only a part of the fleet was audited")
		return
	case len(names) == 0:
		return
	case rest.Pairs > 0:
		a.Failf("all but %d of %d devices order to %s; %s", len(names), total, interval.Span(rest.Worst), list(texts))
	default:
		a.Failf("no two of %d devices order to %s; %s", total, interval.Plain(p.Policy.LogOrdering), list(texts))
	}
	addMilliseconds(p, a, late)
}

func chosen(clocks []ordering.Clock, kept []bool) []ordering.Clock {
	var some []ordering.Clock
	for i, c := range clocks {
		if kept[i] {
			some = append(some, c)
		}
	}
	return some
}

// addMilliseconds proposes stamps with milliseconds where whole seconds are the reason, each setting once.
func addMilliseconds(p *check.FleetPass, a check.Answer, late []outlier) {
	var coarse []string
	proposed := make(map[show.StampSetting]bool)
	for _, o := range late {
		if !o.coarse {
			continue
		}
		d := &p.Fleet.Devices[o.device]
		coarse = append(coarse, d.Name)
		half := logSide(&check.Pass{Device: d, Fleet: p.Fleet, Graph: p.Graph, Node: o.device, Policy: p.Policy.For(d.Found())})
		half.want.Msec, half.want.Datetime = policy.Required, policy.Required
		if c := half.change(); !proposed[*c.Stamps] {
			proposed[*c.Stamps] = true
			a.Propose(show.Change{Verb: c.Verb, Stamps: c.Stamps})
		}
	}
	if len(coarse) > 0 {
		a.ByHand("Add milliseconds to the log stamps of %s.", list(coarse))
	}
}

// tellUndecided names the devices that a closer measurement might clear.
func tellUndecided(p *check.FleetPass, late []outlier) {
	var names, texts []string
	for _, o := range late {
		if !o.sure {
			names, texts = append(names, p.Fleet.Devices[o.device].Name), append(texts, o.text)
		}
	}
	if len(names) == 0 {
		return
	}
	a := p.About("too close to decide", names...)
	a.Expectf("lines of two devices %s apart in order", interval.Plain(p.Policy.LogOrdering))
	a.Actualf("%s", list(texts))
	a.Inconclusivef("too close to decide; this path proves %s", list(texts))
}

// tellUnordered names the devices of which nothing is known.
func tellUnordered(p *check.FleetPass, f ordering.Figure) {
	var names, texts []string
	for _, l := range f.Left {
		if !l.Known {
			name := p.Fleet.Devices[l.Device].Name
			names, texts = append(names, name), append(texts, name+": "+l.Why)
		}
	}
	if len(names) == 0 {
		return
	}
	p.About("not known", names...).NotMeasuredf("the order of lines of %s is not known; %s", check.Count(len(names), "device"), strings.Join(texts[:min(len(texts), 5)], "; "))
}
