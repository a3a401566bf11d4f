package facts

import (
	"crypto/md5"
	"encoding/binary"
	"net"
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// identify finds the addresses by which devices are known: those of the inventory and of the configuration, the
// host that the auditor connects to unless it is a loopback address (a tunnel, or a lab), and what routes
// say about the device's own NTP server. An address that two devices claim identifies neither, and is shared.
func identify(devices []Device, routes func(*Device) []inventory.Route) {
	claims := map[netip.Addr]int{}
	for i := range devices {
		devices[i].KnownBy = claimed(&devices[i], routes(&devices[i]))
		for _, a := range devices[i].KnownBy {
			claims[a]++
		}
	}
	for i := range devices {
		d := &devices[i]
		for _, a := range d.KnownBy {
			if claims[a] > 1 {
				d.Shared = append(d.Shared, a)
			}
		}
		d.KnownBy = slices.DeleteFunc(d.KnownBy, func(a netip.Addr) bool { return claims[a] > 1 })
	}
}

func claimed(d *Device, routes []inventory.Route) []netip.Addr {
	var list []netip.Addr
	listed := map[netip.Addr]bool{}
	add := func(a netip.Addr) {
		a = a.Unmap().WithZone("")
		if a.IsValid() && !a.IsUnspecified() && !listed[a] {
			list, listed[a] = append(list, a), true
		}
	}
	for _, a := range d.Addresses {
		add(a)
	}
	if a, err := netip.ParseAddr(d.Host); err == nil && !a.IsLoopback() {
		add(a)
	}
	for _, r := range routes {
		if d.Device.NTP != "" && r.Query == d.Device.NTP {
			add(r.Address)
		}
	}
	if d.Config == nil {
		return list
	}
	for _, i := range d.Config.Addresses {
		if a, err := netip.ParseAddr(i.Address); err == nil && !a.IsLinkLocalUnicast() && !a.IsLoopback() {
			add(a)
		}
	}
	return list
}

// known tells which addresses, and which reference identifiers, are those of audited devices.
type known struct {
	addresses map[netip.Addr]bool
	refIDs    map[uint32]bool
	places    map[string]bool // of their own NTP servers
}

func knownDevices(devices []Device, all []*evidence) known {
	k := known{addresses: map[netip.Addr]bool{}, refIDs: map[uint32]bool{}, places: map[string]bool{}}
	for i := range devices {
		if q := devices[i].Device.NTP; q != "" {
			for _, p := range append(placesOf(q, all[i].answers.NTP), place(q)) {
				k.places[p] = true
			}
		}
		for _, a := range slices.Concat(devices[i].KnownBy, devices[i].Shared, devices[i].virtual()) {
			k.addresses[a] = true
			for _, id := range refIDs(a) {
				k.refIDs[id] = true
			}
		}
	}
	return k
}

// virtual are the addresses of HSRP, VRRP and GLBP at which the device may answer.
func (d *Device) virtual() (list []netip.Addr) {
	if d.Config == nil {
		return nil
	}
	for _, in := range d.Config.Interfaces {
		for _, v := range in.Virtual {
			if a, err := netip.ParseAddr(v.Address); err == nil && !a.IsLinkLocalUnicast() {
				list = append(list, a.Unmap().WithZone(""))
			}
		}
	}
	return list
}

// audits reports whether a server, by any name, is an audited device.
func (k known) audits(s *server) bool {
	for _, host := range s.hosts() {
		if a, ok := hostAddress(host); ok && k.addresses[a.Unmap().WithZone("")] {
			return true
		}
	}
	return k.places[place(s.Query)] || slices.ContainsFunc(s.places, func(p string) bool { return k.places[p] })
}

// refIDs are the reference identifiers by which clients of a server at addr name it: its IPv4 address, or the first four
// bytes of the MD5 of its IPv6 address (RFC 5905 §7.3). There is none where MD5 is forbidden (FIPS 140).
func refIDs(addr netip.Addr) (ids []uint32) {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		b := addr.As4()
		return []uint32{binary.BigEndian.Uint32(b[:])}
	}
	defer func() {
		if recover() != nil { // the only way in which crypto/md5 refuses
			ids = nil
		}
	}()
	b := addr.As16()
	sum := md5.Sum(b[:])
	return []uint32{binary.BigEndian.Uint32(sum[:])}
}

// hostAddress is the IP address in host, or in host:port.
func hostAddress(host string) (netip.Addr, bool) {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	a, err := netip.ParseAddr(host)
	return a, err == nil
}
