package checks

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpMaster = check.Check{
	ID: "ntp-master",
	Doc: check.Doc{
		Title: "The device does not serve its own guess",
		Text: `"ntp master" lets a device serve its own oscillator when it has nothing
better. As a last resort at a high stratum that keeps a site together. At a
low stratum it wins against real servers, and a whole network follows one
drifting router without noticing.

Passes without "ntp master". Fails if the device follows its own clock now, or
if that clock stands at or above the stratum of the real sources, so that it
takes over unseen when they fail.`,
		Remedy: `Take "ntp master" out, or give it a stratum at least two below the worst real
source: "ntp master 10". A device that follows its own clock needs its real
sources back.`,
	},
	Controls: []check.Control{{Framework: pci, ID: "10.6.2"}},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindConfig, facts.KindVersion},
	Applies:  ntpRuns,
	Run:      runNTPMaster,
}

func runNTPMaster(p *check.Pass, _ check.Subject) {
	p.Expectf("no ntp master, or one that cannot win")
	if idleWhenOff(p) {
		return
	}
	own, found := ownClock(p)
	stratum, real := masterStratum(p, own, found), lowestRow(realSources(p))
	p.Cite(row(own))
	if p.Config != nil {
		p.Cite(configLines(p, "ntp master")...)
	}
	reason, fresh := young(p)
	switch {
	case stratum < 0 && !p.NTP.Known && p.Config == nil:
		p.NotMeasuredf("the association table was not read whole")
	case stratum < 0:
		p.Actualf("no ntp master")
	case found && own.Selected() && fresh:
		p.Settlingf("%s; it follows its own clock until then", reason)
	case found && own.Selected():
		p.Actualf("ntp master %d, followed", stratum)
		p.Failf("follows its own clock")
		mend(p, masterFix(p))
	case !p.NTP.Known:
		p.NotMeasuredf("the association table was not read whole")
	case real != nil && stratum-1 <= real.Stratum:
		p.Actualf("ntp master %d, best source at stratum %d", stratum, real.Stratum)
		p.Cite(row(*real))
		p.Failf("ntp master %d would beat stratum %d", stratum, real.Stratum)
		mend(p, changes(show.Change{Verb: show.LimitMaster, Stratum: safeMaster(realSources(p))}))
	default:
		p.Actualf("ntp master %d, not followed", stratum)
	}
}

func ownClock(p *check.Pass) (facts.Association, bool) {
	for _, a := range p.NTP.Associations {
		if a.OwnClock() {
			return a, true
		}
	}
	return facts.Association{}, false
}

// masterStratum is the stratum at which the device would serve its own clock; -1 where it
// would not. Its row in the table stands one above that.
func masterStratum(p *check.Pass, own facts.Association, found bool) int {
	switch {
	case p.Config != nil && p.Config.NTPMaster != nil:
		return p.Config.NTPMaster.Stratum
	case found:
		return own.Stratum + 1
	}
	return -1
}

// lowestRow is the usable source with the lowest stratum.
func lowestRow(rows []facts.Association) *facts.Association {
	var best *facts.Association
	for i, a := range rows {
		if a.Usable() && (best == nil || a.Stratum < best.Stratum) {
			best = &rows[i]
		}
	}
	return best
}

// safeMaster is two below the worst real source, and not above 10.
func safeMaster(rows []facts.Association) int {
	worst := 8
	for _, a := range rows {
		if a.Usable() {
			worst = max(worst, a.Stratum)
		}
	}
	return min(worst+2, 15)
}

// masterFix takes the own clock away where two real sources work, and the whole fleet shows that
// nobody hangs on it. Else it stays: without it the device would serve nobody.
func masterFix(p *check.Pass) remedy {
	working := 0
	for _, a := range realSources(p) {
		if a.Usable() && !doomed(p, a.Address) {
			working++
		}
	}
	const enough = 2
	switch {
	case p.Fleet.Partial:
		return byHand("ntp master stays: only a part of the fleet was audited, and devices outside it may have no other time. Bring its sources back first.")
	case working >= enough:
		return changes(show.Change{Verb: show.DropMaster})
	}
	keep := byHand(fmt.Sprintf("ntp master stays until two sources work; now it is %d. Without it the devices behind this one have no source.", working))
	if len(realSources(p)) == 0 && len(configured(p)) == 0 {
		return addSources(p).and(keep)
	}
	return keep
}
