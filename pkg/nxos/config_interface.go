package nxos

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// port reads a line below an interface that tells of its addresses. That it is not shut down proves nothing: what is the default
// differs by the kind of interface and by release.
//
//	vrf member management
//	ip address 198.51.100.7/24
//	hsrp 10
//	  ip 198.51.100.1
//	vrrp 5
//	  address 198.51.100.2
//	vrrpv3 6 address-family ipv4
//	  address 198.51.100.3 primary
func (r *configReader) port(l capture.Line, words []string) {
	word := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	switch words[0] {
	case "shutdown":
		r.Port.Shutdown = len(words) == 1
	case "vrf":
		if word(1) == "member" && len(words) > 2 {
			r.VRF = words[2]
		}
	case "hsrp", "vrrp", "vrrpv3":
		r.group = map[string]string{"hsrp": "HSRP", "vrrp": "VRRP", "vrrpv3": "VRRP"}[words[0]]
	case "address":
		if r.group == "VRRP" {
			r.AddVirtual(r.group, word(1), l.Text)
		}
	case "ip", "ipv6":
		switch {
		case word(1) != "address":
			if r.group == "HSRP" {
				r.AddVirtual(r.group, word(1), l.Text)
			}
		case strings.HasPrefix(word(3), "eui"): // composed of a prefix and an identifier that is not in the configuration
		default:
			r.AddAddress(word(2))
		}
	}
}

// addressing reads "ip access-list NAME", "ip name-server A B use-vrf V" and "[no] ip domain-lookup".
func (r *configReader) addressing(l capture.Line, words []string, on bool) {
	switch {
	case !on && slices.Equal(words, []string{"ip", "domain-lookup"}):
		r.NoLookup = true
	case !on:
		return
	case len(words) == 3 && words[1] == "access-list" && words[0] != "mac":
		r.OpenList(map[string]string{"ip": show.IPv4, "ipv6": show.IPv6}[words[0]], words[2])
		return
	case len(words) > 2 && words[0] == "ip" && words[1] == "name-server":
		r.nameServers(words[2:])
	case slices.Equal(words, []string{"ip", "domain-lookup"}):
		r.NoLookup = false
	default:
		return
	}
	r.Keep(l.Text)
}

func (r *configReader) nameServers(words []string) {
	vrf := ""
	if i := slices.Index(words, "use-vrf"); i > 0 && i+1 < len(words) {
		vrf, words = words[i+1], words[:i]
	}
	r.AddNameServers(vrf, words)
}
