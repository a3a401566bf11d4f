package lab

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// initialConfig writes the running configuration that a specification stands for. From then on the
// configuration is the truth about a device, and what it shows follows from it.
func initialConfig(spec DeviceSpec) config {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("version %s", configVersion(spec.OSVersion))
	for _, stamps := range []string{spec.Timestamps.Debug, spec.Timestamps.Log} {
		if stamps != none {
			line("%s", stamps)
		}
	}
	line("no service password-encryption")
	line("!\nhostname %s", spec.Hostname)
	line("!\nboot-start-marker\nboot-end-marker\n!")
	if spec.Enable != none {
		line("enable secret 9 $9$simulated$not.a.real.hash")
	}
	line("!\nno aaa new-model")
	renderClock(line, spec)
	if spec.NTP.byName() {
		line("ip name-server 192.0.2.53")
	} else {
		line("no ip domain lookup")
	}
	line("ip domain name example.net\n!")
	renderTrustpoints(line, spec.Certificates)
	line("username %s privilege %d secret 9 $9$simulated$not.a.real.hash", spec.Username, spec.Privilege)
	renderInterfaces(line, spec)
	line("ip ssh version 2\n!")
	b.WriteString(strings.TrimLeft(spec.Config, "\n"))
	line("!\nline con 0\n logging synchronous\nline vty 0 %d\n login local\n transport input ssh", min(spec.MaxVTYs, 16)-1)
	if spec.Terminal.PromptTimestamp {
		line(" exec prompt timestamp")
	}
	for vty := range strings.Lines(spec.VTYConfig) {
		line(" %s", strings.TrimSpace(vty))
	}
	line("!")
	renderNTP(line, spec.NTP)
	line("!\nend")
	return parseConfig(b.String())
}

// configVersion is the release as the configuration names it: 15.2(4)E7 is "15.2", 17.9.4a is "17.9".
func configVersion(osVersion string) string {
	release, _, _ := strings.Cut(osVersion, "(")
	parts := strings.Split(release, ".")
	return strings.Join(parts[:min(2, len(parts))], ".")
}

func renderClock(line func(string, ...any), spec DeviceSpec) {
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

func renderInterfaces(line func(string, ...any), spec DeviceSpec) {
	if spec.Address != "" {
		line("!\ninterface Loopback0\n %s", iosAddress(spec.Address, "255.255.255.255", 128))
	}
	for i, address := range spec.Addresses {
		line("!\ninterface GigabitEthernet0/%d\n %s\n duplex auto\n speed auto", i, iosAddress(address, "255.255.255.0", 64))
	}
	line("!")
}

// iosAddress is the line that gives an interface an address: with the mask where it is of IPv4, with the length of the
// prefix where it is of IPv6.
func iosAddress(address, mask string, prefix int) string {
	if parsed, err := netip.ParseAddr(address); err == nil && ipFamily(parsed) == "ipv6" {
		return fmt.Sprintf("ipv6 address %s/%d", address, prefix)
	}
	return "ip address " + address + " " + mask
}

func renderNTP(line func(string, ...any), ntp DeviceNTPSpec) {
	for _, extra := range ntp.Lines {
		line("%s", extra)
	}
	if ntp.Master > 0 {
		line("ntp master %d", ntp.Master)
	}
	if ntp.Receiver.Code != "" && !slices.ContainsFunc(ntp.Lines, func(l string) bool { return begins(l, "ntp refclock") }) {
		line("ntp refclock trimble pps none")
	}
	if ntp.Enabled {
		line("ntp logging")
	}
	for _, peer := range ntp.Servers {
		if !peer.Dynamic {
			line("%s", peerLine(peer))
		}
	}
}

// peerLine writes an association in the order of options that IOS prints.
func peerLine(peer PeerSpec) string {
	words := []string{"ntp server"}
	if peer.Peer {
		words[0] = "ntp peer"
	}
	if peer.VRF != "" {
		words = append(words, "vrf "+peer.VRF)
	}
	words = append(words, peer.Address)
	if peer.Key > 0 {
		words = append(words, fmt.Sprintf("key %d", peer.Key))
	}
	if peer.Prefer {
		words = append(words, "prefer")
	}
	if peer.Source != "" {
		words = append(words, "source "+peer.Source)
	}
	if peer.Version > 0 {
		words = append(words, fmt.Sprintf("version %d", peer.Version))
	}
	return strings.Join(words, " ")
}
