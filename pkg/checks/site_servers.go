package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// tellDepth names the devices that stand far below the servers of their site.
func tellDepth(p *check.FleetPass, s topology.Site) {
	var deep []int
	most := 0
	for _, device := range s.Devices {
		if steps, ok := p.Graph.Steps(device, s.Top); ok && steps > deepSteps {
			deep, most = append(deep, device), max(most, steps)
		}
	}
	if len(deep) == 0 {
		return
	}
	a := p.About(s.Name+" depth", deviceNames(p.Graph, deep)...)
	a.GradeAtMost(policy.Info)
	a.Expectf("at most %d steps below the servers of the site", deepSteps)
	a.Actualf("up to %d steps", most)
	a.Failf("%s of %s far below its servers; up to %d steps: %s", check.Count(len(deep), "device"), s.Name, most, list(nodeNames(p.Graph, deep)))
}

// tellSharedFate names servers of one site that lose the time together.
func tellSharedFate(p *check.FleetPass, s topology.Site) {
	if len(s.Top) < 2 || anyPeers(p.Graph, s.Top) {
		return
	}
	var common []string
	for i, server := range s.Top {
		ups := upstreams(p.Graph, server)
		if i > 0 && !slices.Equal(ups, common) {
			return
		}
		common = ups
	}
	if len(common) == 0 {
		return
	}
	names := nodeNames(p.Graph, s.Top)
	a := p.About(s.Name+" servers", deviceNames(p.Graph, s.Top)...)
	a.GradeAtMost(policy.Info)
	a.Expectf("servers that differ in a source, or peer")
	a.Actualf("all of %s", list(common))
	a.Failf("the servers of %s share all sources; %s take time from %s and do not peer", s.Name, list(names), list(common))
}

// anyPeers reports whether one of some devices has another among its sources.
func anyPeers(g *topology.Graph, devices []int) bool {
	for _, device := range devices {
		for _, up := range serversOf(g, device) {
			if up != device && slices.Contains(devices, up) {
				return true
			}
		}
	}
	return false
}

// upstreams are the sources of a device by name, sorted.
func upstreams(g *topology.Graph, device int) []string {
	var nodes []int
	for _, e := range g.Nodes[device].Sources {
		if g.Nodes[e.To].Kind != topology.OwnClock {
			nodes = append(nodes, e.To)
		}
	}
	names := nodeNames(g, nodes)
	slices.Sort(names)
	return slices.Compact(names)
}
