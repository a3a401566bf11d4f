package lab

import (
	"net/netip"
	"slices"
	"strings"
)

// interfaceSettings is an interface in force.
type interfaceSettings struct {
	name, vrf string
	addresses []netip.Addr
}

// sourceRule is a configured source of NTP packets: an interface, or an address of one.
type sourceRule struct {
	vrf      string
	everyVRF bool
	name     string
}

// network is the addresses of a device, and which of them NTP sends from.
type network struct {
	interfaces []interfaceSettings
	sources    []sourceRule
	vrfs       []string // that exist although no interface with an address is in them
	partial    bool     // interfaces that are not there are taken for good ones: the lab writes down a few only
}

// address adds what "ip address A.B.C.D MASK" or "ipv6 address A/64" says; what is no address is not understood.
func (i *interfaceSettings) address(word string) {
	word, _, _ = strings.Cut(word, "/")
	if address, err := netip.ParseAddr(word); err == nil {
		i.addresses = append(i.addresses, address)
	}
}

func (n network) named(name string) (interfaceSettings, bool) {
	i := slices.IndexFunc(n.interfaces, func(i interfaceSettings) bool { return strings.EqualFold(i.name, name) })
	if i < 0 {
		return interfaceSettings{}, false
	}
	return n.interfaces[i], true
}

// holder is the interface with an address.
func (n network) holder(address netip.Addr) (interfaceSettings, bool) {
	i := slices.IndexFunc(n.interfaces, func(i interfaceSettings) bool { return slices.Contains(i.addresses, address) })
	if i < 0 {
		return interfaceSettings{}, false
	}
	return n.interfaces[i], true
}

// sends reports whether packets to a server leave the device, and from which address; the address is invalid where the
// device has none.
func (n network) sends(line peerLineSettings) (from netip.Addr, ok bool) {
	name := line.source
	for _, rule := range n.sources {
		if name == "" && (rule.everyVRF || rule.vrf == line.vrf) {
			name = rule.name
		}
	}
	to, err := netip.ParseAddr(line.address)
	if err != nil {
		return netip.Addr{}, false
	}
	if name == "" {
		return n.first(to, line.vrf)
	}
	from, err = netip.ParseAddr(name)
	held, there := n.named(name)
	if err == nil {
		held, there = n.holder(from)
	}
	if !there {
		return netip.Addr{}, n.partial
	}
	at := slices.IndexFunc(held.addresses, func(a netip.Addr) bool { return ipFamily(a) == ipFamily(to) })
	if at < 0 || held.vrf != line.vrf {
		return netip.Addr{}, false
	}
	return held.addresses[at], true
}

// first is the first address in a VRF that packets to an address can leave from. A device without any address at all is
// one whose addresses the specification leaves open.
func (n network) first(to netip.Addr, vrf string) (netip.Addr, bool) {
	known := false
	for _, i := range n.interfaces {
		known = known || len(i.addresses) > 0
		if i.vrf != vrf {
			continue
		}
		for _, address := range i.addresses {
			if ipFamily(address) == ipFamily(to) {
				return address, true
			}
		}
	}
	if vrf == "" {
		return netip.Addr{}, !known || n.partial
	}
	return netip.Addr{}, slices.Contains(n.vrfs, vrf)
}

// ntpClient is who asks for the time: the address that a query comes from, the VRF that it left by, and the address that
// it goes to.
type ntpClient struct {
	from, to netip.Addr
	vrf      string
}

// admits reports whether the device's access groups let a client have the time.
func (d *device) admits(c ntpClient) bool {
	s := d.current()
	vrf := ""
	if held, ok := s.network.holder(c.to); ok {
		vrf = held.vrf
	}
	return s.access.serves(c.from, vrf)
}

// admits reports whether the server can be reached from a VRF.
func (s *server) admits(c ntpClient) bool {
	return len(s.spec.VRFs) == 0 || slices.Contains(s.spec.VRFs, c.vrf)
}

// hears reports whether a device's packets reach a source, and the answers are let in.
func (d *device) hears(source timeSource, line peerLineSettings) bool {
	s := d.current()
	from, sent := s.network.sends(line)
	if !sent {
		return false
	}
	to, err := netip.ParseAddr(line.address)
	if err != nil || s.access.level(to, line.vrf) != "peer" {
		return false
	}
	return source.admits(ntpClient{from: from, to: to, vrf: line.vrf})
}

// mainAddress is the address that audits reach the device at.
func (d *device) mainAddress() netip.Addr {
	address, err := netip.ParseAddr(d.spec.Address)
	if err != nil {
		return netip.Addr{}
	}
	return address
}

// auditorAddress is where the audit's own NTP queries come from, for access lists.
var auditorAddress = netip.AddrFrom4([4]byte{127, 0, 0, 1})
