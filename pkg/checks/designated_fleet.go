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
	servers, only, others := 0, 0, 0
	for i := range p.Fleet.Devices {
		own := named.of(p.Fleet, p.Policy.For(p.Fleet.Devices[i].Found()).Sources.Designated)
		switch {
		case own.has(p.Graph, i):
			servers++
		case takesOnlyFrom(p.Graph, i, own):
			only++
		default:
			others++
		}
	}
	a.Actualf("%s; %s", check.Count(servers, "designated server"), takers(only, others))
	for i, n := range p.Graph.Nodes {
		if n.Kind == topology.Server && designated.has(p.Graph, i) && len(p.Graph.Users(i)) > 0 {
			p.About(n.Name).Manualf("%s is designated and was not audited; look what it takes time from", n.Name)
		}
	}
}

// takers is "38 devices take time only from them, 2 do not".
func takers(only, others int) string {
	verb := "take"
	if only == 1 {
		verb = "takes"
	}
	return fmt.Sprintf("%s %s time only from them, %d not", check.Count(only, "device"), verb, others)
}

// takesOnlyFrom reports whether a device has usable sources, all of them designated servers.
func takesOnlyFrom(g *topology.Graph, device int, designated *roster) bool {
	some := false
	for _, e := range g.Nodes[device].Sources {
		if !e.Usable || g.Nodes[e.To].Kind == topology.OwnClock {
			continue
		}
		if !designated.has(g, e.To) {
			return false
		}
		some = true
	}
	return some
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
