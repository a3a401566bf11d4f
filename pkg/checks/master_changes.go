package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// limitMaster gives the own clock the number that planMasters has for it.
func limitMaster(p *check.Pass, s *strata) remedy {
	type key struct{ highest int }
	highest := highestStratum(p)
	numbers := check.OnceForAll(p, key{highest}, func() map[int]int { return planMasters(p.Fleet, p.Graph, highest) })
	if n := numbers[p.Node]; n > 0 {
		return changes(show.Change{Verb: show.LimitMaster, Stratum: n})
	}
	return byHand(fmt.Sprintf("No number fits: it takes %d or more for real sources to win, and %d or less for what stands %s below to stay within stratum %d.",
		s.least(), highest-s.depth, check.Count(s.depth, "step"), highest))
}

// highestStratum is what the policy allows, and what NTP does where the policy does not ask.
func highestStratum(p *check.Pass) int {
	if enabled(p, "ntp-stratum") {
		return p.Policy.Stratum
	}
	return unsynchronizedStratum - 1
}

// planMasters finds a number for every master, by its node: its own where that can stay, 0 where none fits. Those that have to
// move do so in the order of the fleet, so that no two that share clients come to stand at one number or at two that touch.
func planMasters(fleet *facts.Fleet, g *topology.Graph, highest int) map[int]int {
	numbers, around := make(map[int]int), make(map[int]strata)
	moves := make(map[int]bool)
	for i := range fleet.Devices {
		if own, isMaster := masterOf(&fleet.Devices[i]); isMaster {
			numbers[i], around[i] = own.serves, strataAround(fleet, g, i)
			s := around[i]
			moves[i] = s.beatenBy(own)
		}
	}
	for i := range fleet.Devices {
		if numbers[i] == 0 {
			continue
		}
		var taken []int
		near := false
		for _, other := range partners(fleet, g, i) {
			if moves[other.node] && other.node > i {
				continue // it moves later, round this one
			}
			taken = append(taken, numbers[other.node])
			near = near || crowded(i, numbers[i], other, numbers[other.node])
		}
		if moves[i] || near {
			s := around[i]
			numbers[i] = masterNumber(s.least(), highest-s.depth, taken)
		}
	}
	return numbers
}

// masterOptions are the numbers that a master may have, the best first: 10 is low enough for real sources to win everywhere
// and leaves room for levels below, the second of a pair stands at 8, and lower numbers are for fleets of many levels.
var masterOptions = [...]int{10, 8, 11, 12, 13, 14, 9, 7, 6, 5, 4, 3, 2}

// masterNumber is the first of them that is not taken by a partner, nor touches one that is. 0: none fits.
func masterNumber(least, most int, taken []int) int {
	for _, n := range masterOptions {
		touches := slices.ContainsFunc(taken, func(t int) bool { return t-1 <= n && n <= t+1 })
		if least <= n && n <= most && !touches {
			return n
		}
	}
	return 0
}

// masterBelow makes room above an own clock, which loses to the sources that there are, for deeper ones that are added: it would win
// against them.
func masterBelow(p *check.Pass, added []candidate) remedy {
	own, isMaster := masterOf(p.Device)
	if !isMaster || !enabled(p, "ntp-master") {
		return remedy{}
	}
	s, worst := strataAround(p.Fleet, p.Graph, p.Node), 0
	name := ""
	for _, c := range added {
		if c.node < 0 {
			continue
		}
		if n := nodeStratum(p.Graph.Nodes[c.node]); n < unsynchronizedStratum && n > worst {
			worst, name = n, c.address
		}
	}
	if s.beatenBy(own) || worst < own.stratum {
		return remedy{} // the check of it sees to it, or nothing has to be done
	}
	var taken []int
	for _, other := range partners(p.Fleet, p.Graph, p.Node) {
		taken = append(taken, other.own.serves)
	}
	if n := masterNumber(max(s.least(), worst+2), highestStratum(p)-s.depth, taken); n > 0 {
		return changes(show.Change{Verb: show.LimitMaster, Stratum: n})
	}
	return byHand(fmt.Sprintf("ntp master %d would beat %s at stratum %d, and no number fits between its sources and what stands below it.", own.serves, name, worst))
}

// lastResort is what to do about a device that follows its own clock: bring its sources back. Its clock is taken away only
// where it and all below it have real sources, and nobody else can hang on it. Without it they would have no time at all.
func lastResort(p *check.Pass, own masterClock) remedy {
	var r remedy
	s := strataAround(p.Fleet, p.Graph, p.Node)
	switch {
	case s.beatenBy(own):
		r = limitMaster(p, &s)
	case dispensable(p):
		return changes(show.Change{Verb: show.DropMaster})
	}
	if len(realSources(p)) == 0 && len(configured(p)) == 0 {
		r = addSources(p).and(r)
	}
	if len(p.Graph.Others(p.Node, p.Node)) > 0 && len(r.changes) > 0 {
		return r
	}
	return r.and(byHand(holdsTogether(p, own) + bringBack(p)))
}

// dispensable reports whether the own clock could go: two real sources work, no client would be left alone, and the whole
// fleet was seen.
func dispensable(p *check.Pass) bool {
	const enough = 2
	working := 0
	for _, a := range realSources(p) {
		if a.Usable() && !doomed(p, a.Address) {
			working++
		}
	}
	alone := func(c topology.Client) bool { return len(c.Others) == 0 }
	return working >= enough && unknownClients(p) == "" && !slices.ContainsFunc(p.Graph.Clients(p.Node), alone)
}

// holdsTogether says why ntp master stays.
func holdsTogether(p *check.Pass, own masterClock) string {
	names := []string{p.Name}
	for _, c := range p.Graph.Clients(p.Node) {
		if len(c.Others) == 0 {
			names = append(names, p.Graph.Nodes[c.Node].Name)
		}
	}
	switch {
	case unknownClients(p) != "":
		return "ntp master stays: " + unknownClients(p) + ", and may have no other time. "
	case len(names) == 1:
		return fmt.Sprintf("ntp master %d stays: it is the only clock that %s has. ", own.serves, p.Name)
	}
	return fmt.Sprintf("ntp master %d holds %s together; without it they have no time. ", own.serves, list(names))
}

// bringBack names the sources that are lost.
func bringBack(p *check.Pass) string {
	var lost []string
	for _, a := range realSources(p) {
		if !a.Usable() {
			lost = append(lost, a.Address)
		}
	}
	if len(lost) == 0 {
		return "Bring its sources back."
	}
	return "Bring the sources back: " + list(lost) + "."
}
