package nxos

import (
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// isTimeLine reports whether a line is one of those that this parser reads.
func isTimeLine(words []string) bool {
	if keyword(words) == "no" {
		words = words[1:]
	}
	switch keyword(words) {
	case "ntp", "clock":
		return true
	case "logging":
		return keyword(words[1:]) == "timestamp" || keyword(words[1:]) == "server"
	case "feature":
		return keyword(words[1:]) == "ntp"
	}
	return false
}

// openInterface starts the block of an interface.
func (r *configReader) openInterface(words []string) bool {
	if len(words) == 0 {
		return false
	}
	r.known++
	r.iface = strings.Join(words, " ")
	if strings.HasPrefix(r.iface, "loopback") {
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

// takeIndented reads a line below another. What is of an interface counts there; a time line elsewhere is one that a capture
// has shifted, or of something that is not known.
func (r *configReader) takeIndented(l capture.Line, words []string) {
	ntp := words[0] == "ntp" || words[0] == "no" && keyword(words[1:]) == "ntp"
	switch {
	case ntp && r.iface != "":
		r.cfg.InterfaceNTP = append(r.cfg.InterfaceNTP, show.InterfaceNTP{Interface: r.iface, Line: r.keep(l)})
	case isTimeLine(words):
		r.reject(l)
	case words[0] == "crypto":
		r.trustpoint(words[1:])
	case r.iface == "" || len(words) < 3:
	case words[0] == "vrf" && words[1] == "member":
		r.vrf = words[2]
	case (words[0] == "ip" || words[0] == "ipv6") && words[1] == "address":
		r.address(words[2:])
	}
}

// address keeps a static address. What a device learns ("dhcp"), or composes of a prefix and its own identifier ("eui64"),
// is not in the configuration.
func (r *configReader) address(words []string) {
	host, _, _ := strings.Cut(words[0], "/")
	if _, err := netip.ParseAddr(host); err != nil || len(words) > 1 && strings.HasPrefix(words[1], "eui") {
		return
	}
	r.cfg.Addresses = append(r.cfg.Addresses, show.InterfaceAddress{Interface: r.iface, Address: host})
}
