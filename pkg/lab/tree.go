package lab

import (
	"maps"
	"slices"
	"strings"
)

// node is a word of the command line and what may follow it.
type node struct {
	word  string // "" at the root; "<…>" takes any word
	level int    // least privilege
	next  []*node
	run   runner // nil: incomplete
}

// runner does a command. What it returns is printed, LF ending each line.
type runner func(v *vty, words []string) string

// add puts a command into the tree. Words that are there already are shared.
func (n *node) add(level int, words string, run runner) *node {
	at := n
	for word := range strings.FieldsSeq(words) {
		i := slices.IndexFunc(at.next, func(k *node) bool { return k.word == word })
		if i < 0 {
			at.next = append(at.next, &node{word: word, level: level})
			i = len(at.next) - 1
		}
		at = at.next[i]
		at.level = min(at.level, level)
	}
	at.run = run
	return at
}

// takesAny reports whether the node stands for words that are not keywords.
func (n *node) takesAny() bool { return strings.HasPrefix(n.word, "<") }

// parsed is a command line that was understood: the command in full, and the words that filled its places.
type parsed struct {
	full string
	args []string
	run  runner
}

// parseFault says why a command line was not understood, and at which of its words.
type parseFault struct {
	kind parseKind
	word int
}

type parseKind int

const (
	parseOK parseKind = iota
	parseInvalid
	parseIncomplete
	parseAmbiguous
	parseUnknown // a single word that is no command: a host to connect to
)

// parse understands the words of a command line at a privilege level: every keyword may be cut short as long as it is
// unique.
func (n *node) parse(words []string, privilege int) (parsed, parseFault) {
	at := n
	var p parsed
	var full []string
	for i, word := range words {
		next, kind := at.follow(word, privilege)
		if kind == parseInvalid && i == 0 && len(words) == 1 {
			kind = parseUnknown
		}
		if kind != parseOK {
			return p, parseFault{kind, i}
		}
		at = next
		if at.takesAny() {
			p.args = append(p.args, word)
		} else {
			full = append(full, at.word)
		}
	}
	p.full, p.run = strings.Join(full, " "), at.run
	switch {
	case at.run == nil && len(at.next) == 0: // a word that is there for its abbreviations only
		return p, parseFault{parseInvalid, len(words) - 1}
	case at.run == nil:
		return p, parseFault{parseIncomplete, len(words)}
	}
	return p, parseFault{}
}

// follow finds the node that a word stands for.
func (n *node) follow(word string, privilege int) (*node, parseKind) {
	var begins []*node
	var place *node
	for _, k := range n.next {
		switch {
		case k.level > privilege:
		case k.takesAny():
			place = k
		case strings.EqualFold(k.word, word):
			return k, parseOK
		case len(word) < len(k.word) && strings.EqualFold(k.word[:len(word)], word):
			begins = append(begins, k)
		}
	}
	switch {
	case len(begins) == 1:
		return begins[0], parseOK
	case len(begins) > 1:
		return nil, parseAmbiguous
	case place != nil:
		return place, parseOK
	}
	return nil, parseInvalid
}

// candidates are the words that may stand next, for "?" and Tab.
func (n *node) candidates(words []string, part string, privilege int) []string {
	at := n
	for _, word := range words {
		next, kind := at.follow(word, privilege)
		if kind != parseOK {
			return nil
		}
		at = next
	}
	var found []string
	for _, k := range at.next {
		if k.level <= privilege && len(part) <= len(k.word) && strings.EqualFold(k.word[:len(part)], part) {
			found = append(found, k.word)
		}
	}
	if at.run != nil && part == "" {
		found = append(found, "<cr>")
	}
	return found
}

// newExecTree is the exec mode of a device, with fixed answers put in or over it.
func newExecTree(os personality, answers map[string]string) *node {
	root := &node{}
	os.commands(root)
	for _, command := range slices.Sorted(maps.Keys(answers)) {
		if strings.Contains(command, "|") { // answered as it stands, see execute
			continue
		}
		text := answers[command]
		root.add(1, command, func(*vty, []string) string { return text })
	}
	return root
}

// furtherShow are words after "show" that the lab does not answer. They are there because they make
// abbreviations ambiguous, as on a device.
var furtherShow = strings.Fields(`aaa access-lists aliases arp buffers cdp class-map configuration
	controllers cef diag dhcp environment flash: history hosts idprom ip ipv6 key line lldp location logging
	mac memory monitor netconf nvram: parser platform policy-map protocols processes queueing rmon route-map
	sessions snmp spanning-tree ssh stacks tcp tech-support terminal track users vlan vrf vtp`)

// furtherExec are further first words, for the same reason.
var furtherExec = strings.Fields(`access-enable access-profile clear connect crypto debug delete dir erase
	help lock mtrace monitor mrinfo name-connection more ntp ping ppp reload resume send ssh set
	systat tclsh telnet test traceroute tunnel undebug verify where`)
