package lab

import "net/netip"

// resolve puts the addresses of names into lines. What has none gives no association: that a server of that name is
// configured stands in the configuration alone.
func (d *device) resolve(lines []peerLineSettings) []peerLineSettings {
	found := make([]peerLineSettings, 0, len(lines))
	for _, line := range lines {
		if _, err := netip.ParseAddr(line.address); err != nil {
			line.name, line.address = line.address, d.lookUpName(line.address)
		}
		if line.address != "" {
			found = append(found, line)
		}
	}
	return found
}

// lookUpName is the address that a name stands for, "" where the device does not look up names, or the lab has no server
// of that name.
func (d *device) lookUpName(name string) string {
	if !d.current().lookup {
		return ""
	}
	return d.lab.names[name]
}

// byName reports whether a specification has a server that it names.
func (n DeviceNTPSpec) byName() bool {
	for _, server := range n.Servers {
		if _, err := netip.ParseAddr(server.Address); err != nil {
			return true
		}
	}
	return false
}
