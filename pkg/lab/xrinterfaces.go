package lab

import (
	"cmp"
	"fmt"
	"strings"
)

// xrInterfaceBrief prints the addresses of the interfaces, and the VRF of each.
func xrInterfaceBrief(v *vty, _ []string) string {
	const row = "%-30s %-15s %-15s %-8s %-8s\n"
	var b strings.Builder
	fmt.Fprintf(&b, "\n"+row, "Interface", "IP-Address", "Status", "Protocol", "Vrf-Name")
	for _, i := range v.device.current().network.interfaces {
		address := "unassigned"
		for _, a := range i.addresses {
			if a.Is4() {
				address = a.String()
				break
			}
		}
		fmt.Fprintf(&b, row, i.name, address, "Up", "Up", cmp.Or(i.vrf, "default"))
	}
	return b.String()
}
