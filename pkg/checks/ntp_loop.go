package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

var ntpLoop = check.Check{
	ID: "ntp-loop",
	Doc: check.Doc{
		Title: "No devices take time from each other in a circle",
		Text: `In a circle every device follows the next, and none has the time: together
they drift away, each in agreement with its source.

The devices are followed from each to its source. Fails if a circle is found
and each of its links was seen twice, such as in the association table and in
"show ntp status". Inconclusive if one link was seen only once: devices are
not asked at one instant, and a change of source in between can look like a
circle. Two symmetric peers are a circle only if each of them follows the
other. A circle with a device that has come up a moment ago is settling.`,
		Remedy: `Take one link out: a device must not be configured to follow one that stands
below it. Give the devices sources outside the circle.`,
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindConfig},
	RunFleet: runNTPLoop,
}

func runNTPLoop(p *check.FleetPass) {
	for _, loop := range p.Graph.Loops() {
		a := p.About(p.Graph.Nodes[loop.Members[0]].Name, deviceNames(p.Graph, loop.Members)...)
		names := nodeNames(p.Graph, loop.Members)
		way := strings.Join(append(names, names[0]), " → ")
		a.Expectf("a chain that ends at a server")
		a.Actualf("%s", way)
		for _, n := range loop.Members {
			a.Cite(followedRow(p, n)...)
		}
		if fresh, name := anyFresh(p, loop.Members); fresh {
			a.Settlingf("%s is settling; %s", name, way)
			continue
		}
		if loop.Confirmed {
			a.Failf("%s; %s", circle(len(names)), way)
		} else {
			a.Inconclusivef("%s, seen once; %s", circle(len(names)), way)
		}
	}
}

// anyFresh finds a device that came up within the settling time: what it follows will change.
func anyFresh(p *check.FleetPass, nodes []int) (fresh bool, name string) {
	for _, n := range nodes {
		if node := p.Graph.Nodes[n]; node.Kind == topology.Device && freshDevice(p, node.Device) {
			return true, node.Name
		}
	}
	return false, ""
}

func circle(members int) string {
	if members == 1 {
		return "follows itself"
	}
	return check.Count(members, "node") + " follow each other in a circle"
}

func nodeNames(g *topology.Graph, nodes []int) []string {
	var names []string
	for _, n := range nodes {
		names = append(names, g.Nodes[n].Name)
	}
	return names
}

// deviceNames leaves out the nodes that are no audited devices.
func deviceNames(g *topology.Graph, nodes []int) []string {
	var names []string
	for _, n := range nodes {
		if g.Nodes[n].Kind == topology.Device {
			names = append(names, g.Nodes[n].Name)
		}
	}
	return names
}

// followedRow is the association that a device follows, with the device's name before it.
func followedRow(p *check.FleetPass, node int) []facts.Evidence {
	if p.Graph.Nodes[node].Kind != topology.Device {
		return nil
	}
	d := &p.Fleet.Devices[p.Graph.Nodes[node].Device]
	a, ok := d.NTP.Selected()
	if !ok {
		return nil
	}
	e := row(a)
	e.Command = d.Name + ": " + e.Command
	return []facts.Evidence{e}
}
