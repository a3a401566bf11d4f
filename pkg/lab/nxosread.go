package lab

import "strings"

// settings is what a configuration of NX-OS means.
func (nxos) settings(c config) settings {
	s := settings{hostname: "switch", zone: utcZone, ntpEnabled: !c.has("no feature ntp"), protocol: "ntp"}
	for _, words := range c.find("hostname") {
		s.hostname = strings.Join(words, " ")
	}
	s.zone = nxosZone(c)
	s.twelveHours = c.has("clock format 12hours")
	s.distributed = c.has("ntp distribute")
	s.lookup = c.has("ip domain-lookup")
	for _, words := range c.find("clock protocol") {
		if len(words) > 0 {
			s.protocol = words[0]
		}
	}
	if s.protocol == "none" {
		s.ntpEnabled = false
	}
	if s.ntpEnabled {
		s.readNXOSNTP(c)
	}
	s.readNXOSNetwork(c)
	return s
}

func nxosZone(c config) zone {
	z := utcZone
	for _, words := range c.find("clock timezone") {
		if read, err := parseTimezone(words); err == nil {
			z = read
		}
	}
	for _, words := range c.find("clock summer-time") {
		if summer, err := (nxos{}).summerTime(words); err == nil {
			z.summer = summer
		}
	}
	return z
}

func (s *settings) readNXOSNTP(c config) {
	s.access.stops = !c.has("ntp access-group match-all")
	for _, words := range c.find("ntp") {
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "server", "peer":
			if peer, ok := readNXOSPeer(words); ok {
				s.peers = append(s.peers, peer)
			}
		case "master":
			s.master = readMaster(words)
		case "source", "source-interface":
			if len(words) > 1 {
				s.network.sources = append(s.network.sources, sourceRule{everyVRF: true, name: words[1]})
			}
		default:
			s.readSecurity(words)
		}
	}
	for i := range s.access.groups {
		s.access.groups[i].everyVRF = true
	}
}

// readNXOSPeer takes the options as a set. VRF "default" is none.
func readNXOSPeer(words []string) (peerLineSettings, bool) {
	if len(words) < 2 {
		return peerLineSettings{}, false
	}
	peer := peerLineSettings{symmetric: words[0] == "peer", version: 4, address: words[1]}
	for i := 2; i < len(words); i++ {
		value := ""
		if i+1 < len(words) {
			value = words[i+1]
		}
		switch words[i] {
		case "use-vrf":
			peer.vrf, i = realVRF(value), i+1
		case "key":
			peer.key, i = number(value), i+1
		case "prefer":
			peer.prefer = true
		case "minpoll", "maxpoll":
			i++
		}
	}
	return peer, true
}

// realVRF is "" for the VRF that is always there.
func realVRF(name string) string {
	if name == "default" {
		return ""
	}
	return name
}

// readNXOSNetwork reads interfaces and access lists.
func (s *settings) readNXOSNetwork(c config) {
	for _, line := range c.lines {
		words := strings.Fields(line.text)
		switch {
		case len(words) == 2 && words[0] == "interface":
			i := interfaceSettings{name: words[1]}
			for _, under := range line.under {
				i.readNXOS(strings.Fields(under))
			}
			s.network.interfaces = append(s.network.interfaces, i)
		case isAccessList(words):
			s.access.lists = withList(s.access.lists, words[2])
			for _, entry := range line.under {
				s.access.addEntry(words[2], strings.Fields(entry))
			}
		}
	}
}

// readNXOS reads a line below "interface".
func (i *interfaceSettings) readNXOS(words []string) {
	switch {
	case len(words) > 2 && words[0] == "vrf" && words[1] == "member":
		i.vrf = words[2]
	case len(words) > 2 && (words[0] == "ip" || words[0] == "ipv6") && words[1] == "address":
		i.address(words[2])
	case !i.readVirtual(words):
		i.readUse(words)
	}
}
