package lab

import (
	"fmt"
	"net/netip"
	"slices"
)

// portNames are the names of interfaces on a platform: the one that holds the device's address, the first letters of
// further ones, and those that belong to certain VRFs.
type portNames struct {
	main, further string
	inVRF         map[string]string
}

// fillInterfaces gives a device the interfaces that its addresses and its servers' VRFs need, beside those that the
// specification lists. A VRF that it lists an interface in is left as it is.
func (d *DeviceSpec) fillInterfaces(index int, names portNames) {
	d.Interfaces = slices.Clone(d.Interfaces)
	d.fillVRF()
	ports := 0
	add := func(vrf, address string) {
		name := names.inVRF[vrf]
		if name == "" || d.hasInterface(name) {
			ports++
			name = fmt.Sprintf("%s%d", names.further, ports)
		}
		d.Interfaces = append(d.Interfaces, InterfaceSpec{Name: name, Address: address, VRF: vrf})
	}
	listed := len(d.Interfaces)
	switch {
	case d.Address != "" && d.VRF == "":
		d.Interfaces = append(d.Interfaces, InterfaceSpec{Name: names.main, Address: d.Address})
	case d.Address != "":
		add(d.VRF, d.Address)
	}
	for _, address := range d.Addresses {
		add("", address)
	}
	for _, server := range d.NTP.Servers {
		to, err := netip.ParseAddr(server.Address)
		if err != nil || d.reaches(server.VRF, to, listed) {
			continue
		}
		add(server.VRF, lentAddress(to, index, len(d.Interfaces)))
	}
}

// fillVRF puts the device's address where its servers are.
func (d *DeviceSpec) fillVRF() {
	if d.VRF != "" || len(d.NTP.Servers) == 0 {
		return
	}
	for _, server := range d.NTP.Servers {
		if server.VRF != d.NTP.Servers[0].VRF {
			return
		}
	}
	d.VRF = d.NTP.Servers[0].VRF
}

func (d *DeviceSpec) hasInterface(name string) bool {
	return slices.ContainsFunc(d.Interfaces, func(i InterfaceSpec) bool { return i.Name == name })
}

// reaches reports whether there is an address to send from, or one of the first listed interfaces is in the VRF anyway.
func (d *DeviceSpec) reaches(vrf string, to netip.Addr, listed int) bool {
	for n, i := range d.Interfaces {
		from, err := netip.ParseAddr(i.Address)
		if i.VRF == vrf && (n < listed || err == nil && ipFamily(from) == ipFamily(to)) {
			return true
		}
	}
	return false
}

// lentAddress is an address of the benchmarking range (RFC 2544) or of the documentation range, another for each device
// and interface.
func lentAddress(to netip.Addr, index, port int) string {
	if ipFamily(to) == "ipv6" {
		return fmt.Sprintf("2001:db8:%x::%x", 0xff00+port%256, index+1)
	}
	return fmt.Sprintf("198.%d.%d.%d", 18+port%2, (index/250+41*(port/2))%256, index%250+1)
}

// echoEarly makes early echo the default.
func (t *TerminalSpec) echoEarly() {
	if t.EarlyEcho == nil {
		early := true
		t.EarlyEcho = &early
	}
}
