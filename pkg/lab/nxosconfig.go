package lab

import (
	"fmt"
	"net/netip"
	"strings"
)

// initialNXOS writes the running configuration that a specification stands for.
func initialNXOS(spec DeviceSpec) config {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("hostname %s", spec.Hostname)
	line("vdc %s id 1\n  limit-resource vlan minimum 16 maximum 4094", spec.Hostname)
	line("feature lldp")
	line("username %s password 5 $5$simulated$not.a.real.hash  role %s", spec.Username, spec.NXOS.Role)
	line("ip domain-lookup")
	line("snmp-server location simulated")
	nxosClock(line, spec)
	nxosNTP(line, spec)
	b.WriteString(strings.TrimLeft(spec.Config, "\n"))
	nxosInterfaces(line, spec.Interfaces)
	line("line console\nline vty")
	for vty := range strings.Lines(spec.VTYConfig) {
		line("  %s", strings.TrimSpace(vty))
	}
	if spec.Timestamps.Log != none {
		line("%s", spec.Timestamps.Log)
	}
	c := parseConfig(b.String())
	for i := range c.lines {
		c.lines[i].text = hideKey(c.lines[i].text)
	}
	return c
}

// hideKey writes the secret of a key as the configuration shows it.
func hideKey(line string) string {
	words := strings.Fields(line)
	if len(words) < 5 || words[0] != "ntp" || words[1] != "authentication-key" || len(words) > 5 && words[5] == "7" {
		return line
	}
	return strings.Join(words[:4], " ") + " " + hide(words[4]) + " 7"
}

func nxosClock(line func(string, ...any), spec DeviceSpec) {
	if spec.Timezone.Name != "" {
		minutes, sign := spec.Timezone.OffsetMinutes, ""
		if minutes < 0 {
			minutes, sign = -minutes, "-"
		}
		line("clock timezone %s %s%d %d", spec.Timezone.Name, sign, minutes/60, minutes%60)
	}
	if spec.SummerTime != "" {
		line("clock summer-time %s", spec.SummerTime)
	}
}

func nxosNTP(line func(string, ...any), spec DeviceSpec) {
	for _, peer := range spec.NTP.Servers {
		if !peer.Dynamic {
			line("%s", nxosPeerLine(peer, spec.NXOS.UseVRFDefault))
		}
	}
	for _, extra := range spec.NTP.Lines {
		line("%s", extra)
	}
	if spec.NTP.Master > 0 {
		line("ntp master %d", spec.NTP.Master)
	}
	if spec.NTP.Enabled {
		line("ntp logging")
	}
}

// nxosPeerLine writes an association in the order of options that NX-OS prints.
func nxosPeerLine(peer PeerSpec, vrfDefault bool) string {
	kind := "server"
	if peer.Peer {
		kind = "peer"
	}
	text := "ntp " + kind + " " + peer.Address
	if peer.Prefer {
		text += " prefer"
	}
	switch {
	case peer.VRF != "":
		text += " use-vrf " + peer.VRF
	case vrfDefault:
		text += " use-vrf default"
	}
	if peer.Key > 0 {
		text += fmt.Sprintf(" key %d", peer.Key)
	}
	return text
}

// nxosInterfaces writes the VRFs and the interfaces.
func nxosInterfaces(line func(string, ...any), interfaces []InterfaceSpec) {
	known := map[string]bool{"": true}
	for _, i := range interfaces {
		if !known[i.VRF] {
			known[i.VRF] = true
			line("vrf context %s", i.VRF)
		}
	}
	for _, i := range interfaces {
		line("interface %s", i.Name)
		if i.VRF != "" {
			line("  vrf member %s", i.VRF)
		}
		if address, err := netip.ParseAddr(i.Address); err == nil {
			word, bits := map[string]string{"ipv4": "ip", "ipv6": "ipv6"}[ipFamily(address)], 24
			if strings.HasPrefix(i.Name, "loopback") {
				bits = address.BitLen()
			} else if word == "ipv6" {
				bits = 64
			}
			line("  %s address %s/%d", word, i.Address, bits)
		}
	}
}

// nxosText is the configuration without its head.
func nxosText(c config) string {
	var b strings.Builder
	block := false
	for _, line := range c.lines {
		if opens := strings.HasPrefix(line.text, "interface ") || len(line.under) > 0; opens || block {
			b.WriteString("\n")
			block = opens
		}
		b.WriteString(line.text + "\n")
		for _, under := range line.under {
			b.WriteString("  " + under + "\n")
		}
	}
	return b.String()
}

// settings is what a configuration of NX-OS means.
func (nxos) settings(c config) settings {
	s := settings{hostname: "switch", zone: utcZone, ntpEnabled: !c.has("no feature ntp"), protocol: "ntp"}
	for _, words := range c.find("hostname") {
		s.hostname = strings.Join(words, " ")
	}
	s.zone = nxosZone(c)
	s.twelveHours = c.has("clock format 12hours")
	s.distributed = c.has("ntp distribute")
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
	case len(words) < 3:
	case words[0] == "vrf" && words[1] == "member":
		i.vrf = words[2]
	case (words[0] == "ip" || words[0] == "ipv6") && words[1] == "address":
		i.address(words[2])
	}
}
