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
		line := show.InterfaceNTP{Interface: r.Interface, Line: strings.TrimSpace(withoutKey(l.Text))}
		if !r.ofPort[line] { // the other part of the configuration may have it as well
			r.ofPort[line] = true
			r.InterfaceNTP = append(r.InterfaceNTP, line)
			r.Keep(l.Text)
		}
	case isTimeLine(words):
		r.Reject(l.Raw)
	case words[0] == "crypto":
		r.trustpoint(words[1:])
	case r.InList():
		r.AddEntry(words, l.Text)
	case r.Interface != "":
		r.port(l, words)
	case r.context != "" && len(words) > 2 && words[0] == "ip" && words[1] == "name-server":
		r.AddNameServers(r.context, words[2:])
		r.Keep(l.Text)
	}
}

// isSaved reports whether a line that stands below no other is one of those that [ShowStartupConfig] asks for.
func isSaved(words []string) bool {
	if words[0] == "no" {
		words = words[1:]
		return capture.Keyword(words) == "ntp" || capture.Keyword(words) == "feature" && isTimeLine(words)
	}
	switch words[0] {
	case "ntp", "clock":
		return true
	case "feature", "logging":
		return isTimeLine(words) && capture.Keyword(words[1:]) != "server"
	}
	return false
}
