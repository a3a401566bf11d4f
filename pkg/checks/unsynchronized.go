package checks

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// Why a device is not synchronized, besides the silence of its sources.
const (
	causeNoSource  check.Cause = "no-source"
	causeNoRow     check.Cause = "no-row"
	causeNoTime    check.Cause = "no-time"
	causeOnlyPeers check.Cause = "only-peers"
	causeOwnClock  check.Cause = "own-clock"
	causeStep      check.Cause = "step"
	causeWaiting   check.Cause = "selection"
	causeOff       check.Cause = "off"
)

// unsynchronizedAdvice is what to do about each cause.
var unsynchronizedAdvice = append([]check.Advice{
	{Cause: causeOff, Text: "Configure NTP sources."},
	{Cause: causeSNTP, Text: "Look whether the device reaches its SNTP servers, and whether they have the time. Move to NTP where the device can run it."},
	{Cause: causeNoSource, Text: "Configure NTP sources."},
	{Cause: causeNoRow, Text: "Look why the lines became no associations: a name that does not resolve, or a VRF that is not there."},
	{Cause: causeOnlyPeers, Text: "Give one of these devices an outside source: each waits for the other. The peer lines stay."},
	{Cause: causeNoTime, Text: "Fix the sources first: they answer, and do not have the time."},
	{Cause: causeOwnClock, Text: "Permit 127.127.7.1 in the list of the access-group of type peer: old releases of IOS ask it for their own clock."},
	{Cause: causeStep, Text: "Set the clock once by hand (\"clock set\", exec mode): NTP hesitates to make so large a step."},
	{Cause: causeNoMajority, Text: "Remove the wrong one of the two sources, after adding right ones: three or more decide by majority."},
	{Cause: causeWaiting, Text: "Wait some polls. If it lasts, look for sources that contradict each other."},
}, silenceAdvice...)

// tellWhyUnsynchronized fails by the reason that the sources show, and the configuration behind them.
func tellWhyUnsynchronized(p *check.Pass) {
	sources := realSources(p)
	silent, usable := silentSources(p), 0
	for _, a := range sources {
		if a.Reach != 0 && a.Usable() {
			usable++
		}
	}
	answering := len(sources) - rowsAmong(silent)
	switch {
	case !p.NTP.Known:
		p.Failf("not synchronized; %s", tableUnread(p))
	case len(sources)+len(silent) == 0:
		tellNoSource(p)
	case answering == 0:
		tellSilence(p, silent)
	case usable == 0:
		tellNoTime(p, answering, silent)
	default:
		if apart := twoApart(p); apart != "" {
			p.Failf("%s", apart)
			p.Because(causeNoMajority)
			break
		}
		p.Failf("not synchronized; %s would be usable", check.Count(usable, "source"))
		tellLoopFilter(p)
	}
	tellOwnClock(p)
}

func rowsAmong(silent []silentSource) (rows int) {
	for i := range silent {
		if !silent[i].unresolved {
			rows++
		}
	}
	return rows
}

// silentSources are the rows that no answer came from, and the names that became no row. A table that was not read whole does
// not show which those are.
func silentSources(p *check.Pass) []silentSource {
	var silent []silentSource
	for _, a := range realSources(p) {
		if a.Reach == 0 {
			silent = append(silent, silentRow(p, a))
		}
	}
	return append(silent, unresolvedNames(p)...)
}

// unresolvedNames are the names that no row can stand for: every row has a line of its own.
func unresolvedNames(p *check.Pass) []silentSource {
	if !p.NTP.Known || p.Config == nil {
		return nil
	}
	for _, a := range realSources(p) {
		if _, explained := sourceLine(p, a); a.Configured && !explained {
			return nil
		}
	}
	var names []silentSource
	lines, rows := configured(p), rollOf(p).rowAt
	for i := range lines {
		if isName(lines[i].Address) && len(rows[facts.KeyOf(lines[i].Address)]) == 0 {
			names = append(names, silentSource{address: lines[i].Address, vrf: vrf(lines[i].VRF), line: &lines[i], unresolved: true})
		}
	}
	return names
}

// tableUnread says that the table of the sources was not read whole, and quotes what was not understood.
func tableUnread(p *check.Pass) string {
	const whole = "the association table was not read whole"
	if p.NTP.Doubt != "" {
		return whole + "; " + p.NTP.Doubt
	}
	if reason, missing := p.Gap(facts.KindAssociations); missing {
		return whole + "; " + reason
	}
	return whole
}

func tellNoSource(p *check.Pass) {
	if len(configured(p)) > 0 {
		p.Failf("no source; the table shows none of those configured")
		p.Because(causeNoRow)
	} else {
		p.Failf("no source; none is configured")
		p.Because(causeNoSource)
	}
	mend(p, addSources(p))
}

// tellNoTime fails for sources that answer without having the time.
func tellNoTime(p *check.Pass, answering int, silent []silentSource) {
	if others := waitingPeers(p); len(others) > 0 {
		all := append([]string{p.Name}, others...)
		p.Failf("it and %s wait for each other; none of them has an outside source", list(others))
		p.Because(causeOnlyPeers)
		mend(p, byHand(fmt.Sprintf("Give one of %s an outside source: each waits for the other. The peer lines stay.", list(all))))
		return
	}
	verb := "answer"
	if answering == 1 {
		verb = "answers"
	}
	p.Failf("no source that has the time; %s %s without it", check.Count(answering, "source"), verb)
	p.Because(causeNoTime)
	tellSilent(p, answering+len(silent))
}

// waitingPeers names the audited devices that this one waits for and that wait for it, where it has no other source: none of
// them is synchronized.
func waitingPeers(p *check.Pass) (names []string) {
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		if i < len(p.NTP.Associations) && p.NTP.Associations[i].OwnClock() {
			continue
		}
		other := p.Graph.Nodes[e.To]
		if other.Kind != topology.Device || e.To == p.Node || !waitsFor(p, other) {
			return nil
		}
		names = append(names, other.Name)
	}
	return names
}

// waitsFor reports whether a device is known to have lost the time, and has this one among its sources.
func waitsFor(p *check.Pass, other topology.Node) bool {
	yes, known := p.Fleet.Devices[other.Device].Synchronized()
	if yes || !known {
		return false
	}
	for _, e := range other.Sources {
		if e.To == p.Node {
			return true
		}
	}
	return false
}

// tellLoopFilter names the state of the clock discipline where it explains something.
func tellLoopFilter(p *check.Pass) {
	if state := p.NTP.Status.LoopFilter; state != nil && *state == "SPIK" {
		p.Failf("a large step is pending or was refused (SPIK)")
		p.Because(causeStep)
	}
	p.Because(causeWaiting)
}

// tellOwnClock names an access list that keeps the device from its own clock: old releases ask it at 127.127.7.1, and hold that
// against the access-groups as they do any source.
func tellOwnClock(p *check.Pass) {
	own, found := ownRow(p.Device)
	if !found || own.Selected() || !strings.HasPrefix(own.Address, "127.127.7.") {
		return
	}
	g, known := groupsFor(p, silentSource{address: own.Address})
	address, err := netip.ParseAddr(own.Address)
	if !known || err != nil || len(g.lines) == 0 {
		return
	}
	for _, name := range g.peerLists {
		if yes, known := permits(p, name, address); yes || !known {
			return
		}
	}
	p.Cite(row(own))
	p.Cite(g.lines...)
	p.Failf("its access-groups refuse its own clock, %s", own.Address)
	p.Because(causeOwnClock)
}
