package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// isTimeLine reports whether a line is one of those that this parser reads.
func isTimeLine(words []string) bool {
	if capture.Keyword(words) == "no" {
		words = words[1:]
	}
	switch capture.Keyword(words) {
	case "ntp", "clock":
		return true
	case "logging":
		return capture.Keyword(words[1:]) == "timestamp" || capture.Keyword(words[1:]) == "server"
	case "feature":
		return capture.Keyword(words[1:]) == "ntp"
	}
	return false
}

// takeIndented reads a line below another. What is of an interface counts there; a time line elsewhere is one that a capture
// has shifted, or of something that is not known.
func (r *configReader) takeIndented(l capture.Line, words []string) {
	ntp := words[0] == "ntp" || words[0] == "no" && capture.Keyword(words[1:]) == "ntp"
	switch {
	case ntp && r.Interface != "":
		r.InterfaceNTP = append(r.InterfaceNTP, show.InterfaceNTP{Interface: r.Interface, Line: r.Keep(l.Text)})
	case isTimeLine(words):
		r.Reject(l.Raw)
	case words[0] == "crypto":
		r.trustpoint(words[1:])
	case r.Interface == "" || len(words) < 3:
	case words[0] == "vrf" && words[1] == "member":
		r.VRF = words[2]
	case len(words) > 3 && strings.HasPrefix(words[3], "eui"): // composed of a prefix and an identifier that is not in the configuration
	case (words[0] == "ip" || words[0] == "ipv6") && words[1] == "address":
		r.AddAddress(words[2])
	}
}
