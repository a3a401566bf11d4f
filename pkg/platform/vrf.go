package platform

import "github.com/ntpaudit/ntpaudit/pkg/show"

// DefaultVRF is how NX-OS and IOS XR call the global table, which is no VRF.
const DefaultVRF = "default"

// RealVRF is nil for the VRF that is none.
func RealVRF(printed *string) *string {
	if printed != nil && *printed == DefaultVRF {
		return nil
	}
	return printed
}

// LeaveDefaultVRF takes the name of the global table out of a configuration.
func LeaveDefaultVRF(c *show.Config) {
	for i := range c.Servers {
		c.Servers[i].VRF = RealVRF(c.Servers[i].VRF)
	}
	for i := range c.AccessGroups {
		c.AccessGroups[i].VRF = RealVRF(c.AccessGroups[i].VRF)
	}
	for i := range c.LogServers {
		c.LogServers[i].VRF = RealVRF(c.LogServers[i].VRF)
	}
	for i := range c.NameServers {
		c.NameServers[i].VRF = named(c.NameServers[i].VRF)
	}
	for i := range c.Interfaces {
		c.Interfaces[i].VRF = named(c.Interfaces[i].VRF)
	}
	for i := range c.Addresses {
		c.Addresses[i].VRF = named(c.Addresses[i].VRF)
	}
}

// named is empty for the VRF that is none.
func named(vrf string) string {
	if vrf == DefaultVRF {
		return ""
	}
	return vrf
}
