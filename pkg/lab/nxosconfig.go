package lab

import (
	"fmt"
	"net/netip"
	"slices"
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
	nxosTrustpoints(line, spec.Certificates)
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
	if c.has("no feature ntp") {
		c.setNTP(false)
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
		group := false
		for _, under := range line.under {
			deeper := group && ofGroup(strings.Fields(under))
			first, _, _ := strings.Cut(under, " ")
			if group = deeper || slices.Contains([]string{"hsrp", "vrrp", "vrrpv3"}, first); deeper {
				b.WriteString("  ")
			}
			b.WriteString("  " + under + "\n")
		}
	}
	return b.String()
}

// ofGroup reports whether a line stands below the "hsrp 1" or "vrrp 1" before it, and not below the interface.
func ofGroup(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "ip", "ipv6":
		return len(words) == 2 || len(words) == 3 && words[2] == "secondary"
	}
	return slices.Contains(strings.Fields("address authentication name preempt priority timers track"), words[0])
}
