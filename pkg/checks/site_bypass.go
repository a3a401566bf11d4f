package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// tellBypass names the devices of a site that go past its servers.
func tellBypass(p *check.FleetPass, s topology.Site, named rosters) {
	working := 0
	for _, server := range s.Servers {
		if kind, _ := p.Graph.Root(server); kind == topology.Rooted {
			working++
		}
	}
	past, used, above := bypass(p, s, named)
	others := len(s.Devices) - len(s.Servers)
	const pair = 2
	if working < pair || len(past) < fewBypass || len(past)*siteQuarter < len(s.Devices) {
		return
	}
	a := p.About(s.Name, deviceNames(p.Graph, past)...)
	servers := list(nodeNames(p.Graph, s.Servers))
	a.Expectf("devices that take time from %s", servers)
	a.Actualf("%d of %d do, %d do not", used, others, len(past))
	a.Cite(followedRow(p, past[0])...)
	reading := ""
	if used*2 >= others {
		a.GradeAtMost(policy.Low)
	} else {
		a.GradeAtMost(policy.Info)
		reading = fmt.Sprintf("; %d use those, which may be the exception", used)
	}
	a.Failf("%d of %d devices of %s bypass its servers; they take time from %s past %s%s",
		len(past), others, s.Name, list(nodeNames(p.Graph, above)), servers, reading)
}

// bypass are the devices of a site that use none of its servers and something above them, which the policy does not
// name, how many use its servers, and what is used above.
func bypass(p *check.FleetPass, s topology.Site, named rosters) (past []int, used int, above []int) {
	serves, higher := make(map[int]bool), p.Graph.Above(s.Servers)
	for _, server := range s.Servers {
		serves[server] = true
	}
	listed := make(map[int]bool)
	for _, device := range s.Devices {
		if serves[device] {
			continue
		}
		inside, beyond := usesOf(p, device, serves, higher, named)
		switch {
		case inside:
			used++
		case len(beyond) > 0:
			past = append(past, device)
			for _, node := range beyond {
				if !listed[node] {
					above, listed[node] = append(above, node), true
				}
			}
		}
	}
	return past, used, above
}

// usesOf tells whether a device has one of some servers among its sources, and which of those above them.
func usesOf(p *check.FleetPass, device int, serves, higher map[int]bool, named rosters) (inside bool, beyond []int) {
	own := p.Policy.For(p.Fleet.Devices[device].Found()).Sources
	meant := named.of(p.Fleet, append(slices.Clone(own.Approved), own.Designated...))
	for _, e := range p.Graph.Nodes[device].Sources {
		for _, member := range p.Graph.Members(e.To) {
			inside = inside || serves[member]
		}
		if higher[e.To] && !meant.has(p.Graph, e.To) {
			beyond = append(beyond, e.To)
		}
	}
	return inside, beyond
}
