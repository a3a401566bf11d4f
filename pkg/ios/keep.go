package ios

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
)

// keep is what may be saved of an answer. [ShowTimeConfig] is short, so its filter lets lines through that nobody reads, and
// the entries of access lists that have nothing to do with NTP: they are no evidence, and are dropped.
func keep(command, text string) string {
	if _, refused := DeviceError(text); refused || command != ShowTimeConfig {
		return text
	}
	opens := func(words []string) bool { return words[0] == "interface" }
	return ntpshow.Keeper{TimeLine: isTimeLine, Outer: readsOuter, Block: opens, Port: readsOfPort}.Keep(text)
}

// readsOuter reports whether a line that stands below no other is read. What is not known to be something else is kept.
func readsOuter(words []string) bool {
	if words[0] == "no" {
		words = words[1:]
	}
	first, second := capture.Keyword(words), ""
	if len(words) > 1 {
		second = words[1]
	}
	switch {
	case first == "service":
		return isTimeLine(words)
	case first == "ip" && second == "domain":
		return len(words) > 2 && words[2] == "lookup"
	case first == "ip":
		return second == "name-server" || second == "domain-lookup"
	case first == "!":
		return len(words) == 1 // and no remark such as "! Last configuration change at …"
	}
	return true
}

// readsOfPort reports whether a line below an interface is read.
func readsOfPort(words []string) bool {
	switch words[0] {
	case "no":
		return slices.Equal(words, []string{"no", "ip", "address"})
	case "standby", "glbp", "vrrp": // other lines of theirs may hold a key
		return slices.Contains(words, "ip") || slices.Contains(words, "ipv6") || slices.Contains(words, "address-family")
	case "ip", "ipv6":
		return len(words) > 2 && (words[1] == "address" || words[1] == "vrf")
	case "address", "shutdown", "vrf":
		return true
	case "tunnel":
		return capture.Keyword(words[1:]) == "protection"
	case "crypto":
		return capture.Keyword(words[1:]) == "map"
	}
	return false
}
