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
	for i := range c.Addresses {
		if c.Addresses[i].VRF == DefaultVRF {
			c.Addresses[i].VRF = ""
		}
	}
}
