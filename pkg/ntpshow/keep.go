package ntpshow

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// Keeper knows which lines of a filtered configuration are read. A filter is short, so it lets others through, and the entries of
// access lists that have nothing to do with NTP. Of those only the names are kept.
type Keeper struct {
	TimeLine func(words []string) bool // is it about time, wherever it stands?
	Outer    func(words []string) bool // is it read where it stands below no other? Access lists apart
	Block    func(words []string) bool // does it begin a block of which lines are read, as an interface does?
	Port     func(words []string) bool // is it read below one?
}

// Keep leaves the lines out that are not read. What is read in the rest is what is read in the whole.
func (k Keeper) Keep(text string) string {
	w := keeping{Keeper: k, lists: namedLists(text)}
	var kept strings.Builder
	kept.Grow(len(text))
	for line := range strings.Lines(text) {
		if w.wants(line) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// namedLists are the names of the access lists that the access groups of NTP name.
func namedLists(text string) map[string]bool {
	names := map[string]bool{}
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, "ntp access-group ")
		if !ok {
			continue
		}
		if g, ok := AccessGroup(strings.Fields(rest)); ok {
			names[g.ACL] = true
		}
	}
	return names
}

type keeping struct {
	Keeper
	lists map[string]bool
	below below // what the indented lines that follow stand below
	ended bool  // the last line that is kept is "!"
}

type below int

const (
	belowOther  below = iota
	belowPort         // a line that begins a block
	belowList         // an access list that NTP names
	belowHidden       // a line that is not
)

// wants decides about the next line. One "!" is enough to end a block.
func (k *keeping) wants(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 {
		return true
	}
	mark := line[0] == '!' && len(words) == 1 && words[0] == "!"
	if !k.reads(line, words) || mark && k.ended {
		return false
	}
	k.ended = mark
	return true
}

// reads reports whether somebody reads a line.
func (k *keeping) reads(line string, words []string) bool {
	if line[0] == ' ' {
		return k.readsIndented(words)
	}
	name, isList := accessListOf(words)
	switch {
	case isList && !k.lists[name]:
		k.below = belowHidden
		_, head := ListName(words)
		return head // its name is taken, whatever it is for
	case isList && isRemark(words[2:]), !isList && !k.Outer(words):
		k.below = belowHidden
		return false
	case isList:
		k.below = belowList
	case k.Block(words):
		k.below = belowPort
	default:
		k.below = belowOther
	}
	return true
}

func (k *keeping) readsIndented(words []string) bool {
	switch k.below {
	case belowList:
		return !isRemark(words)
	case belowHidden:
		return false
	case belowPort:
		return k.TimeLine(words) || k.Port(words)
	}
	return k.TimeLine(words)
}

// isRemark recognizes an entry that is for people: "10 remark clocks".
func isRemark(words []string) bool {
	if len(words) > 0 && capture.IsDigits(words[0]) {
		words = words[1:]
	}
	return capture.Keyword(words) == "remark"
}

// accessListOf returns the name of the access list that a line begins, or is an entry of:
//
//	access-list 10 permit 192.0.2.1
//	ip access-list standard NTP
//	ipv6 access-list NTP6
func accessListOf(words []string) (name string, is bool) {
	switch {
	case words[0] == "access-list" && len(words) > 1:
		return words[1], true
	case len(words) > 2 && words[1] == "access-list":
		return words[len(words)-1], true
	}
	return "", false
}
