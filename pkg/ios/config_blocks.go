package ios

import (
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// takeIndented reads a line below an interface or an access list. An indented ntp line elsewhere is a global
// one that a capture has shifted, unless only interfaces know such a line.
func (r *configReader) takeIndented(l capture.Line, words []string) {
	ntp := words[0] == "ntp" || words[0] == "no" && capture.Keyword(words[1:]) == "ntp"
	switch {
	case r.block:
		r.Reject(l.Raw)
	case !ntp && isTimeLine(words):
		r.Reject(l.Raw) // a global line that a capture has shifted? Nothing tells what it stands below
	case ntp && (r.Interface != "" || isInterfaceOnly(words)):
		r.InterfaceNTP = append(r.InterfaceNTP, show.InterfaceNTP{Interface: r.Interface, Line: r.Keep(l.Text)})
	case ntp && words[0] == "ntp":
		if !r.ntp(l, words) {
			r.Reject(l.Raw)
		}
	case ntp:
		r.OtherNTPLines = append(r.OtherNTPLines, r.Keep(l.Text))
	case r.InList():
		r.AddEntry(words, l.Text)
	case r.Interface != "":
		r.port(l, words)
	}
}

func isInterfaceOnly(words []string) bool {
	if len(words) < 2 || words[0] != "ntp" {
		return false
	}
	return words[1] == "disable" || words[1] == "broadcast" || words[1] == "multicast"
}

// isSaved reports whether a top-level line is one of those that [ShowStartupConfig] asks for.
func isSaved(words []string) bool {
	is := func(at int, word string) bool { return at < len(words) && words[at] == word }
	switch words[0] {
	case "clock", "ntp", "sntp":
		return true
	case "service":
		return is(1, "timestamps")
	case "no":
		return is(1, "ntp") || is(1, "service") && is(2, "timestamps")
	}
	return false
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
