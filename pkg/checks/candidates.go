package checks

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// candidate is an address that a device might well take time from.
type candidate struct {
	address string
	node    int // in the graph; -1: no device uses it
	step    int // how near it is in the hierarchy, from 0
	why     string
}

// The steps of the hierarchy, the nearest first (fix.md F9).
const (
	stepApproved = iota // the policy names it
	stepSite            // devices of the same site use it
	stepKind            // devices of the same tags and role use it
	stepAbove           // an audited device one step above
	stepTop             // a server that is no audited device
	stepPast            // what the servers of its site take their time from
)

// candidates lists the addresses that a device might well take time from, best first: those that the policy approves and
// that were not measured wrong, else those that were measured right from here. It has none of them yet, none is its own or
// below it, and each is of a family that it has an address of.
func candidates(p *check.Pass) []candidate {
	var list []candidate
	if len(p.Policy.Sources.Approved) > 0 {
		list = approvedCandidates(p)
	} else {
		list = measuredCandidates(p)
	}
	taken, families := map[facts.AddressKey]bool{}, familiesOf(p)
	for _, own := range p.Graph.OwnAddresses(p.Node) {
		taken[facts.KeyOfAddr(own)] = true
	}
	return slices.DeleteFunc(list, func(c candidate) bool {
		key := facts.KeyOf(c.address)
		odd := taken[key] || hasSource(p, c.address) || !families.take(c.address) || sharedSource(p, c.address) || leadsHere(p, c.address)
		taken[key] = true
		return odd
	})
}

// approvedCandidates are what the policy names: addresses first, as a name has to be looked up.
func approvedCandidates(p *check.Pass) []candidate {
	wrong := knownWrong(p)
	var list []candidate
	for _, address := range p.Policy.Sources.Approved {
		if wrong[facts.KeyOf(address)] {
			continue
		}
		c := candidate{address: address, node: -1, step: stepApproved}
		if node, known := p.Graph.NodeAt(address); known {
			c.node = node
		}
		c.why = address + ": " + approvedWhy(p, c)
		list = append(list, c)
	}
	members := virtualMembers(p)
	later := func(c candidate) int {
		if members[c.node] {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(nameLast(a.address), nameLast(b.address)), cmp.Compare(later(a), later(b)))
	})
	return list
}

// virtualMembers are the devices behind the addresses of HSRP, VRRP or GLBP that the device uses: it takes its time from them now.
func virtualMembers(p *check.Pass) map[int]bool {
	members := map[int]bool{}
	for _, s := range virtualSources(p) {
		for _, m := range s.shared.Members {
			members[m] = true
		}
	}
	return members
}

func nameLast(address string) int {
	if isName(address) {
		return 1
	}
	return 0
}

// measuredCandidates are servers, and audited devices, that are in use and were measured right. Within a step references come
// first, then that which fewer use, then that at a lower stratum.
func measuredCandidates(p *check.Pass) []candidate {
	use := usage(p)
	serves := len(p.Graph.Users(p.Node)) > 0
	var list []candidate
	for _, node := range use.nodes {
		step, fits := use.step(p, node, serves)
		if !fits || node == p.Node || notHigher(p, node) {
			continue
		}
		if c := (candidate{node: node, step: step}); proposable(p, &c) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(a.step, b.step),
			cmp.Compare(notReference(p, a.node), notReference(p, b.node)),
			cmp.Compare(len(p.Graph.Users(a.node)), len(p.Graph.Users(b.node))),
			cmp.Compare(nodeStratum(p.Graph.Nodes[a.node]), nodeStratum(p.Graph.Nodes[b.node])),
		)
	})
	for i := range list {
		list[i].why = measuredWhy(p, list[i], use)
	}
	return list
}

// notReference puts servers that the auditor itself trusts before others.
func notReference(p *check.Pass, node int) int {
	if m := p.Graph.Nodes[node].Measured; m != nil && !slices.Contains(m.Roles, "reference") {
		return 1
	}
	return 0
}

// notHigher reports whether a device stands no higher than this one.
func notHigher(p *check.Pass, node int) bool {
	n := p.Graph.Nodes[node]
	return n.Kind == topology.Device && nodeStratum(n) >= ownStratum(p)
}

// proposable fills in the address, where the node may be proposed: a server that was measured right, or a device whose clock was.
func proposable(p *check.Pass, c *candidate) bool {
	n := p.Graph.Nodes[c.node]
	switch n.Kind {
	case topology.Server:
		c.address = n.Address
		return proven(p, c.node) && !pooled(p, n.Address)
	case topology.Device:
		c.address = addressInUse(p, c.node)
		return c.address != "" && servesWell(p, c.node)
	}
	return false
}

// addressInUse is that by which other devices are configured with a device; one that none is gets its loopback.
func addressInUse(p *check.Pass, device int) string {
	type key struct{}
	inUse := check.OnceForAll(p, key{}, func() map[int]string {
		named := map[int]string{}
		for i := range p.Fleet.Devices {
			if c := p.Fleet.Devices[i].Config; c != nil {
				for _, s := range c.Servers {
					if node, known := p.Graph.NodeAt(s.Address); known && p.Graph.Nodes[node].Kind == topology.Device && named[node] == "" && !isName(s.Address) {
						named[node] = s.Address
					}
				}
			}
		}
		return named
	})
	if address := inUse[device]; address != "" {
		return address
	}
	return serverAddress(p, device, familiesOf(p).example())
}

// leadsHere reports whether what answers at an address is configured with the device, directly or through others. A source that is
// silent now counts: once the device has the time it would have it too.
func leadsHere(p *check.Pass, address string) bool {
	if p.Graph.Below(p.Node, address) {
		return true
	}
	start, known := p.Graph.NodeAt(address)
	if !known {
		return false
	}
	seen := map[int]bool{start: true}
	for path := []int{start}; len(path) > 0; {
		at := path[len(path)-1]
		path = path[:len(path)-1]
		if slices.Contains(p.Graph.Members(at), p.Node) {
			return true
		}
		for _, e := range p.Graph.Nodes[at].Sources {
			if !seen[e.To] {
				path, seen[e.To] = append(path, e.To), true
			}
		}
	}
	return false
}

// families of addresses that a device has in the VRF in which it would ask a new source.
type families struct{ four, six, known bool }

func familiesOf(p *check.Pass) families {
	type key struct{}
	return check.Once(p, key{}, func() families {
		var f families
		add := func(text string) {
			a, err := netip.ParseAddr(text)
			if err != nil || a.IsLinkLocalUnicast() || a.IsLoopback() {
				return
			}
			f.known = true
			f.four, f.six = f.four || a.Unmap().Is4(), f.six || !a.Unmap().Is4()
		}
		for _, s := range configured(p) {
			add(s.Address)
		}
		if p.Config != nil {
			for _, a := range p.Config.Addresses {
				if a.VRF == vrf(newVRF(p)) {
					add(a.Address)
				}
			}
		}
		for _, a := range p.Device.Addresses {
			add(a.String())
		}
		if !f.known {
			add(p.Host)
		}
		return f
	})
}

// take reports whether an address is of a family that the device has. Where that is not known, and of a name, it may be.
func (f families) take(address string) bool {
	a, err := netip.ParseAddr(address)
	return err != nil || !f.known || a.Unmap().Is4() && f.four || !a.Unmap().Is4() && f.six
}

// only is the one family that the device has.
func (f families) only() string {
	switch {
	case f.four && !f.six:
		return "IPv4"
	case f.six && !f.four:
		return "IPv6"
	}
	return ""
}

// example is an address of the family to ask in.
func (f families) example() string {
	if f.six && !f.four {
		return "::1"
	}
	return "127.0.0.1"
}

func ownStratum(p *check.Pass) int {
	synchronized, known := p.Synchronized()
	if known && synchronized && p.NTP != nil && p.NTP.Status != nil && p.NTP.Status.Stratum != nil {
		return *p.NTP.Status.Stratum
	}
	return unsynchronizedStratum
}

func nodeStratum(n topology.Node) int {
	if n.Stratum == nil || *n.Stratum == 0 {
		return unsynchronizedStratum
	}
	return *n.Stratum
}

// kindOf is what makes devices alike: the same tags and the same role.
func kindOf(d *facts.Device) string {
	tags := slices.Clone(d.Tags)
	slices.Sort(tags)
	return d.Role + "|" + strings.Join(tags, ",")
}
