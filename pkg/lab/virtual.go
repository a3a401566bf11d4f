package lab

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// defaultPriority is that of HSRP, VRRP and GLBP groups.
const defaultPriority = 100

// readVirtual reads a line of a group below "interface": "standby 1 ip 10.0.0.1", "standby version 2", "standby 1 priority
// 110", "vrrp 1 ip 10.0.0.1", "glbp 1 ip 10.0.0.1" of IOS, and "ip 10.0.0.1", "address 10.0.0.1", "priority 110" below the
// "hsrp 1" or "vrrp 1" of NX-OS and the "vrrp 1 address-family ipv4" of IOS-XE. It reports whether it is one.
func (i *interfaceSettings) readVirtual(words []string) bool {
	if len(words) > 0 && slices.Contains([]string{"standby", "vrrp", "glbp"}, words[0]) {
		words = words[1:]
		if len(words) > 0 && between(words[0], 0, 4095) {
			words = words[1:]
		}
	}
	if len(words) < 2 {
		return false
	}
	switch words[0] {
	case "priority":
		i.priority = max(i.priority, number(words[1]))
		return true
	case "ip", "ipv6", "address":
		word, _, _ := strings.Cut(words[1], "/")
		if address, err := netip.ParseAddr(word); err == nil {
			i.virtual = append(i.virtual, address)
			return true
		}
	}
	return false
}

// sharedAddresses are the devices that have shared a virtual address, in the order of the specification. Whether they
// still do, their configurations say.
type sharedAddresses struct {
	mu      sync.RWMutex
	members map[netip.Addr][]*device
}

// add notes the virtual addresses of a device's configuration.
func (s *sharedAddresses) add(d *device, n network) {
	for _, i := range n.interfaces {
		for _, address := range i.virtual {
			s.note(d, address)
		}
	}
}

func (s *sharedAddresses) note(d *device, address netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.members == nil {
		s.members = map[netip.Addr][]*device{}
	}
	if slices.Contains(s.members[address], d) {
		return
	}
	s.members[address] = append(slices.Clone(s.members[address]), d)
	slices.SortFunc(s.members[address], func(a, b *device) int { return cmp.Compare(a.place, b.place) })
}

// addresses are all that are or were shared, in order.
func (s *sharedAddresses) addresses() []netip.Addr {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Keys(s.members), netip.Addr.Compare)
}

// active is the device that answers at a virtual address: of those whose interface is up, the one with the highest
// priority, and among equals the first of the specification. It does not ask how NTP is doing there, as HSRP does not.
// Shared reports whether any device shares the address.
func (s *sharedAddresses) active(address netip.Addr) (active *device, shared bool) {
	s.mu.RLock()
	members := s.members[address]
	s.mu.RUnlock()
	most := -1
	for _, d := range members {
		held, ok := d.current().network.member(address)
		if !ok {
			continue
		}
		shared = true
		if priority := cmp.Or(held.priority, defaultPriority); !held.down && priority > most {
			active, most = d, priority
		}
	}
	return active, shared
}
