package lab

import (
	"net/netip"
	"slices"
	"strings"
)

// assumptions are what a specification's own NTP lines need and its interfaces leave open. A specification of an IOS
// device writes down few interfaces, or none: where it lists none, those that its NTP lines name are there, with an address
// in the VRF and the family of its servers. As soon as it lists one, only what it lists is there. Lines that are typed later
// are held against the configuration alone.
type assumptions struct {
	ports []string
	ways  []way
}

// way is how packets get to a server: a VRF, and a family in it.
type way struct{ vrf, family string }

func (a assumptions) port(name string) bool {
	return slices.ContainsFunc(a.ports, func(p string) bool { return strings.EqualFold(p, name) })
}

func (a assumptions) way(vrf, family string) bool { return slices.Contains(a.ways, way{vrf, family}) }

// assumed is what may be taken for granted of an IOS device.
func assumed(spec DeviceSpec) assumptions {
	var a assumptions
	listed := len(spec.Interfaces) > 0 || strings.HasPrefix(spec.Config, "interface ") || strings.Contains(spec.Config, "\ninterface ")
	if listed {
		return a
	}
	for _, line := range spec.NTP.Lines {
		if words := strings.Fields(line); len(words) > 2 && words[0] == "ntp" && words[1] == "source" {
			a.ports = append(a.ports, strings.Join(words[2:], ""))
		}
	}
	for _, server := range spec.NTP.Servers {
		if server.Source != "" {
			a.ports = append(a.ports, server.Source)
		}
		if to, err := netip.ParseAddr(server.Address); err == nil {
			a.ways = append(a.ways, way{server.VRF, ipFamily(to)})
		}
	}
	return a
}
