package lab

import (
	"slices"
	"strings"
	_ "time/tzdata" // regions of "clock timezone", also where the host has no zone files
)

// settings is what a configuration of IOS-XR means. NTP runs as soon as anything of it is configured.
func (iosxr) settings(c config) settings {
	s := settings{hostname: "ios", zone: utcZone, ntpEnabled: len(c.formal("ntp")) > 0, logStamp: "datetime msec"}
	s.lookup = !c.has("domain lookup disable")
	for _, words := range c.find("hostname") {
		s.hostname = strings.Join(words, " ")
	}
	s.zone = xrZone(c)
	for _, words := range c.find("service timestamps log") {
		s.logStamp = strings.Join(words, " ")
		if s.logStamp == "disable" {
			s.logStamp = ""
		}
	}
	for _, words := range c.find("ntp") {
		if len(words) > 0 {
			s.readXRNTP(words)
		}
	}
	for _, line := range c.lines {
		s.readXRNetwork(strings.Fields(line.text))
	}
	for _, words := range c.find("ntp interface") {
		s.network.readXRUse(words)
	}
	return s
}

func xrZone(c config) zone {
	z := utcZone
	for _, words := range c.find("clock timezone") {
		if read, err := parseXRTimezone(words); err == nil {
			z = read
		}
	}
	for _, words := range c.find("clock summer-time") {
		if summer, err := (iosxr{}).summerTime(words); err == nil && z.location == nil {
			z.summer = summer
		}
	}
	return z
}

// parseXRTimezone reads "NAME h [m]" or "NAME Region/City".
func parseXRTimezone(words []string) (zone, error) {
	if len(words) == 2 && (strings.Contains(words[1], "/") || words[1] == "UTC") {
		if words[1] == "UTC" {
			return zone{name: words[0]}, nil
		}
		location, err := loadRegion(words[1])
		return zone{name: words[0], location: location}, err
	}
	return parseTimezone(words)
}

func (s *settings) readXRNTP(words []string) {
	switch words[0] {
	case "server", "peer":
		if peer, ok := readXRPeer(words); ok {
			s.peers = append(s.peers, peer)
		}
	case "master":
		s.master = readMaster(words)
	case "source":
		rule := sourceRule{name: words[len(words)-1]}
		if len(words) > 3 && words[1] == "vrf" {
			rule.vrf = realVRF(words[2])
		}
		s.network.sources = append(s.network.sources, rule)
	default:
		s.readSecurity(words)
	}
}

// readXRPeer is a line of IOS, whose words "ipv4" and "ipv6" stand before the address.
func readXRPeer(words []string) (peerLineSettings, bool) {
	words = slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "ipv4" || word == "ipv6" })
	peer, ok := readPeerLine(words)
	peer.vrf = realVRF(peer.vrf)
	return peer, ok
}

// readXRNetwork reads a formal line of an interface, of a group that shares an address on it, or of an access list.
func (s *settings) readXRNetwork(words []string) {
	switch {
	case len(words) > 1 && words[0] == "interface":
		s.network.port(words[1]).readXR(words[2:])
	case len(words) > 5 && words[0] == "router" && (words[1] == "hsrp" || words[1] == "vrrp") && words[2] == "interface":
		s.network.port(words[3]).readVirtual(words[len(words)-2:])
	case len(words) > 2 && (words[0] == "ipv4" || words[0] == "ipv6") && words[1] == "access-list":
		s.access.lists = withList(s.access.lists, words[2])
		s.access.addEntry(words[2], words[3:])
	}
}

// port is the interface of a name, which is there from now on.
func (n *network) port(name string) *interfaceSettings {
	at := slices.IndexFunc(n.interfaces, func(i interfaceSettings) bool { return i.name == name })
	if at < 0 {
		at = len(n.interfaces)
		n.interfaces = append(n.interfaces, interfaceSettings{name: name})
	}
	return &n.interfaces[at]
}

func (i *interfaceSettings) readXR(words []string) {
	switch {
	case len(words) == 2 && words[0] == "vrf":
		i.vrf = words[1]
	case len(words) > 2 && (words[0] == "ipv4" || words[0] == "ipv6") && words[1] == "address":
		i.address(words[2])
	case len(words) == 1 && words[0] == "shutdown":
		i.down = true
	}
}

// readXRUse reads "ntp interface IF [vrf V] disable", its first two words taken away.
func (n *network) readXRUse(words []string) {
	if len(words) < 2 || words[len(words)-1] != "disable" {
		return
	}
	for i := range n.interfaces {
		if n.interfaces[i].name == words[0] {
			n.interfaces[i].readUse([]string{"ntp", "disable"})
		}
	}
}
