package ios

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
)

// keep is what may be saved of an answer. [ShowTimeConfig] is short, so its filter lets lines through that nobody reads, and
// access lists that have nothing to do with NTP: they are no evidence, and are dropped. What [ParseConfig] reads in what is left
// is what it reads in the whole.
func keep(command, text string) string {
	if _, refused := DeviceError(text); refused || command != ShowTimeConfig {
		return text
	}
	k := keeper{lists: accessLists(text)}
	var kept strings.Builder
	kept.Grow(len(text))
	for line := range strings.Lines(text) {
		if k.wants(line) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// accessLists are the names of those that the access groups of NTP name.
func accessLists(text string) map[string]bool {
	names := map[string]bool{}
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, "ntp access-group ")
		if !ok {
			continue
		}
		if g, ok := ntpshow.AccessGroup(strings.Fields(rest)); ok {
			names[g.ACL] = true
		}
	}
	return names
}

type keeper struct {
	lists map[string]bool
	below below // what the indented lines that follow stand below
	ended bool  // the last line that is kept is "!"
}

type below int

const (
	belowOther  below = iota
	belowPort         // an interface
	belowList         // an access list that is kept
	belowHidden       // one that is not
)

// wants decides about the next line. One "!" is enough to end a block.
func (k *keeper) wants(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 {
		return true
	}
	mark := line[0] == '!'
	if !k.knows(line, words) || mark && k.ended {
		return false
	}
	k.ended = mark
	return true
}

// knows reports whether somebody reads a line. What is not known to be something else is kept.
func (k *keeper) knows(line string, words []string) bool {
	if line[0] == ' ' {
		return k.wantsIndented(words)
	}
	k.below = k.opens(words)
	switch {
	case line[0] == '!':
		return len(words) == 1 && words[0] == "!" // and no remark such as "! Last configuration change at …"
	case k.below == belowHidden:
		return false
	case words[0] == "no":
		words = words[1:]
	}
	if !wantsPlain(words) {
		k.below = belowHidden
		return false
	}
	return true
}

// opens tells what stands below a line.
func (k *keeper) opens(words []string) below {
	switch {
	case words[0] == "interface":
		return belowPort
	case words[0] == "access-list" && len(words) > 1 && k.lists[words[1]]:
		return belowOther
	case words[0] == "access-list":
		return belowHidden
	case words[0][0] == '!' || len(words) < 2 || words[1] != "access-list" && words[1] != "as-path":
		return belowOther
	case k.lists[words[len(words)-1]]:
		return belowList
	}
	return belowHidden
}

// wantsPlain decides about a line that stands below no other. Only what is known to be something else goes.
func wantsPlain(words []string) bool {
	switch capture.Keyword(words) {
	case "service":
		return isTimeLine(words)
	case "ip":
		topic := capture.Keyword(words[1:])
		return topic == "access-list" || topic == "name-server" || topic == "domain-lookup" || topic == "domain" && capture.Keyword(words[2:]) == "lookup"
	}
	return true
}

// wantsIndented decides about a line below another.
func (k *keeper) wantsIndented(words []string) bool {
	switch k.below {
	case belowList:
		return true
	case belowHidden:
		return false
	}
	if isTimeLine(words) {
		return true
	}
	if k.below != belowPort {
		return false
	}
	switch words[0] {
	case "no": // shutdown is not printed so, and an address may be
		return len(words) == 3 && words[1] == "ip" && words[2] == "address"
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
