package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

var ntpMaster = check.Check{
	ID: "ntp-master",
	Doc: check.Doc{
		Title: "The device does not serve its own guess",
		Text: `"ntp master" lets a device serve its own oscillator when it has nothing
better. As a last resort at a high stratum that keeps a site together. At a
low stratum it wins against real servers, and a whole network follows one
drifting router without noticing.

"ntp master N" puts the own clock into the table at stratum N-1 and serves it
at N. Passes without it, and if real sources win: N-1 is above the stratum of
every usable source of the device, the worst included, and N above that of
every other source of the devices below it. Fails if not, if the device
follows its own clock now, and at 15, which leaves its clients at 16. That is
high with clients behind it. Two masters that peer or share clients and
stand less than two apart are told at info: without real sources each follows
itself, and the clients part. A receiver is no own clock.`,
		Remedy: `Give "ntp master" a stratum at least two above the worst real source, its
own and those of its clients: "ntp master 10". A device that follows its own
clock needs its real sources back; until then "ntp master" keeps it and what
is behind it together.`,
	},
	Needs:   []facts.Kind{facts.KindAssociations},
	Wants:   []facts.Kind{facts.KindConfig, facts.KindVersion},
	Applies: ntpRuns,
	Run:     runNTPMaster,
}

func runNTPMaster(p *check.Pass, _ check.Subject) {
	p.Expectf("no ntp master, or one that cannot win")
	if idleWhenOff(p) {
		return
	}
	own, isMaster := masterOf(p.Device)
	p.Cite(row(own.row))
	if p.Config != nil {
		p.Cite(configLines(p, "ntp master")...)
	}
	switch {
	case !isMaster && !p.NTP.Known && p.Config == nil:
		p.NotMeasuredf("the association table was not read whole")
	case !isMaster:
		p.Actualf("no ntp master")
	case own.row.Selected():
		followsItself(p, own)
	default:
		judgeStrata(p, own)
	}
}

// followsItself judges a device that follows its own clock. One that has come up a moment ago may still take a source.
func followsItself(p *check.Pass, own masterClock) {
	reason, fresh := young(p)
	if fresh && len(realSources(p))+len(configured(p)) > 0 {
		p.Settlingf("%s; it follows its own clock until then", reason)
		return
	}
	p.Actualf("ntp master %d, followed", own.serves)
	p.Failf("follows its own clock")
	if len(p.Graph.Takers(p.Node)) > 0 {
		p.Raise()
	}
	mend(p, lastResort(p, own))
}

// judgeStrata judges a clock that is not followed now, by where it would be.
func judgeStrata(p *check.Pass, own masterClock) {
	s := strataAround(p.Fleet, p.Graph, p.Node)
	p.Actualf("ntp master %d, not followed", own.serves)
	switch {
	case own.stratum <= s.source.stratum && s.source.known:
		p.Actualf("ntp master %d, worst source at stratum %d", own.serves, s.source.stratum)
		p.Cite(rowAt(p, s.source.stratum))
		p.Failf("ntp master %d would beat stratum %d; its own clock stands at %d, %s at %d",
			own.serves, s.source.stratum, own.stratum, s.source.name, s.source.stratum)
	case own.serves <= s.client.stratum && s.client.known:
		p.Actualf("ntp master %d; %s has a source at stratum %d", own.serves, s.client.device, s.client.stratum)
		p.Failf("ntp master %d would win at %s; without real sources it serves stratum %d there, and %s is at %d",
			own.serves, s.client.device, own.serves, s.client.name, s.client.stratum)
	case own.serves >= unsynchronizedStratum-1:
		p.Failf("ntp master %d serves nobody; its clients would stand at stratum 16", own.serves)
	case !p.NTP.Known:
		p.NotMeasuredf("the association table was not read whole")
		return
	default:
		judgePartners(p, own, &s)
		return
	}
	mend(p, limitMaster(p, &s))
}

// judgePartners tells of another master whose clock is as good as this one, where the numbers are all else that is to say.
func judgePartners(p *check.Pass, own masterClock, s *strata) {
	for _, other := range partners(p.Fleet, p.Graph, p.Node) {
		if !crowded(p.Node, own.serves, other, other.own.serves) {
			continue
		}
		p.GradeAtMost(policy.Info)
		p.Failf("ntp master %d is too near that of %s, %d; without real sources their clients part", own.serves, p.Graph.Nodes[other.node].Name, other.own.serves)
		mend(p, limitMaster(p, s))
		return
	}
}

// rowAt is the first usable source at a stratum.
func rowAt(p *check.Pass, stratum int) facts.Evidence {
	for _, a := range realSources(p) {
		if a.Usable() && a.Stratum == stratum {
			return row(a)
		}
	}
	return facts.Evidence{}
}
