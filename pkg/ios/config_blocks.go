package ios

import (
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

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
		r.Reject(l.Raw)
	case !ntp && isTimeLine(words):
		r.Reject(l.Raw) // a global line that a capture has shifted? Nothing tells what it stands below
	case ntp && (r.Interface != "" || isInterfaceOnly(words)):
		r.InterfaceNTP = append(r.InterfaceNTP, show.InterfaceNTP{Interface: r.Interface, Line: r.Keep(l.Text)})
	case ntp && word(0) == "ntp":
		if !r.ntp(l, words) {
			r.Reject(l.Raw)
		}
	case ntp:
		r.OtherNTPLines = append(r.OtherNTPLines, r.Keep(l.Text))
	case r.Interface == "":
	case word(0) == "vrf" && word(1) == "forwarding":
		r.VRF = word(2)
	case word(0) == "ip" && word(1) == "vrf" && word(2) == "forwarding":
		r.VRF = word(3)
	case word(3) == "eui-64": // composed of a prefix and an identifier that is not in the configuration
	case (word(0) == "ip" || word(0) == "ipv6") && word(1) == "address":
		r.AddAddress(word(2))
	}
}

func isInterfaceOnly(words []string) bool {
	if len(words) < 2 || words[0] != "ntp" {
		return false
	}
	return words[1] == "disable" || words[1] == "broadcast" || words[1] == "multicast"
}

// isTimeLine reports whether a line is one of those that this parser reads.
func isTimeLine(words []string) bool {
	if words[0] == "no" {
		words = words[1:]
	}
	switch capture.Keyword(words) {
	case "ntp", "sntp":
		return true
	case "clock":
		return len(words) == 1 || words[1] != "rate" && words[1] != "source" // those are of a serial line
	case "service":
		return len(words) > 1 && (words[1] == "timestamps" || words[1] == "sequence-numbers")
	}
	return false
}
