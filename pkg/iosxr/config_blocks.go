package iosxr

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// top reads a line that stands in no block. In the formal form every line does.
func (r *configReader) top(l capture.Line, words []string) (below blockKind, understood bool) {
	switch words[0] {
	case "ntp":
		if len(words) == 1 {
			r.Known++
			r.about["ntp"]++
			return ntpBlock, true
		}
		below, understood = r.inNTP(words[1:])
		return below, understood
	case "no":
		return otherBlock, r.no(words)
	case "%": // the device objects to something, and what stands below goes on with the block before
		if r.last.ofNTP() {
			return ntpOther, false
		}
		return otherBlock, false
	case "clock":
		return otherBlock, r.clock(l, words)
	case "service":
		return otherBlock, r.service(words)
	case "logging":
		r.logging(words[1:])
	case "interface":
		return interfaceBlock, r.openInterface(words[1:])
	case "router":
		return r.protocol(words[1:]), true
	case show.IPv4, show.IPv6:
		return r.accessList(l, words), true
	case "hostname", "Building":
		r.Known++
	case "end":
		r.Known++
		r.Ended = r.Ended || len(words) == 1
	}
	return otherBlock, true
}

// no reads a line that takes something back. The configuration of IOS XR does not hold such lines.
func (r *configReader) no(words []string) bool {
	if capture.Keyword(words[1:]) == "ntp" {
		r.OtherNTPLines = append(r.OtherNTPLines, r.keep(words...))
		r.about["ntp"]++
		return true
	}
	return !isTimeLine(words)
}

// openInterface starts the block of an interface; in the formal form, one of its lines follows the name.
func (r *configReader) openInterface(words []string) bool {
	if capture.Keyword(words) == "preconfigure" {
		words = words[1:]
	}
	if len(words) == 0 {
		return false
	}
	r.Known++
	if words[0] != r.Interface {
		r.CloseInterface()
	}
	r.Interface = words[0]
	if strings.HasPrefix(r.Interface, "Loopback") && !slices.Contains(r.Loopbacks[max(len(r.Loopbacks)-1, 0):], r.Interface) {
		r.Loopbacks = append(r.Loopbacks, r.Interface)
	}
	return len(words) == 1 || r.inInterface(words[1:])
}

// accessList reads "ipv4 access-list NAME"; in the formal form, one of its entries follows the name.
func (r *configReader) accessList(l capture.Line, words []string) (below blockKind) {
	if len(words) < 3 || words[1] != "access-list" {
		return otherBlock
	}
	r.OpenList(words[0], words[2])
	if len(words) > 3 {
		r.AddEntry(words[3:], l.Text)
	}
	return listBlock
}

// inInterface reads a line below an interface. All but its VRF, its static addresses, and that it is shut down are passed over.
//
//	shutdown
//	vrf MGMT
//	ipv4 address 192.0.2.7 255.255.255.0
//	ipv6 address 2001:db8::7/64
func (r *configReader) inInterface(words []string) bool {
	switch {
	case words[0] == "shutdown" && len(words) == 1:
		r.Port.Shutdown = true
	case words[0] == "vrf" && len(words) == 2:
		r.VRF = words[1]
	case (words[0] == show.IPv4 || words[0] == show.IPv6) && len(words) > 2 && words[1] == "address":
		if words[len(words)-1] != "eui-64" { // that is composed of a prefix and an identifier that is not in the configuration
			r.AddAddress(words[2])
		}
	}
	return !isTimeLine(words)
}

// interfaceHead is "interface IF [vrf V]" of a line of the ntp block. In the formal form more follows.
func interfaceHead(words []string) []string {
	if words[0] == "ntp" {
		words = words[1:]
	}
	if len(words) > 3 && words[2] == "vrf" {
		return words[:4]
	}
	return words[:min(len(words), 2)]
}

// ntpInterface reads the head of an interface in the ntp block, and what the formal form writes behind it.
func (r *configReader) ntpInterface(words []string) bool {
	head := interfaceHead(words)
	if len(head) < 2 {
		return false
	}
	r.interfaceNTP(head, words[len(head):])
	return true
}

// interfaceNTP keeps a line below an interface of the ntp block. The first takes the place of the head, which has none.
func (r *configReader) interfaceNTP(head, words []string) {
	i := show.InterfaceNTP{Interface: head[1], Line: capture.WithoutKey(strings.Join(words, " "))}
	if len(head) > 2 {
		i.VRF = &head[3]
	}
	if n := len(r.InterfaceNTP); n > 0 && r.InterfaceNTP[n-1].Line == "" && r.InterfaceNTP[n-1].Interface == i.Interface {
		r.InterfaceNTP = r.InterfaceNTP[:n-1]
	}
	r.InterfaceNTP = append(r.InterfaceNTP, i)
	r.keep(slices.Concat([]string{"ntp"}, head, words)...)
}
