package topology

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// Site is devices that stand at one place, of which some serve others.
type Site struct {
	Name    string
	Devices []int // in the order of the fleet
	// Servers are those of them that others of the site take time from. Peers of each other are none for that alone.
	Servers []int
	// Top are those of the servers that take no time from another one, but as a peer.
	Top []int
}

// Sites are the sites of the fleet, in the order in which it first names them. A name that only one device has, or whose
// devices do not serve each other, says nothing about how time comes to a place.
func (g *Graph) Sites() []Site { return g.sites }

// SiteOf is the site at which a device stands.
func (g *Graph) SiteOf(device int) (site Site, ok bool) {
	i, ok := g.siteAt[device]
	if !ok {
		return Site{}, false
	}
	return g.sites[i], true
}

// siteNames are where the devices stand by the inventory.
func siteNames(fleet *facts.Fleet) []string {
	names := make([]string, len(fleet.Devices))
	for i := range fleet.Devices {
		names[i] = fleet.Devices[i].AtSite()
	}
	return names
}

// findSites groups the devices by the names of their sites; names is that of each device, empty where it has none.
func (g *Graph) findSites(names []string) {
	places := make(map[string]int)
	var all []Site
	for device, name := range names {
		if name == "" {
			continue
		}
		i, known := places[name]
		if !known {
			i = len(all)
			places[name], all = i, append(all, Site{Name: name})
		}
		all[i].Devices = append(all[i].Devices, device)
	}
	g.siteAt = make(map[int]int)
	for _, s := range all {
		for _, device := range s.Devices {
			if g.servesSome(device, names) {
				s.Servers = append(s.Servers, device)
			}
		}
		if len(s.Servers) == 0 {
			continue
		}
		s.Top = g.topOf(s.Servers)
		for _, device := range s.Devices {
			g.siteAt[device] = len(g.sites)
		}
		g.sites = append(g.sites, s)
	}
}

// topOf are those of some servers that stand below none of the others; all, where they follow each other in a circle.
func (g *Graph) topOf(servers []int) []int {
	var top []int
	isServer := make(map[int]bool, len(servers))
	for _, s := range servers {
		isServer[s] = true
	}
	for _, s := range servers {
		below := slices.ContainsFunc(g.throughShared(g.above[s], g.above), func(up int) bool {
			return up != s && isServer[up] && !g.hasSource(up, s)
		})
		if !below {
			top = append(top, s)
		}
	}
	if len(top) == 0 {
		return servers
	}
	return top
}

// servesSome reports whether a device of its own site takes time from a device, and is no peer of it.
func (g *Graph) servesSome(device int, names []string) bool {
	return slices.ContainsFunc(g.Users(device), func(user int) bool {
		return user != device && user < len(names) && names[user] == names[device] && !g.hasSource(device, user)
	})
}

// hasSource reports whether a node has another among its sources, directly or behind an address of HSRP, VRRP or GLBP.
func (g *Graph) hasSource(node, other int) bool {
	return slices.Contains(g.throughShared(g.above[node], g.above), other)
}

// Above are the nodes from which time could come to some others, through any of their sources, usable now or not. Those
// that are asked for are not among them.
func (g *Graph) Above(nodes []int) map[int]bool {
	above := make(map[int]bool)
	for list := slices.Clone(nodes); len(list) > 0; {
		node := list[len(list)-1]
		list = list[:len(list)-1]
		for _, up := range g.above[node] {
			if !above[up] {
				list, above[up] = append(list, up), true
			}
		}
	}
	for _, node := range nodes {
		delete(above, node)
	}
	return above
}

// Steps is how many sources one after the other lie between a device and the nearest of some others, along sources that are
// usable; 0 for one of them. ok is false where no such way leads to any of them.
func (g *Graph) Steps(device int, to []int) (steps int, ok bool) {
	seen := map[int]bool{device: true}
	for level := []int{device}; len(level) > 0; steps++ {
		var next []int
		for _, node := range level {
			if slices.Contains(to, node) {
				return steps, true
			}
			for _, up := range g.throughShared(g.usable[node], g.usable) {
				if !seen[up] {
					next, seen[up] = append(next, up), true
				}
			}
		}
		level = next
	}
	return 0, false
}

// throughShared puts the members in the place of an address that they share; sources are those of each node.
func (g *Graph) throughShared(nodes []int, sources [][]int) []int {
	if !slices.ContainsFunc(nodes, func(n int) bool { return g.Nodes[n].Kind == Virtual }) {
		return nodes
	}
	var list []int
	for _, n := range nodes {
		if g.Nodes[n].Kind == Virtual {
			list = append(list, sources[n]...)
			continue
		}
		list = append(list, n)
	}
	return list
}
