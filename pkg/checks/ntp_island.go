package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

var ntpIsland = check.Check{
	ID: "ntp-island",
	Doc: check.Doc{
		Title: "Every chain of sources ends at a real clock",
		Text: `Devices can agree perfectly with each other and with nothing else. Each says
that it is synchronized, and what it follows is, in the end, a device that
counts its own oscillator, a device that has lost its sources, or a circle.

The chain of followed sources is walked from every device. Fails once for each
cause, with the devices that hang on it; a cause without anybody behind it is
left to its own finding. A cause that is settling is not reported.`,
		Remedy: `Fix the cause: give it sources, or take "ntp master" out of it. The devices
behind it follow by themselves.`,
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindConfig, facts.KindVersion},
	RunFleet: runNTPIsland,
}

func runNTPIsland(p *check.FleetPass) {
	for _, island := range p.Graph.Islands() {
		cause := p.Graph.Nodes[island.Cause]
		a := p.About(cause.Name, deviceNames(p.Graph, island.Members)...)
		if cause.Kind == topology.Device && freshDevice(p, cause.Device) {
			a.Settlingf("%s is settling", cause.Name)
			continue
		}
		a.Expectf("chains that end at a real clock")
		a.Actualf("%s behind %s", check.Count(len(island.Members), "device"), cause.Name)
		a.Cite(followedRow(p, island.Members[0])...)
		a.Cite(followedRow(p, island.Cause)...)
		a.Failf("%s %s; behind it: %s", cause.Name, fault(island.Kind), list(nodeNames(p.Graph, island.Members)))
	}
}

func fault(kind topology.End) string {
	switch kind {
	case topology.FreeRunning:
		return "runs free on its own clock"
	case topology.Looping:
		return "is part of a circle"
	}
	return "has no time itself"
}

// freshDevice reports whether the device, or its NTP, came up within the settling time.
func freshDevice(p *check.FleetPass, device int) bool {
	d := &p.Fleet.Devices[device]
	_, fresh := young(&check.Pass{Device: d, Policy: p.Policy.For(d.Found())})
	return fresh
}
