package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// Why a chain of sources ends nowhere.
const (
	causeRunsFree   check.Cause = "runs-free"
	causeOscillator check.Cause = "oscillator"
	causeCircle     check.Cause = "circle"
	causeLost       check.Cause = "lost"
)

var ntpIsland = check.Check{
	ID: "ntp-island",
	Doc: check.Doc{
		Title: "Every chain of sources ends at a real clock",
		Text: `Devices can agree perfectly with each other and with nothing else. Each says
that it is synchronized, and what it follows is, in the end, a device that
counts its own oscillator, a device that has lost its sources, or a circle.

The chain of followed sources is walked from every device; it may end at a
server, at a receiver, or at a device that PTP steers. Fails once for each
cause, with the devices that hang on it. A cause with nothing behind it is
left to its own finding. One that has come up a moment ago is settling.`,
		Remedy: `Give the cause sources; the devices behind it follow by themselves.`,
		Causes: []check.Advice{
			{Cause: causeRunsFree, Text: "Bring the real sources of that device back, or give it others. Until then \"ntp master\" keeps what is behind it together."},
			{Cause: causeOscillator, Text: "Use other servers: this one serves its own oscillator. Or give it a source."},
			{Cause: causeCircle, Text: "Take one link out of the circle, see ntp-loop."},
			{Cause: causeLost, Text: "Give that device sources that answer; what is behind it follows by itself."},
		},
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindConfig, facts.KindVersion, facts.KindClock},
	RunFleet: runNTPIsland,
}

func runNTPIsland(p *check.FleetPass) {
	for _, island := range p.Graph.Islands() {
		cause := p.Graph.Nodes[island.Cause]
		if len(island.Members) == 0 && toldAlone(p, cause) {
			continue
		}
		a := p.About(cause.Name, deviceNames(p.Graph, concernedBy(island))...)
		if cause.Kind == topology.Device && freshDevice(p, cause.Device) {
			a.Settlingf("%s is settling; behind it: %s", cause.Name, behind(p, island))
			continue
		}
		a.Expectf("chains that end at a real clock")
		a.Actualf("%s behind %s", check.Count(len(island.Members), "device"), cause.Name)
		for _, n := range concernedBy(island)[:1] {
			a.Cite(followedRow(p, n)...)
		}
		a.Cite(followedRow(p, island.Cause)...)
		a.Failf("%s %s; behind it: %s", cause.Name, fault(island.Kind), behind(p, island))
		a.Because(whyNowhere(island.Kind, cause))
	}
}

// concernedBy are the members of an island, or its cause where that stands alone.
func concernedBy(island topology.Island) []int {
	if len(island.Members) == 0 {
		return []int{island.Cause}
	}
	return island.Members
}

func behind(p *check.FleetPass, island topology.Island) string {
	if len(island.Members) == 0 {
		return "no device"
	}
	return list(nodeNames(p.Graph, island.Members))
}

// toldAlone reports whether a device without time, and with nothing behind it, has a finding of its own, or is a client of
// SNTP, which has no chain to walk.
func toldAlone(p *check.FleetPass, cause topology.Node) bool {
	d := &p.Fleet.Devices[cause.Device]
	if steers, _ := d.SteeredBySNTP(); steers {
		return true
	}
	return slices.ContainsFunc([]string{"ntp-synchronized", "ntp-master", "ntp-enabled"}, func(id string) bool { return p.LeftTo(cause.Device, id) })
}

func whyNowhere(kind topology.End, cause topology.Node) check.Cause {
	switch {
	case kind == topology.Looping:
		return causeCircle
	case kind == topology.FreeRunning && cause.Kind == topology.Device:
		return causeRunsFree
	case kind == topology.FreeRunning:
		return causeOscillator
	}
	return causeLost
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
