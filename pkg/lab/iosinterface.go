package lab

import "strings"

// readIOSNetwork reads interfaces, the source of NTP packets, and access lists.
func (s *settings) readIOSNetwork(c config) {
	for _, line := range c.lines {
		words := strings.Fields(line.text)
		switch {
		case len(words) > 1 && words[0] == "interface":
			s.network.interfaces = append(s.network.interfaces, readIOSInterface(strings.Join(words[1:], ""), line.under))
		case len(words) > 2 && words[0] == "access-list":
			s.access.addEntry(words[1], words[2:])
		case isAccessList(words):
			s.access.lists = withList(s.access.lists, words[len(words)-1])
			for _, entry := range line.under {
				s.access.addEntry(words[len(words)-1], strings.Fields(entry))
			}
		}
	}
	for _, words := range c.find("ntp source") {
		if len(words) > 0 { // of the global table: a server in a VRF has its source on its line
			s.network.sources = append(s.network.sources, sourceRule{name: strings.Join(words, "")})
		}
	}
}

// readIOSInterface reads the lines below "interface".
func readIOSInterface(name string, under []string) interfaceSettings {
	i := interfaceSettings{name: name}
	for _, line := range under {
		words := strings.Fields(line)
		if len(words) > 3 && words[0] == "ip" && words[1] == "vrf" {
			words = words[1:]
		}
		switch {
		case len(words) > 2 && words[0] == "vrf" && words[1] == "forwarding":
			i.vrf = words[2]
		case len(words) > 2 && (words[0] == "ip" || words[0] == "ipv6") && words[1] == "address":
			i.address(words[2])
		case !i.readVirtual(words):
			i.readUse(words)
		}
	}
	return i
}

// readUse reads what IOS and NX-OS write alike below "interface": whether it is up, and whether NTP is taken there, as in
// "ntp disable" and "ntp disable ip".
func (i *interfaceSettings) readUse(words []string) {
	switch line := strings.Join(words, " "); line {
	case "shutdown":
		i.down = true
	case "ntp disable":
		i.deaf = append(i.deaf, "ipv4", "ipv6")
	case "ntp disable ip":
		i.deaf = append(i.deaf, "ipv4")
	case "ntp disable ipv6":
		i.deaf = append(i.deaf, "ipv6")
	}
}
