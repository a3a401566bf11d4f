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
	virtual   []netip.Addr // that it shares with other devices: HSRP, VRRP, GLBP
	priority  int          // for them; the highest of its groups
	down      bool         // "shutdown"
	deaf      []string     // address families for which NTP is disabled on it
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
	assumed    assumptions
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

// answers is the interface that takes packets to an address, its own or a virtual one.
func (n network) answers(address netip.Addr) (interfaceSettings, bool) {
	if held, ok := n.holder(address); ok {
		return held, true
	}
	return n.member(address)
}

// member is the interface that shares a virtual address.
func (n network) member(address netip.Addr) (interfaceSettings, bool) {
	i := slices.IndexFunc(n.interfaces, func(i interfaceSettings) bool { return slices.Contains(i.virtual, address) })
	if i < 0 {
		return interfaceSettings{}, false
	}
	return n.interfaces[i], true
}

// sends reports whether packets to a server leave the device and the answers come in, and from which address they leave;
// the address is invalid where the device has none.
func (n network) sends(line peerLineSettings) (from netip.Addr, ok bool) {
	to, err := netip.ParseAddr(line.address)
	if err != nil {
		return netip.Addr{}, false
	}
	name := n.sourceOf(line)
	if name == "" {
		return n.first(to, line.vrf)
	}
	from, err = netip.ParseAddr(name)
	held, there := n.named(name)
	if err == nil {
		held, there = n.holder(from)
	}
	if !there {
		return netip.Addr{}, n.assumed.port(name)
	}
	at := slices.IndexFunc(held.addresses, func(a netip.Addr) bool { return ipFamily(a) == ipFamily(to) })
	if at < 0 || held.vrf != line.vrf || !n.takes(held, ipFamily(to)) {
		return netip.Addr{}, false
	}
	return held.addresses[at], true
}

// sourceOf is the interface or address that packets to a server are to leave from, "" where nothing is configured.
func (n network) sourceOf(line peerLineSettings) string {
	name := line.source
	for _, rule := range n.sources {
		if name == "" && (rule.everyVRF || rule.vrf == line.vrf) {
			name = rule.name
		}
	}
	return name
}

// first is the first address in a VRF that packets to an address can leave from. A device without any address at all is
// one whose addresses the specification leaves open.
func (n network) first(to netip.Addr, vrf string) (netip.Addr, bool) {
	known := false
	for _, i := range n.interfaces {
		known = known || len(i.addresses) > 0
		if i.vrf != vrf || !n.takes(i, ipFamily(to)) {
			continue
		}
		for _, address := range i.addresses {
			if ipFamily(address) == ipFamily(to) {
				return address, true
			}
		}
	}
	return netip.Addr{}, vrf == "" && !known || n.assumed.way(vrf, ipFamily(to))
}

// takes reports whether NTP packets to an address of an interface are taken. Those to a loopback come in by any other
// interface of its VRF: the lab knows no routes.
func (n network) takes(held interfaceSettings, family string) bool {
	deaf := func(i interfaceSettings) bool { return slices.Contains(i.deaf, family) }
	if held.down {
		return false
	}
	if !held.loopback() {
		return !deaf(held)
	}
	shut := deaf(held)
	for _, i := range n.interfaces {
		if i.vrf != held.vrf || i.loopback() || i.down || len(i.addresses) == 0 {
			continue
		}
		if !deaf(i) {
			return true
		}
		shut = true
	}
	return !shut
}

func (i interfaceSettings) loopback() bool {
	return strings.HasPrefix(strings.ToLower(i.name), "loopback")
}

// ntpClient is who asks for the time: the address that a query comes from, the VRF that it left by, and the address that
// it goes to.
type ntpClient struct {
	from, to  netip.Addr
	vrf       string
	symmetric bool // a peer, which may be followed in turn
}

// admits reports whether a client that asks at one of the device's addresses gets the time: NTP is taken there, and the
// access groups permit it. A peer wants the access of a peer.
func (d *device) admits(c ntpClient) bool {
	s := d.current()
	vrf := ""
	if c.to.IsValid() {
		held, ok := s.network.answers(c.to)
		if !ok || !s.network.takes(held, ipFamily(c.to)) {
			return false
		}
		vrf = held.vrf
	}
	if c.symmetric {
		return s.access.level(c.from, vrf) == "peer"
	}
	return s.access.serves(c.from, vrf)
}

// admits reports whether the server can be reached from a VRF.
func (s *server) admits(c ntpClient) bool {
	return len(s.spec.VRFs) == 0 || slices.Contains(s.spec.VRFs, c.vrf)
}

// hears reports whether a device's packets reach a source, and the answers are let in. What a dynamic source sends comes
// unasked.
func (d *device) hears(source timeSource, line peerLineSettings, dynamic bool) bool {
	to, err := netip.ParseAddr(line.address)
	if err != nil || d.current().access.level(to, line.vrf) != "peer" {
		return false
	}
	return dynamic || d.reaches(source, line)
}

// reaches reports whether a device's packets leave it, and a source answers them.
func (d *device) reaches(source timeSource, line peerLineSettings) bool {
	to, err := netip.ParseAddr(line.address)
	if err != nil {
		return false
	}
	from, sent := d.current().network.sends(line)
	return sent && source.admits(ntpClient{from: from, to: to, vrf: line.vrf, symmetric: line.symmetric})
}

// mainAddress is the address that audits reach the device at.
func (d *device) mainAddress() netip.Addr {
	address, err := netip.ParseAddr(d.spec.Address)
	if err != nil {
		return netip.Addr{}
	}
	return address
}

// owns reports whether an address is one of the device's.
func (d *device) owns(text string) bool {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return false
	}
	_, held := d.current().network.answers(address)
	return held
}

// auditorAddress is where the audit's own NTP queries come from, for access lists.
var auditorAddress = netip.AddrFrom4([4]byte{127, 0, 0, 1})
