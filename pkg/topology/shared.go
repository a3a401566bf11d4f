package topology

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// mostOwners is how many devices share an address of HSRP, VRRP or GLBP at most: two in practice, four with the forwarders
// of GLBP. More are branches built alike, each of which has the address for itself.
const mostOwners = 4

// claim is an address of HSRP, VRRP or GLBP as one device configures it.
type claim struct {
	device   int
	vrf      string
	protocol string
	real     []string // addresses of the interface
}

// findShared finds the addresses that identify no device alone.
func (b *builder) findShared() {
	claims := make(map[facts.AddressKey][]claim)
	b.own = make([][]netip.Addr, len(b.fleet.Devices))
	for i := range b.fleet.Devices {
		d := &b.fleet.Devices[i]
		b.own[i] = slices.Concat(d.KnownBy, d.Shared)
		for _, a := range d.Shared {
			b.sharedAt(facts.KeyOfAddr(a)).add(i)
		}
		if d.Config == nil {
			continue
		}
		for _, in := range d.Config.Interfaces {
			b.claim(claims, i, in)
		}
	}
	for address, list := range claims {
		b.settleClaims(address, list)
	}
	for i, list := range b.own {
		slices.SortFunc(list, netip.Addr.Compare)
		b.own[i] = slices.Compact(list)
	}
}

// claim notes the virtual addresses of an interface. That of a link says nothing beyond it.
func (b *builder) claim(claims map[facts.AddressKey][]claim, device int, in show.Interface) {
	for _, v := range in.Virtual {
		a, err := netip.ParseAddr(v.Address)
		if err != nil || a.IsUnspecified() || a.IsLinkLocalUnicast() || a.IsLoopback() {
			continue
		}
		a = a.Unmap().WithZone("")
		b.own[device] = append(b.own[device], a)
		key := facts.KeyOfAddr(a)
		claims[key] = append(claims[key], claim{device, in.VRF, v.Protocol, in.Addresses})
	}
}

// settleClaims makes one set of all that claim an address. It is unique if they claim it in one VRF by one protocol, each with
// a real address of its own, and no other device has it: the group of another protocol is another set.
func (b *builder) settleClaims(address facts.AddressKey, list []claim) {
	s, others := SharedAddress{Address: addressText(address), Unique: true, Node: -1, vrf: list[0].vrf}, b.holders(address)
	owners := make(map[facts.AddressKey]int) // of the real addresses
	var protocols []string
	for _, c := range list {
		s.add(c.device)
		protocols = append(protocols, c.protocol)
		s.Unique = s.Unique && c.vrf == list[0].vrf && c.protocol == list[0].protocol
		for _, text := range c.real {
			real := facts.KeyOf(text)
			owner, known := owners[real]
			s.Unique = s.Unique && (!known || owner == c.device)
			owners[real] = c.device
		}
	}
	for _, device := range others {
		s.Unique = s.Unique && slices.Contains(s.Members, device)
	}
	s.Unique = s.Unique && len(s.Members) <= mostOwners
	s.Protocol = strings.Join(slices.Compact(slices.Sorted(slices.Values(protocols))), " and ")
	b.shared[address] = &s
}

// holders are the devices that are known by an address, or have it on an interface.
func (b *builder) holders(address facts.AddressKey) []int {
	if s, shared := b.shared[address]; shared {
		return s.Members
	}
	if i, known := b.devices[address]; known {
		return []int{i}
	}
	return nil
}

func (b *builder) sharedAt(address facts.AddressKey) *SharedAddress {
	s, known := b.shared[address]
	if !known {
		s = &SharedAddress{Address: addressText(address), Node: -1}
		b.shared[address] = s
	}
	return s
}

// add names a member. Devices come in the order of the fleet.
func (s *SharedAddress) add(device int) {
	if n := len(s.Members); n == 0 || s.Members[n-1] != device {
		s.Members = append(s.Members, device)
	}
}

func addressText(key facts.AddressKey) string {
	a, _ := key.Addr()
	return a.String()
}
