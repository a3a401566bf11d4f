package checks

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// runDesignatedServers sums up what the devices are told one by one, and names what no audited device tells.
func runDesignatedServers(p *check.FleetPass) {
	named := make(rosters)
	designated := named.of(p.Fleet, p.Policy.Sources.Designated)
	a := p.About("")
	a.Expectf("time from designated servers")
	if designated.empty() {
		a.Manualf("the policy designates no servers; %s", meantForIt(p))
		return
	}
	var t tally
	for i := range p.Fleet.Devices {
		own := named.of(p.Fleet, p.Policy.For(p.Fleet.Devices[i].Found()).Sources.Designated)
		t.count(own.has(p.Graph, i), p.Said(i, ""))
	}
	a.Actualf("%s; %s", check.Count(t.servers, "designated server"), t.takers())
	for i, n := range p.Graph.Nodes {
		if n.Kind == topology.Server && designated.has(p.Graph, i) && len(p.Graph.Users(i)) > 0 {
			p.About(n.Name).Manualf("%s is designated and was not audited; look what it takes time from", n.Name)
		}
	}
}

// tally counts devices as the findings about them do.
type tally struct{ servers, only, others, unknown int }

func (t *tally) count(server bool, said check.Status) {
	switch {
	case server:
		t.servers++
	case said == check.StatusPass:
		t.only++
	case said == check.StatusFail, said == check.StatusWaived, said == check.StatusNotApplicable:
		t.others++
	default:
		t.unknown++
	}
}

// takers is "38 devices take time only from them, 2 not"; and, where that is not known of some, ", 1 not known".
func (t *tally) takers() string {
	verb := "take"
	if t.only == 1 {
		verb = "takes"
	}
	text := fmt.Sprintf("%s %s time only from them, %d not", check.Count(t.only, "device"), verb, t.others)
	if t.unknown > 0 {
		text += fmt.Sprintf(", %d not known", t.unknown)
	}
	return text
}

// meantForIt names the devices that may be designated: others take time from them, and they take it from outside.
func meantForIt(p *check.FleetPass) string {
	var names []string
	for i := range p.Fleet.Devices {
		outside := false
		for _, e := range p.Graph.Nodes[i].Sources {
			kind := p.Graph.Nodes[e.To].Kind
			outside = outside || kind == topology.Server || kind == topology.Receiver
		}
		if outside && len(p.Graph.Users(i)) > 0 {
			names = append(names, p.Fleet.Devices[i].Name)
		}
	}
	if len(names) == 0 {
		return "no device takes time from outside and serves others"
	}
	return "these take time from outside and serve others: " + list(names)
}
