package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// masterClock is the clock of "ntp master" on a device.
type masterClock struct {
	row     facts.Association // zero where the table does not show it
	stratum int               // at which it stands among the sources of the device
	serves  int               // at which the device serves it: the number behind "ntp master"
}

// masterOf is the own clock that a device would serve. Where the row of "ntp master N" does not stand at N-1 by the platform, the
// table tells.
func masterOf(d *facts.Device) (own masterClock, isMaster bool) {
	if own.row, isMaster = ownRow(d); isMaster {
		own.stratum, own.serves = own.row.Stratum, own.row.Stratum+1
	}
	if d.Config == nil || d.Config.NTPMaster == nil {
		return own, isMaster
	}
	own.serves = d.Config.NTPMaster.Stratum
	if !isMaster || d.OS == nil || d.OS.OwnClockBelow {
		own.stratum = own.serves - 1
	}
	return own, true
}

// ownRow is the row of the own clock.
func ownRow(d *facts.Device) (row facts.Association, found bool) {
	if d.NTP == nil {
		return facts.Association{}, false
	}
	if i := slices.IndexFunc(d.NTP.Associations, facts.Association.OwnClock); i >= 0 {
		return d.NTP.Associations[i], true
	}
	return facts.Association{}, false
}

// strata is what the number of a master has to stand above, and what stands below the device.
type strata struct {
	source rival // the worst usable real source of the device
	client rival // the worst of the other usable sources of those that take time from it
	depth  int   // steps to the farthest of these
}

// rival is a source that an own clock must not win against.
type rival struct {
	known   bool
	name    string
	stratum int
	device  string // whose source it is
}

// take keeps the deeper of two, and of equals the first.
func (r *rival) take(g *topology.Graph, device int, e topology.Edge) {
	if !r.known || e.Stratum > r.stratum {
		*r = rival{known: true, name: g.Nodes[e.To].Name, stratum: e.Stratum, device: g.Nodes[device].Name}
	}
}

// strataAround looks at the device and at all below it. What cannot take time from the device now counts only where nothing can,
// as the device has none itself.
func strataAround(fleet *facts.Fleet, g *topology.Graph, node int) strata {
	var s strata
	for _, e := range g.Others(node, node) {
		s.source.take(g, node, e)
	}
	synchronized, known := fleet.Devices[node].Synchronized()
	lost := known && !synchronized
	for _, c := range g.Takers(node) {
		if !c.Usable && !lost {
			continue
		}
		s.depth = max(s.depth, c.Steps)
		if s.client.known && g.HighestSource(c.Node) <= s.client.stratum {
			continue
		}
		for _, e := range g.Others(c.Node, node) {
			s.client.take(g, c.Node, e)
		}
	}
	return s
}

// beatenBy reports whether an own clock would win against a real source, or serve what nobody can take.
func (s *strata) beatenBy(own masterClock) bool {
	return s.source.known && own.stratum <= s.source.stratum || s.client.known && own.serves <= s.client.stratum ||
		own.serves >= unsynchronizedStratum-1
}

// least is the lowest number at which real sources win: two above them, as the own clock stands one above what is served.
func (s *strata) least() int { return max(s.source.stratum, s.client.stratum) + 2 }

// otherMaster is a master that shares something with another.
type otherMaster struct {
	node int
	own  masterClock
}

// partners are the other masters with which a device peers or shares clients: without real sources, each of two follows
// itself unless one of them stands clearly below the other.
func partners(fleet *facts.Fleet, g *topology.Graph, node int) []otherMaster {
	var nodes []int
	users := g.Users(node)
	for _, up := range serversOf(g, node) {
		if slices.Contains(users, up) {
			nodes = append(nodes, up)
		}
	}
	for _, user := range users {
		nodes = append(nodes, serversOf(g, user)...)
	}
	slices.Sort(nodes)
	var list []otherMaster
	for _, n := range slices.Compact(nodes) {
		if n == node || g.Nodes[n].Kind != topology.Device {
			continue
		}
		if own, isMaster := masterOf(&fleet.Devices[n]); isMaster {
			list = append(list, otherMaster{n, own})
		}
	}
	return list
}

// serversOf are the nodes that a node has among its sources; those behind an address of HSRP, VRRP or GLBP in its place.
func serversOf(g *topology.Graph, node int) []int {
	var list []int
	for _, e := range g.Nodes[node].Sources {
		if g.Nodes[e.To].Kind != topology.Virtual {
			list = append(list, e.To)
			continue
		}
		for _, member := range g.Nodes[e.To].Sources {
			list = append(list, member.To)
		}
	}
	return list
}

// crowded reports whether a master has to make room for another: it stands one below it, or beside it and later in the fleet.
func crowded(node, serves int, other otherMaster, otherServes int) bool {
	return otherServes == serves-1 || otherServes == serves && other.node < node
}
