package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var ntpRedundancy = check.Check{
	ID: "ntp-redundancy",
	Doc: check.Doc{
		Title: "Several sources are several clocks",
		Text: `Four servers that all follow one appliance are one clock with four names: when
it is wrong they are wrong together, and no device can tell.

All usable sources of every device are followed to where they end, by
association tables and by what servers say they follow. Fails once for each
clock at which all the sources of two or more devices end, although each of
these devices has several sources. What a server says it follows is what it
follows now; a spare that it keeps does not show. On a part of the fleet the
upper end is not seen, and the check does not apply.`,
		Remedy: `Let the servers take time from different clocks: other appliances, other
operators, other kinds of receiver.`,
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindConfig},
	RunFleet: runNTPRedundancy,
}

func runNTPRedundancy(p *check.FleetPass) {
	if notWhole(p) {
		return
	}
	for _, s := range p.Graph.FalseRedundancy() {
		root := p.Graph.Nodes[s.Node]
		a := p.About(root.Name, deviceNames(p.Graph, s.Devices)...)
		a.Expectf("sources that end at different clocks")
		a.Actualf("all usable sources of %s end at %s", check.Count(len(s.Devices), "device"), root.Name)
		a.Failf("one clock behind all sources: %s; %s", root.Name, list(nodeNames(p.Graph, s.Devices)))
	}
}

// notWhole answers that a part of the fleet says nothing about the whole.
func notWhole(p *check.FleetPass) bool {
	switch {
	case p.Fleet.Partial:
		p.About("").NotApplicablef("only a part of the fleet was audited")
	case len(p.Fleet.Devices) < 2:
		p.About("").NotApplicablef("one device is no fleet")
	default:
		return false
	}
	return true
}
