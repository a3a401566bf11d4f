package topology

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// SharedAddress is an address of several devices: one of HSRP, VRRP or GLBP, or one that is configured on the interfaces of
// two devices or more (anycast gateways and loopbacks, overlapping VRFs, branches built alike).
type SharedAddress struct {
	Address  string
	Protocol string // HSRP, VRRP, GLBP; empty: it is shared by none of them
	Members  []int  // the devices, in the order of the fleet
	// Unique: it stands for its members and for nothing else, so that who uses it uses each of them. Where it is not, nothing
	// follows from the address: neither whose client one is, nor whose server.
	Unique bool
	vrf    string // in which it is shared
	Node   int    // in the graph; -1: it is no device's source
}

// Owners are the members by name: "core1 and core2".
func (g *Graph) Owners(s SharedAddress) string {
	var names []string
	for _, m := range s.Members {
		names = append(names, g.Nodes[m].Name)
	}
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + " and " + names[n]
	}
	return strings.Join(names, "")
}

// VirtualAt is what several devices share an address by. ok is false where at most one audited device has it.
func (g *Graph) VirtualAt(address string) (shared SharedAddress, ok bool) {
	s, ok := g.shared[facts.KeyOf(address)]
	if !ok {
		return SharedAddress{}, false
	}
	return *s, true
}

// Members are the devices of which one answers at a node: those that share the address of a Virtual, else the device
// itself. None of a Server.
func (g *Graph) Members(node int) []int {
	switch g.Nodes[node].Kind {
	case Device:
		return []int{node}
	case Virtual:
		return g.Nodes[node].Members
	}
	return nil
}

// OwnAddresses, sorted, are all addresses at which a device may answer itself: those that identify it, those of its HSRP, VRRP and
// GLBP groups, and those that others are configured with as well. It must have none of them as a source.
func (g *Graph) OwnAddresses(device int) []netip.Addr { return g.own[device] }

// DeviceAt is the device that an address identifies.
func (g *Graph) DeviceAt(address string) (device int, ok bool) {
	device, ok = g.devices[facts.KeyOf(address)]
	return device, ok
}

// NodeAt is the node of an address or name: a device, an address that devices share, or a server in use.
func (g *Graph) NodeAt(address string) (node int, ok bool) {
	key := facts.KeyOf(address)
	if s, ok := g.shared[key]; ok {
		return s.Node, s.Node >= 0
	}
	if node, ok = g.devices[key]; ok {
		return node, true
	}
	node, ok = g.places[key]
	return node, ok
}

// sharedNode is the node of a shared address, made where it is first named as a source. Which member answers there is not
// known, so it follows none, and has the time by each that has it.
func (b *builder) sharedNode(s *SharedAddress, m *facts.Server) int {
	if s.Node >= 0 {
		return s.Node
	}
	n := Node{Kind: Virtual, Name: s.Address, Device: -1, Address: s.Address, Members: s.Members, Measured: m}
	if s.Unique {
		n.Name, n.Known = b.label(s), true
		for _, member := range s.Members {
			n.Sources = append(n.Sources, Edge{To: member, Usable: b.nodes[member].Synchronized()})
			n.Known = n.Known && b.nodes[member].Known
		}
	}
	s.Node = b.add(n)
	return s.Node
}

// label is "198.51.100.254 (HSRP of core1, core2)".
func (b *builder) label(s *SharedAddress) string {
	names := make([]string, len(s.Members))
	for i, m := range s.Members {
		names[i] = b.nodes[m].Name
	}
	return fmt.Sprintf("%s (%s of %s)", s.Address, s.Protocol, strings.Join(names, ", "))
}
