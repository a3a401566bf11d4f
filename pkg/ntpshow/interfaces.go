package ntpshow

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// OpenInterface starts the block of an interface. loopback is how the names of those begin that are no port.
func (r *ConfigReader) OpenInterface(words []string, loopback string) bool {
	if len(words) == 0 {
		return false
	}
	r.Known++
	r.Interface = strings.Join(words, " ")
	if strings.HasPrefix(r.Interface, loopback) {
		r.Loopbacks = append(r.Loopbacks, r.Interface)
	}
	return true
}

// AddAddress keeps a static address of the interface: "192.0.2.7", "2001:db8::7/64". What a device learns ("dhcp",
// "negotiated") is not in the configuration.
func (r *ConfigReader) AddAddress(printed string) {
	host, _, _ := strings.Cut(printed, "/")
	if _, err := netip.ParseAddr(host); err == nil {
		r.Addresses = append(r.Addresses, show.InterfaceAddress{Interface: r.Interface, Address: host})
	}
}

// AddVirtual keeps an address that the interface shares by a protocol. What is learned from the others ("standby 1 ip" and no
// more, "autoconfig") is not in the configuration.
func (r *ConfigReader) AddVirtual(protocol, printed, line string) {
	if v, ok := Virtual(protocol, printed, line); ok {
		r.Port.Virtual = append(r.Port.Virtual, v)
	}
}

// Virtual is an address that a line says to be shared, if it is one.
func Virtual(protocol, printed, line string) (v show.VirtualAddress, ok bool) {
	host, _, _ := strings.Cut(printed, "/")
	_, err := netip.ParseAddr(host)
	return show.VirtualAddress{Protocol: protocol, Address: host, Line: strings.TrimSpace(line)}, err == nil
}

// CloseInterface ends the block. The VRF counts for all its addresses, wherever its line stands.
func (r *ConfigReader) CloseInterface() {
	for i := r.firstAddress; i < len(r.Addresses); i++ {
		r.Addresses[i].VRF = r.VRF
		r.Port.Addresses = append(r.Port.Addresses, r.Addresses[i].Address)
	}
	if r.Interface != "" {
		r.Port.Name, r.Port.VRF = r.Interface, r.VRF
		r.Interfaces = append(r.Interfaces, r.Port)
	}
	r.Interface, r.VRF, r.Port, r.firstAddress = "", "", show.Interface{}, len(r.Addresses)
}

// Interfaces are those of a configuration that tell something of the way of NTP packets, with what its NTP lines say of them: most
// ports of a switch do not.
func Interfaces(c *show.Config) []show.Interface {
	all := slices.Clone(c.Interfaces)
	place := make(map[string]int, len(all))
	for i := range all {
		place[SameInterface(all[i].Name)] = i
	}
	for _, line := range c.InterfaceNTP {
		i, known := place[SameInterface(line.Interface)]
		if !known || line.Interface == "" {
			continue
		}
		all[i].NTPDisabled = all[i].NTPDisabled || line.Disabled() && !strings.HasSuffix(line.Line, " "+show.IPv6)
		all[i].Broadcast = all[i].Broadcast || line.Listens()
	}
	sends := senders(c)
	return slices.DeleteFunc(all, func(i show.Interface) bool {
		told := i.VRF != "" || i.NTPDisabled || i.Broadcast || i.TunnelProtection != "" || i.CryptoMap != ""
		return !told && len(i.Addresses) == 0 && len(i.Virtual) == 0 && !sends[SameInterface(i.Name)]
	})
}

// senders are the interfaces that NTP packets are to leave from.
func senders(c *show.Config) map[string]bool {
	sends := map[string]bool{}
	add := func(name *string) {
		if name != nil {
			sends[SameInterface(*name)] = true
		}
	}
	add(c.NTPSource)
	for i := range c.NTPSourceVRF {
		add(&c.NTPSourceVRF[i].Interface)
	}
	for i := range c.Servers {
		add(c.Servers[i].Source)
	}
	return sends
}

// SameInterface is the name of an interface as spellings of it are compared: "Loopback 0" is "Loopback0".
func SameInterface(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

// AddNameServers keeps the servers that names are looked up at, of a VRF or of none.
func (r *ConfigReader) AddNameServers(vrf string, addresses []string) {
	for _, a := range addresses {
		if _, err := netip.ParseAddr(a); err == nil {
			r.NameServers = append(r.NameServers, show.NameServer{Address: a, VRF: vrf})
		}
	}
}
