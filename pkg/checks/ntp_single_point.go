package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var ntpSinglePoint = check.Check{
	ID: "ntp-single-point",
	Doc: check.Doc{
		Title: "No single device or server carries the time of many",
		Text: `When the one router goes through which a site gets its time, the whole site
drifts, and the logs of that outage are the ones that cannot be trusted.

For every node it is worked out which devices have no usable way left to a
clock without it. Fails once for each node on which two or more devices
depend, with their names; of several in one line, for the one that is nearest
to them. One device with one source is left to ntp-sources, and a clock behind
several servers to ntp-redundancy, where the policy asks these. An address
that routers share is a single point only if one of them was audited. On a
part of the fleet the check does not apply.`,
		Remedy: `Give the devices a second way: a source that does not hang on the same node.`,
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindConfig},
	RunFleet: runNTPSinglePoint,
}

func runNTPSinglePoint(p *check.FleetPass) {
	if notWhole(p) {
		return
	}
	shared := map[int]map[int]bool{} // by node, the devices that ntp-redundancy names
	for _, r := range p.Graph.FalseRedundancy() {
		shared[r.Node] = map[int]bool{}
		for _, d := range r.Devices {
			shared[r.Node][d] = true
		}
	}
	for _, s := range p.Graph.SinglePoints(1) {
		s.Devices = slices.DeleteFunc(s.Devices, func(d int) bool { return shared[s.Node][d] && p.LeftTo(p.Graph.Nodes[d].Device, "ntp-redundancy") })
		if len(s.Devices) == 0 || len(s.Devices) == 1 && p.Asked(p.Graph.Nodes[s.Devices[0]].Device, "ntp-sources") {
			continue
		}
		node := p.Graph.Nodes[s.Node]
		a := p.About(node.Name, deviceNames(p.Graph, s.Devices)...)
		a.Expectf("a second way to a clock")
		a.Actualf("%s depend on %s", check.Count(len(s.Devices), "device"), node.Name)
		a.Failf("%s is the only way to the time; for %s", node.Name, list(nodeNames(p.Graph, s.Devices)))
	}
}
