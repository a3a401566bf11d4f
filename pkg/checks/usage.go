package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// use tells who is configured with what in the fleet. Devices that serve others count apart: what they take time from is for
// their own level.
type use struct {
	nodes   []int                   // audited devices and servers that some device uses, in the order of the graph
	bySite  map[string]map[int]bool // what devices of a site use that serve nobody
	byKind  map[string]map[int]bool // the same, of devices of the same tags and role
	servers map[string][]int        // the devices of a site that others of the site take time from
}

func usage(p *check.Pass) *use {
	type key struct{}
	return check.OnceForAll(p, key{}, func() *use {
		u := &use{bySite: map[string]map[int]bool{}, byKind: map[string]map[int]bool{}, servers: map[string][]int{}}
		for node := range p.Graph.Nodes {
			if kind := p.Graph.Nodes[node].Kind; (kind == topology.Device || kind == topology.Server) && len(p.Graph.Users(node)) > 0 {
				u.nodes = append(u.nodes, node)
			}
		}
		for i := range p.Fleet.Devices {
			u.read(p, i)
		}
		return u
	})
}

func (u *use) read(p *check.Pass, device int) {
	d := &p.Fleet.Devices[device]
	site, kind := d.AtSite(), kindOf(d)
	leaf := len(p.Graph.Users(device)) == 0
	for _, e := range p.Graph.Nodes[device].Sources {
		members := p.Graph.Members(e.To)
		if len(members) == 0 {
			members = []int{e.To}
		}
		for _, to := range members {
			if leaf {
				mark(u.bySite, site, to)
				mark(u.byKind, kind, to)
			}
			if p.Graph.Nodes[to].Kind == topology.Device && site != "" && p.Fleet.Devices[to].AtSite() == site && !slices.Contains(u.servers[site], to) {
				u.servers[site] = append(u.servers[site], to)
			}
		}
	}
}

func mark(sets map[string]map[int]bool, name string, node int) {
	if sets[name] == nil {
		sets[name] = map[int]bool{}
	}
	sets[name][node] = true
}

// step is how near a server is to a device. What would go past the servers of its site comes last, and only where those take
// their time from it: others are of another site. serves: the device has clients itself, and takes its time from the top.
func (u *use) step(p *check.Pass, node int, serves bool) (step int, fits bool) {
	site, isDevice := p.AtSite(), p.Graph.Nodes[node].Kind == topology.Device
	switch {
	case serves && !isDevice:
		return stepSite, true
	case serves:
		return stepAbove, true
	case site != "" && isDevice && slices.Contains(u.servers[site], node):
		return stepSite, true
	case site != "" && len(u.servers[site]) > 0:
		return stepPast, u.above(p, node, site)
	case site != "" && u.bySite[site][node]:
		return stepSite, true
	case u.byKind[kindOf(p.Device)][node] && len(p.Graph.Users(node)) > 1: // what one device uses is no habit of its kind
		return stepKind, true
	case isDevice:
		return stepAbove, true
	}
	return stepTop, true
}

// above reports whether a server of a site takes its time from a node.
func (u *use) above(p *check.Pass, node int, site string) bool {
	return slices.ContainsFunc(p.Graph.Users(node), func(user int) bool { return slices.Contains(u.servers[site], user) })
}

// passedBy are the audited devices that serve others of this fleet and that a device would go past with a server from the top.
func (u *use) passedBy(p *check.Pass) (names []string) {
	own, site := ownStratum(p), u.servers[p.AtSite()]
	for _, node := range u.nodes {
		if len(site) > 0 && !slices.Contains(site, node) {
			continue
		}
		if n := p.Graph.Nodes[node]; n.Kind == topology.Device && node != p.Node && nodeStratum(n) < own {
			names = append(names, n.Name)
		}
	}
	return names
}
