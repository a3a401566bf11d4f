package lab

import (
	"net/netip"
	"slices"
	"strings"
)

// accessList is an access list of any platform, as far as source addresses go.
type accessList []accessEntry

type accessEntry struct {
	permit bool
	any    bool
	from   []netip.Prefix // of IPv4 wildcards that are no prefix: only the address itself
}

// verdict is what an access list says of an address.
type verdict int

const (
	unmatched verdict = iota // the implicit deny at the end
	permitted
	denied
)

// judge holds an address against a list, first match wins. A list that does not exist permits everything here; what
// IOS does then is not verified.
func (l accessList) judge(from netip.Addr) verdict {
	if l == nil {
		return permitted
	}
	for _, entry := range l {
		if entry.any || slices.ContainsFunc(entry.from, func(p netip.Prefix) bool { return p.Contains(from) }) {
			if entry.permit {
				return permitted
			}
			return denied
		}
	}
	return unmatched
}

// parseAccessEntry reads the words of an entry: "[[sequence] 10] permit [ip|ipv4|ipv6|udp] SOURCE …". Remarks are no
// entries.
func parseAccessEntry(words []string) (accessEntry, bool) {
	if len(words) > 1 && words[0] == "sequence" {
		words = words[1:]
	}
	if len(words) > 0 && number(words[0]) > 0 {
		words = words[1:]
	}
	if len(words) < 2 || words[0] != "permit" && words[0] != "deny" {
		return accessEntry{}, false
	}
	entry := accessEntry{permit: words[0] == "permit"}
	words = words[1:]
	if slices.Contains([]string{"ip", "ipv4", "ipv6", "udp"}, words[0]) {
		words = words[1:]
	}
	switch {
	case len(words) == 0:
		return accessEntry{}, false
	case words[0] == "any":
		entry.any = true
		return entry, true
	case words[0] == "host" && len(words) > 1:
		words = words[1:]
	}
	prefix, ok := sourcePrefix(words)
	entry.from = []netip.Prefix{prefix}
	return entry, ok
}

// sourcePrefix reads "A", "A/len" or "A wildcard".
func sourcePrefix(words []string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(words[0]); err == nil {
		return prefix.Masked(), true
	}
	address, err := netip.ParseAddr(words[0])
	if err != nil {
		return netip.Prefix{}, false
	}
	bits := address.BitLen()
	if len(words) > 1 {
		bits = wildcardBits(words[1], bits)
	}
	prefix, err := address.Prefix(bits)
	return prefix, err == nil
}

// wildcardBits is the length of the prefix that "0.0.0.255" leaves, or all bits where it is no such mask.
func wildcardBits(word string, all int) int {
	wild, err := netip.ParseAddr(word)
	if err != nil || !wild.Is4() {
		return all
	}
	b := wild.As4()
	mask := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	for free := range 33 {
		if uint64(mask) == 1<<free-1 {
			return 32 - free
		}
	}
	return all
}

// addEntry appends the entry of a configuration line to a list of that name. The list exists from then on, even where
// the entry is not understood.
func (r *accessRules) addEntry(list string, words []string) {
	r.lists = withList(r.lists, list)
	if entry, ok := parseAccessEntry(words); ok {
		r.lists[list] = append(r.lists[list], entry)
	}
}

// withList makes sure that a list of that name exists.
func withList(lists map[string]accessList, name string) map[string]accessList {
	if lists == nil {
		lists = map[string]accessList{}
	}
	if lists[name] == nil {
		lists[name] = accessList{}
	}
	return lists
}

// ipFamily is the word of an address family in configurations.
func ipFamily(address netip.Addr) string {
	if address.Is6() && !address.Is4In6() {
		return "ipv6"
	}
	return "ipv4"
}

// accessKinds are the kinds of access group in the order in which they are tried.
func accessKinds() []string { return strings.Fields("peer serve serve-only query-only") }

// accessRules are the access groups of NTP.
type accessRules struct {
	groups []accessGroup
	lists  map[string]accessList
	stops  bool // an entry that denies ends the search, instead of the next group being tried
}

type accessGroup struct {
	kind, list string
	family     string // "": both
	vrf        string
	everyVRF   bool
}

func (g accessGroup) governs(from netip.Addr, vrf string) bool {
	return (g.everyVRF || g.vrf == vrf) && (g.family == "" || g.family == ipFamily(from))
}

// level is the kind of access that packets from an address get in a VRF: "peer" where no group governs them, and ""
// where none of those that do permits them.
func (r accessRules) level(from netip.Addr, vrf string) string {
	governed := false
	for _, kind := range accessKinds() {
		for _, group := range r.groups {
			if group.kind != kind || !group.governs(from, vrf) {
				continue
			}
			governed = true
			switch r.lists[group.list].judge(from) {
			case permitted:
				return kind
			case denied:
				if r.stops {
					return ""
				}
			}
		}
	}
	if governed {
		return ""
	}
	return "peer"
}

// serves reports whether a client's queries for the time are answered.
func (r accessRules) serves(from netip.Addr, vrf string) bool {
	level := r.level(from, vrf)
	return level == "peer" || level == "serve" || level == "serve-only"
}

// readGroup reads "[vrf V] [ipv4|ipv6] KIND LIST [kod]".
func readGroup(words []string) (accessGroup, bool) {
	var g accessGroup
	if len(words) > 2 && words[0] == "vrf" {
		g.vrf, words = words[1], words[2:]
	}
	if len(words) > 0 && (words[0] == "ipv4" || words[0] == "ipv6") {
		g.family, words = words[0], words[1:]
	}
	if len(words) < 2 || !slices.Contains(accessKinds(), words[0]) {
		return g, false
	}
	g.kind, g.list = words[0], words[1]
	return g, true
}
