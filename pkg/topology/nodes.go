package topology

import (
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// sourceNode finds or makes the node of a row, and of the line that it stands for, where that is known.
func (b *builder) sourceNode(device int, a facts.Association, line *facts.ConfigServer) int {
	switch clock := a.RefClockOf(); {
	case clock.Own:
		return b.ownClock(device)
	case clock.Receiver != "":
		return b.receiver(device, clock.Receiver)
	}
	stratum := a.Stratum
	id := identity{text(a.VRF), facts.KeyOf(a.Address)}
	if line != nil && b.inAnotherTable(text(line.VRF), id.address) { // which the table of IOS does not print
		id.vrf = text(line.VRF)
	}
	return b.nodeAt(id.vrf, a.Address, &stratum)
}

// inAnotherTable reports whether a VRF is not the one in which devices share an address by HSRP, VRRP or GLBP: what answers there is
// not known to be one of them. A client without a VRF may well be behind one of theirs.
func (b *builder) inAnotherTable(vrf string, address facts.AddressKey) bool {
	s, shared := b.shared[address]
	return shared && s.Protocol != "" && vrf != "" && vrf != s.vrf
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// nodeAt finds or makes the node of an address. stratum is what the finder says of it.
func (b *builder) nodeAt(vrf, address string, stratum *int) int {
	id := identity{vrf, facts.KeyOf(address)}
	m := b.measurement(vrf, id.address)
	if !b.inAnotherTable(vrf, id.address) {
		if i, ok := b.audited(id.address, m); ok {
			return i
		}
	}
	if m != nil {
		id.vrf = m.VRF
		if m.Stratum != nil {
			stratum = m.Stratum
		}
	}
	if i, ok := b.servers[id]; ok {
		return i
	}
	b.learnHash(id.address)
	n := Node{Kind: Server, Name: address, Device: -1, Address: address, VRF: id.vrf, Stratum: stratum, Measured: m}
	b.servers[id] = b.serverNode(n)
	return b.servers[id]
}

// audited finds the node of an address of audited devices, by the address or by the place that was asked: the source may be
// under a name that no device is known by.
func (b *builder) audited(address facts.AddressKey, m *facts.Server) (node int, ok bool) {
	if node, ok = b.deviceAt(address, m); ok || m == nil {
		return node, ok
	}
	place, err := netip.ParseAddrPort(m.Place)
	if err != nil {
		return 0, false
	}
	return b.deviceAt(facts.KeyOfAddr(place.Addr()), m)
}

// deviceAt is the device at an address, or the node of those that share it.
func (b *builder) deviceAt(address facts.AddressKey, m *facts.Server) (node int, ok bool) {
	if s, ok := b.shared[address]; ok {
		return b.sharedNode(s, m), true
	}
	node, ok = b.devices[address]
	return node, ok
}

// serverNode makes a node, unless there is one of the same place.
func (b *builder) serverNode(n Node) int {
	if n.Measured == nil || n.Measured.Place == "" {
		return b.add(n)
	}
	i, known := b.places[n.Measured.Place]
	if !known {
		i = b.add(n)
		b.places[n.Measured.Place] = i
	}
	return i
}

func (b *builder) ownClock(owner int) int {
	return b.add(Node{Kind: OwnClock, Name: "own clock of " + b.nodes[owner].Name, Device: -1, Known: true})
}

// receiver is a root of its own, whatever others have one of its kind.
func (b *builder) receiver(owner int, kind string) int {
	return b.add(Node{Kind: Receiver, Name: kind + " at " + b.nodes[owner].Name, Device: -1, Stratum: new(int), Known: true})
}

func (b *builder) add(n Node) int {
	b.nodes = append(b.nodes, n)
	return len(b.nodes) - 1
}
