package nxos

import (
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
)

// keep is what may be saved of an answer: of a filtered configuration, the lines that are read.
func keep(command, text string) string {
	if _, refused := DeviceError(text); refused || command != ShowTimeConfig {
		return text
	}
	opens := func(words []string) bool { return words[0] == "interface" || words[0] == "vrf" }
	return ntpshow.Keeper{TimeLine: isTimeLine, Outer: readsOuter, Block: opens, Port: readsOfPort}.Keep(text)
}

// readsOuter reports whether a line that stands below no other is read. What is not known to be something else is kept.
func readsOuter(words []string) bool {
	return words[0] != "router"
}

// readsOfPort reports whether a line below an interface, or the context of a VRF, is read.
func readsOfPort(words []string) bool {
	switch words[0] {
	case "ip", "ipv6": // an address, or that of a group, or the name servers of a VRF
		return len(words) > 1
	case "vrf":
		return capture.Keyword(words[1:]) == "member"
	case "address", "shutdown", "hsrp", "vrrp", "vrrpv3":
		return true
	}
	return false
}
