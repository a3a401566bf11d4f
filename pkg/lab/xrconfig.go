package lab

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// initialXR writes the running configuration that a specification stands for.
func initialXR(spec DeviceSpec) config {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("hostname %s", spec.Hostname)
	xrClock(line, spec)
	for _, stamps := range []string{spec.Timestamps.Debug, spec.Timestamps.Log} {
		if stamps != none {
			line("%s", stamps)
		}
	}
	line("domain name example.net")
	line("username %[1]s\n group root-lr\n secret 10 $6$simulated$not.a.real.hash", spec.Username)
	line("line default\n transport input ssh")
	for vty := range strings.Lines(spec.VTYConfig) {
		line(" %s", strings.TrimSpace(vty))
	}
	xrNTP(line, spec.NTP)
	b.WriteString(strings.TrimLeft(spec.Config, "\n"))
	xrInterfaces(line, spec.Interfaces)
	line("ssh server v2")
	return gatherXR(parseXR(b.String()))
}

// gatherXR puts the lines of each block together, where the first of them stands.
func gatherXR(lines []string) config {
	var blocks [][]configLine
	known := map[string]int{}
	for i, text := range lines {
		words := strings.Fields(text)
		head := strings.Join(words[:xrHead(words)], " ")
		if head == "" {
			head = itoa(i) // alone
		}
		at, ok := known[head]
		if !ok {
			at, known[head] = len(blocks), len(blocks)
			blocks = append(blocks, nil)
		}
		blocks[at] = append(blocks[at], configLine{text: hideXRKey(text)})
	}
	return config{lines: slices.Concat(blocks...)}
}

func xrClock(line func(string, ...any), spec DeviceSpec) {
	zone := spec.Timezone
	switch {
	case spec.IOSXR.Region != "":
		line("clock timezone %s %s", zone.Name, spec.IOSXR.Region)
	case zone.Name != "":
		minutes, sign := zone.OffsetMinutes, ""
		if minutes < 0 {
			minutes, sign = -minutes, "-"
		}
		text := fmt.Sprintf("clock timezone %s %s%d", zone.Name, sign, minutes/60)
		if minutes%60 != 0 {
			text += fmt.Sprintf(" %d", minutes%60)
		}
		line("%s", text)
	}
	if spec.SummerTime != "" {
		line("clock summer-time %s", spec.SummerTime)
	}
}

func xrNTP(line func(string, ...any), ntp DeviceNTPSpec) {
	for _, extra := range ntp.Lines {
		line("%s", extra)
	}
	for _, peer := range ntp.Servers {
		if !peer.Dynamic {
			line("%s", peerLine(peer)) // the order of options is that of IOS
		}
	}
	if ntp.Master > 0 {
		line("ntp master %d", ntp.Master)
	}
	if ntp.Enabled {
		line("ntp log-internal-sync")
	}
}

func xrInterfaces(line func(string, ...any), interfaces []InterfaceSpec) {
	known := map[string]bool{"": true}
	for _, i := range interfaces {
		if !known[i.VRF] {
			known[i.VRF] = true
			line("vrf %s\n address-family ipv4 unicast", i.VRF)
		}
	}
	for _, i := range interfaces {
		line("interface %s", i.Name)
		if i.VRF != "" {
			line(" vrf %s", i.VRF)
		}
		address, err := netip.ParseAddr(i.Address)
		switch {
		case err != nil:
			line(" shutdown")
		case ipFamily(address) == "ipv6" && strings.HasPrefix(i.Name, "Loopback"):
			line(" ipv6 address %s/128", i.Address)
		case ipFamily(address) == "ipv6":
			line(" ipv6 address %s/64", i.Address)
		case strings.HasPrefix(i.Name, "Loopback"):
			line(" ipv4 address %s 255.255.255.255", i.Address)
		default:
			line(" ipv4 address %s 255.255.255.0", i.Address)
		}
	}
}

// parseXR reads configuration text into formal lines: an indented line continues the line that it stands below.
func parseXR(text string) []string {
	type opened struct {
		indent int
		text   string
	}
	var stack []opened
	var formal []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \r\n")
		body := strings.TrimLeft(line, " ")
		if body == "" || strings.HasPrefix(body, "!") {
			continue
		}
		indent := len(line) - len(body)
		for len(stack) > 0 && stack[len(stack)-1].indent >= indent {
			stack = stack[:len(stack)-1]
		}
		full := strings.Join(strings.Fields(body), " ")
		if full == "" {
			continue
		}
		if len(stack) > 0 {
			full = stack[len(stack)-1].text + " " + full
		}
		if n := len(formal); n > 0 && len(stack) > 0 && formal[n-1] == stack[len(stack)-1].text {
			formal = formal[:n-1] // it was the head of a block
		}
		if len(stack) < mostNesting && len(full) <= longestHead {
			stack = append(stack, opened{indent, full})
		}
		formal = append(formal, full)
	}
	return formal
}

// mostNesting and longestHead bound how deep blocks are followed, and how much each line repeats of their heads.
const (
	mostNesting = 8
	longestHead = 256
)

// formal are the lines of a configuration that begin with certain words.
func (c config) formal(beginning string) []string {
	var found []string
	for _, line := range c.lines {
		if beginning == "" || begins(line.text, beginning) {
			found = append(found, line.text)
		}
	}
	return found
}

// insertXR puts a formal line behind the last one of its block or kind.
func (c *config) insertXR(text string) {
	words := strings.Fields(text)
	head := strings.Join(words[:xrHead(words)], " ")
	at := -1
	for _, beginning := range []string{head, words[0]} {
		for i, l := range c.lines {
			if at < 0 && beginning != "" && begins(l.text, beginning) {
				at = i
			}
		}
		for at >= 0 && at < len(c.lines) && beginning != "" && begins(c.lines[at].text, beginning) {
			at++
		}
	}
	if at < 0 {
		at = len(c.lines)
	}
	c.lines = slices.Insert(c.lines, at, configLine{text: text})
}
