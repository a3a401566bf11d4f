package ios

import (
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// openInterface starts the block of an interface.
func (r *configReader) openInterface(words []string) bool {
	if len(words) < 2 {
		return false
	}
	r.known++
	r.iface = strings.Join(words[1:], " ")
	if strings.HasPrefix(r.iface, "Loopback") {
		r.cfg.Loopbacks = append(r.cfg.Loopbacks, r.iface)
	}
	return true
}

// closeInterface ends it. The VRF counts for all its addresses, wherever its line stands.
func (r *configReader) closeInterface() {
	for i := r.firstOfIfc; i < len(r.cfg.Addresses); i++ {
		r.cfg.Addresses[i].VRF = r.vrf
	}
	r.iface, r.vrf, r.firstOfIfc = "", "", len(r.cfg.Addresses)
}

// takeIndented reads a line below an interface. An indented ntp line elsewhere is a global
// one that a capture has shifted, unless only interfaces know such a line.
func (r *configReader) takeIndented(l capture.Line, words []string) {
	word := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	ntp := word(0) == "ntp" || word(0) == "no" && word(1) == "ntp"
	switch {
	case r.block:
		r.reject(l)
	case !ntp && isTimeLine(words):
		r.reject(l) // a global line that a capture has shifted? Nothing tells what it stands below
	case ntp && (r.iface != "" || isInterfaceOnly(words)):
		r.cfg.InterfaceNTP = append(r.cfg.InterfaceNTP, show.InterfaceNTP{Interface: r.iface, Line: r.keep(l)})
	case ntp && word(0) == "ntp":
		if !r.ntp(l, words) {
			r.reject(l)
		}
	case ntp:
		r.cfg.OtherNTPLines = append(r.cfg.OtherNTPLines, r.keep(l))
	case r.iface == "":
	case word(0) == "vrf" && word(1) == "forwarding":
		r.vrf = word(2)
	case word(0) == "ip" && word(1) == "vrf" && word(2) == "forwarding":
		r.vrf = word(3)
	case (word(0) == "ip" || word(0) == "ipv6") && word(1) == "address":
		r.address(word(2), word(3))
	}
}

func isInterfaceOnly(words []string) bool {
	if len(words) < 2 || words[0] != "ntp" {
		return false
	}
	return words[1] == "disable" || words[1] == "broadcast" || words[1] == "multicast"
}

// address keeps a static address. What a device learns ("dhcp", "negotiated"), or composes
// of a prefix and its own identifier ("eui-64"), is not in the configuration.
func (r *configReader) address(printed, option string) {
	host, _, _ := strings.Cut(printed, "/")
	if _, err := netip.ParseAddr(host); err != nil || option == "eui-64" {
		return
	}
	r.cfg.Addresses = append(r.cfg.Addresses, show.InterfaceAddress{Interface: r.iface, Address: host})
}

// isTimeLine reports whether a line is one of those that this parser reads.
func isTimeLine(words []string) bool {
	if words[0] == "no" {
		words = words[1:]
	}
	switch keyword(words) {
	case "ntp", "sntp":
		return true
	case "clock":
		return len(words) == 1 || words[1] != "rate" && words[1] != "source" // those are of a serial line
	case "service":
		return len(words) > 1 && (words[1] == "timestamps" || words[1] == "sequence-numbers")
	}
	return false
}
