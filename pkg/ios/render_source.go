package ios

import (
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// serverHead is the part of the line of a source that identifies it.
func serverHead(s show.ServerLine) string {
	words := []string{"ntp", s.Type}
	if s.VRF != "" {
		words = append(words, "vrf", s.VRF)
	}
	switch { // the word is for names alone
	case !isName(&s):
	case s.Family == show.IPv4:
		words = append(words, "ip")
	case s.Family == show.IPv6:
		words = append(words, "ipv6")
	}
	return strings.Join(append(words, s.Address), " ")
}

// serverLine is the whole line, with the options in the order in which IOS prints them. Entered again it replaces them.
func serverLine(s show.ServerLine) string {
	words := []string{serverHead(s)}
	flag := func(set bool, word string) {
		if set {
			words = append(words, word)
		}
	}
	number := func(name string, value *int) {
		if value != nil {
			words = append(words, name, strconv.Itoa(*value))
		}
	}
	flag(s.Burst, "burst")
	flag(s.IBurst, "iburst")
	flag(s.KeyText() != "", "key "+s.KeyText())
	number("minpoll", s.MinPoll)
	number("maxpoll", s.MaxPoll)
	flag(s.NormalSync, "normal-sync")
	flag(s.Prefer, "prefer")
	flag(s.Source != "", "source "+s.Source)
	number("version", s.Version)
	return strings.Join(words, " ")
}
