package ios

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
)

// port reads a line below an interface that tells of its addresses, or of the way that packets take.
func (r *configReader) port(l capture.Line, words []string) {
	word := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	switch words[0] {
	case "vrf":
		if word(1) == "forwarding" {
			r.VRF = word(2)
		}
	case "shutdown":
		r.Port.Shutdown = len(words) == 1
	case "ip", "ipv6":
		r.portAddressing(words)
	case "no":
		r.Port.Unaddressed = r.Port.Unaddressed || word(1) == "ip" && word(2) == "address" && len(words) == 3
	case "standby", "glbp", "vrrp":
		r.virtual(l, words)
	case "address": // below "vrrp GROUP address-family ipv4"; no other block of an interface has such a line
		r.AddVirtual(protocols[words[0]], word(1), l.Text)
	case "tunnel":
		if i := slices.Index(words, "profile"); word(1) == "protection" && i > 0 {
			r.Port.TunnelProtection = word(i + 1)
		}
	case "crypto":
		if word(1) == "map" {
			r.Port.CryptoMap = word(2)
		}
	}
}

// portAddressing reads "ip address A MASK", "ipv6 address A/LENGTH" and "ip vrf forwarding V".
func (r *configReader) portAddressing(words []string) {
	switch {
	case len(words) > 3 && words[1] == "vrf" && words[2] == "forwarding":
		r.VRF = words[3]
	case len(words) < 3 || words[1] != "address":
	case len(words) > 3 && words[3] == "eui-64": // composed of a prefix and an identifier that is not in the configuration
	default:
		r.AddAddress(words[2])
	}
}

// protocols are those by which devices share an address, by the first word of their lines.
var protocols = map[string]string{"standby": "HSRP", "glbp": "GLBP", "vrrp": "VRRP", "address": "VRRP"}

// virtual reads a line about an address that several devices share.
//
//	standby [GROUP] ip A [secondary]
//	standby [GROUP] ipv6 A
//	glbp GROUP ip A [secondary]
//	vrrp GROUP ip A [secondary]
func (r *configReader) virtual(l capture.Line, words []string) {
	protocol, words := protocols[words[0]], words[1:]
	if capture.IsDigits(capture.Keyword(words)) {
		words = words[1:]
	}
	if len(words) > 1 && (words[0] == "ip" || words[0] == "ipv6") {
		r.AddVirtual(protocol, words[1], l.Text)
	}
}

// addressing reads a top-level line about access lists, or about how names are resolved.
func (r *configReader) addressing(l capture.Line, words []string) {
	off := words[0] == "no"
	if off {
		words = words[1:]
	}
	switch {
	case words[0] == "access-list":
		r.numberedEntry(l, words)
	case len(words) > 2 && words[1] == "access-list" && !off:
		r.namedList(words)
	case len(words) > 2 && words[0] == "ip" && words[1] == "name-server" && !off:
		r.nameServers(l, words[2:])
	case slices.Equal(words, []string{"ip", "domain", "lookup"}), slices.Equal(words, []string{"ip", "domain-lookup"}):
		r.NoLookup = off
		r.Keep(l.Text)
	}
}

// numberedEntry reads "access-list N permit …", of a list of addresses.
func (r *configReader) numberedEntry(l capture.Line, words []string) {
	if len(words) < 3 || !filtersAddresses(words[1]) {
		return
	}
	r.OpenList("ipv4", words[1])
	r.AddEntry(words[2:], l.Text)
	r.CloseList()
}

// filtersAddresses reports whether the number of a list is one of those for IP: 1–199, 1300–2699.
func filtersAddresses(number string) bool {
	n, ok := capture.Integer(number, 1, 2699)
	return ok && (n < 200 || n >= 1300)
}

// namedList reads "ip access-list standard NAME", "ip access-list extended NAME" and "ipv6 access-list NAME". Of one of
// another kind only the name counts.
func (r *configReader) namedList(words []string) {
	if name, ok := ntpshow.ListName(words); ok {
		r.NameList(name)
	}
	switch {
	case words[0] == "ipv6" && len(words) == 3:
		r.OpenList("ipv6", words[2])
	case words[0] == "ip" && len(words) == 4 && (words[2] == "standard" || words[2] == "extended"):
		r.OpenList("ipv4", words[3])
	}
}

// nameServers reads what follows "ip name-server": [vrf V] A [B …].
func (r *configReader) nameServers(l capture.Line, words []string) {
	vrf := ""
	if len(words) > 2 && words[0] == "vrf" {
		vrf, words = words[1], words[2:]
	}
	r.AddNameServers(vrf, words)
	r.Keep(l.Text)
}
