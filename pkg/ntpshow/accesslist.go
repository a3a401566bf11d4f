package ntpshow

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// accessLists are the access lists of a configuration, in the order in which they begin.
type accessLists struct {
	all   []show.AccessListRead
	place map[listName]int
	open  int // one more than the place of the list whose entries follow; 0: none
}

type listName struct{ family, name string }

// OpenList starts the block of an access list. The lines below it are entries until CloseList.
func (r *ConfigReader) OpenList(family, name string) {
	l := &r.lists
	key := listName{family, name}
	at, known := l.place[key]
	if !known {
		if l.place == nil {
			l.place = map[listName]int{}
		}
		at = len(l.all)
		l.place[key] = at
		l.all = append(l.all, show.AccessListRead{Name: name, Family: family})
	}
	l.open = at + 1
}

// NameList notes that an access list has a name; see [show.Config.ListNames].
func (r *ConfigReader) NameList(name string) { r.ListNames = append(r.ListNames, name) }

// ListName is the name of the access list that a line begins, of whatever kind:
//
//	ip access-list extended WEB
//	ipv6 access-list SIX
//	ip access-list NEXUS
//	mac access-list extended ODD
func ListName(words []string) (name string, ok bool) {
	if len(words) < 3 || len(words) > 4 || words[1] != "access-list" || words[0] == "no" {
		return "", false
	}
	return words[len(words)-1], true
}

// CloseList ends the block.
func (r *ConfigReader) CloseList() { r.lists.open = 0 }

// InList reports whether the lines that follow are entries.
func (r *ConfigReader) InList() bool { return r.lists.open > 0 }

// AddEntry reads an entry of the open list. One that is not understood leaves it open whom the list lets in.
func (r *ConfigReader) AddEntry(words []string, line string) {
	list := &r.lists.all[r.lists.open-1]
	e, applies, understood := accessEntry(words)
	e.Line = strings.TrimSpace(line)
	switch {
	case !understood:
		list.Unclear = true
	case applies:
		list.Entries = append(list.Entries, e)
	}
}

// named are the lists that access groups name.
func (l *accessLists) named(groups []show.AccessGroup) []show.AccessListRead {
	return slices.DeleteFunc(slices.Clone(l.all), func(list show.AccessListRead) bool {
		return !slices.ContainsFunc(groups, func(g show.AccessGroup) bool {
			return g.ACL == list.Name && (g.Family == nil || *g.Family == list.Family)
		})
	})
}

// accessEntry reads an entry, as far as it says whose NTP packets are let in. Destinations and ports that may leave one out are
// not understood. An entry of another protocol, and a remark, do not apply.
//
//	permit 192.0.2.1
//	10 permit 192.0.2.0 0.0.0.255 log
//	permit udp host 192.0.2.1 eq ntp any eq ntp
//	sequence 10 permit ipv6 2001:DB8::/32 any
//	20 permit udp 192.0.2.1/32 any
func accessEntry(words []string) (e show.AccessEntry, applies, understood bool) {
	if capture.Keyword(words) == "sequence" && len(words) > 1 {
		words = words[1:]
	}
	if capture.IsDigits(capture.Keyword(words)) {
		words = words[1:]
	}
	switch capture.Keyword(words) {
	case "remark", "statistics": // "statistics per-entry" has the entries counted
		return e, false, true
	case "permit", "deny":
	default:
		return e, false, false
	}
	e.Permit = words[0] == "permit"
	words = words[1:]
	protocol := capture.Keyword(words)
	switch {
	case slices.Contains(carriesNTP, protocol):
		words, understood = entrySource(&e, words[1:], true)
		return e, true, understood && isAnyDestination(words)
	case slices.Contains(otherProtocols, protocol):
		return e, false, true
	}
	words, understood = entrySource(&e, words, false)
	return e, true, understood && isEntryOption(words)
}

// The protocols that an entry may name: those that NTP packets are of, and others.
var (
	carriesNTP     = []string{"ip", "ipv4", "ipv6", "udp", "17"}
	otherProtocols = []string{"tcp", "icmp", "igmp", "icmpv6", "esp", "ahp", "ahip", "gre", "ospf", "eigrp", "pim", "sctp", "nos", "ipinip", "pcp", "6", "1"}
)

// entrySource reads the source of an entry, and returns what stands behind it. Where a destination follows, an address stands
// with its wildcard or its length.
func entrySource(e *show.AccessEntry, words []string, extended bool) (rest []string, ok bool) {
	switch capture.Keyword(words) {
	case "":
		return nil, false
	case "any", "any4", "any6":
		e.Any = true
		return words[1:], true
	case "host":
		if len(words) < 2 {
			return nil, false
		}
		a, err := netip.ParseAddr(words[1])
		if err == nil {
			e.From = netip.PrefixFrom(a, a.BitLen())
		}
		return words[2:], err == nil
	}
	if p, err := netip.ParsePrefix(words[0]); err == nil {
		e.From = p.Masked()
		return words[1:], true
	}
	a, err := netip.ParseAddr(words[0])
	if err != nil {
		return nil, false
	}
	if len(words) > 1 {
		if wildcard, err := netip.ParseAddr(words[1]); err == nil {
			e.From, ok = underWildcard(a, wildcard)
			e.Any = ok && e.From.Bits() == 0
			return words[2:], ok
		}
	}
	e.From = netip.PrefixFrom(a, a.BitLen())
	return words[1:], !extended
}

// underWildcard is an address with the bits that a wildcard leaves open, where these are the last ones: 192.0.2.0 0.0.0.255.
func underWildcard(a, wildcard netip.Addr) (netip.Prefix, bool) {
	if !a.Is4() || !wildcard.Is4() {
		return netip.Prefix{}, false
	}
	b := wildcard.As4()
	open := binary.BigEndian.Uint32(b[:])
	if open&(open+1) != 0 {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, bits.LeadingZeros32(open)).Masked(), true
}

// isAnyDestination reports whether what follows a source leaves no NTP packet out: "eq ntp any eq ntp log".
func isAnyDestination(words []string) bool {
	words = pastNTPPort(words)
	switch capture.Keyword(words) {
	case "any", "any4", "any6":
		return isEntryOption(pastNTPPort(words[1:]))
	}
	return false
}

func pastNTPPort(words []string) []string {
	if len(words) > 1 && words[0] == "eq" && (words[1] == "ntp" || words[1] == "123") {
		return words[2:]
	}
	return words
}

// isEntryOption reports whether what ends an entry changes nothing of whom it lets in.
func isEntryOption(words []string) bool {
	for len(words) > 0 {
		switch {
		case words[0] == "log" || words[0] == "log-input":
			words = words[1:]
		case words[0] == "sequence" && len(words) > 1:
			words = words[2:]
		default:
			return false
		}
	}
	return true
}
