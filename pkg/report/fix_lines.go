package report

import (
	"net/netip"
	"slices"
	"strings"
)

// statement is a configuration line and the lines indented below it.
type statement []string

// statements reads the lines that mend a finding; ok is false where there are none, or where
// one is not fit to be typed. A report is a file, and parts of its lines are words of a device:
// one that holds more than a line about time must not become one.
func statements(lines []string) (list []statement, ok bool) {
	for _, line := range lines {
		words := strings.Fields(line)
		below := strings.HasPrefix(line, " ")
		switch {
		case len(words) == 0 || !typable(line):
			return nil, false
		case below && len(list) > 0 && list[len(list)-1].isList() && (words[0] == "permit" || words[0] == "deny"):
			last := len(list) - 1
			list[last] = append(list[last], " "+strings.Join(words, " "))
		case below || place(words) < 0:
			return nil, false
		default:
			list = append(list, statement{strings.Join(words, " ")})
		}
	}
	return list, len(list) > 0
}

// longestLine is less than the 254 characters that the command line of IOS takes.
const longestLine = 240

// typable reports whether a line can be typed: a "?" would ask for help, a control character
// would edit the line or begin another.
func typable(line string) bool {
	return isPlain(line) && !strings.Contains(line, "?") && len(line) <= longestLine
}

// places are the lines that a fix may hold, in the order in which they must be entered: a key before what
// names it, sources before "ntp authenticate", an access list before what refers to it.
var places = [...]string{
	"clock timezone", "clock summer-time", "service timestamps log", "service timestamps debug",
	"ntp authentication-key", "ntp trusted-key", "ntp source", "ntp server", "ntp peer", "ntp authenticate",
	"ip access-list standard", "ipv6 access-list", "ntp access-group", "ntp master", "ntp update-calendar",
}

// place is the index of a line among places, -1 where it is not among them.
func place(words []string) int {
	if words[0] == "no" {
		words = words[1:]
	}
	return slices.IndexFunc(places[:], func(p string) bool {
		want := strings.Fields(p)
		return len(words) >= len(want) && slices.Equal(words[:len(want)], want)
	})
}

// rank orders statements. What goes, goes last: no device is left without a source in between.
func (s statement) rank() int {
	at := place(s.words())
	if s.removes() && strings.HasPrefix(s[0], "no ntp ") {
		at += len(places)
	}
	return at
}

func (s statement) words() []string { return strings.Fields(s[0]) }

func (s statement) removes() bool { return s.words()[0] == "no" }

func (s statement) isList() bool {
	return strings.HasPrefix(s[0], "ip access-list ") || strings.HasPrefix(s[0], "ipv6 access-list ")
}

func (s statement) text() string { return strings.Join(s, "\n") }

// target is what a statement sets, without the value that it gives it: of two statements with
// one target the later undoes the earlier.
func (s statement) target() string {
	words := s.words()
	if s.removes() {
		words = words[1:]
	}
	length := len(strings.Fields(places[place(words)]))
	switch strings.Join(words[:length], " ") {
	case "ntp server", "ntp peer":
		return sourceTarget(words)
	case "ntp access-group":
		length++
		if len(words) > 2 && (words[2] == "ipv4" || words[2] == "ipv6") {
			length++
		}
	case "ntp authentication-key", "ntp trusted-key", "ip access-list standard", "ipv6 access-list":
		length++
	}
	return strings.Join(words[:min(length, len(words))], " ")
}

// sourceTarget is "ntp server", the VRF and the address, in one spelling.
func sourceTarget(words []string) string {
	rest, vrf := words[2:], ""
	if len(rest) > 2 && rest[0] == "vrf" {
		vrf, rest = rest[1], rest[2:]
	}
	if len(rest) > 1 && (rest[0] == "ip" || rest[0] == "ipv6") {
		rest = rest[1:]
	}
	address := ""
	switch {
	case len(rest) > 0 && strings.HasPrefix(rest[0], "<"): // a placeholder holds blanks
		address, _, _ = strings.Cut(strings.Join(rest, " "), ">")
	case len(rest) > 0:
		address = rest[0]
	}
	if addr, err := netip.ParseAddr(address); err == nil {
		address = addr.String()
	}
	return strings.Join([]string{words[1], vrf, address}, " ")
}
