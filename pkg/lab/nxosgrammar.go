package lab

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// nxosRefuses says what is wrong with a configuration line, and at which of its words; "" where nothing is.
func nxosRefuses(words []string, under string, c config) (kind string, word int) {
	rest, at := words, 0
	if words[0] == "no" {
		rest, at = words[1:], 1
	}
	removing := at > 0
	switch {
	case len(rest) == 0:
		return "Incomplete command", len(words)
	case under != "" && (nxosUnder(words) || !slices.Contains(nxosTop, rest[0])):
		return "", 0
	case !slices.Contains(nxosTop, rest[0]):
		return "Invalid command", at
	}
	switch rest[0] {
	case "ntp":
		kind, word = nxosRefusesNTP(rest, removing, c)
	case "clock":
		kind, word = nxosRefusesClock(rest, removing)
	case "logging":
		kind, word = nxosRefusesLogging(rest, removing)
	}
	return kind, word + at
}

// nxosNTPWords are what may follow "ntp", with the least number of words of the whole line.
var nxosNTPWords = map[string]int{
	"server": 3, "peer": 3, "source": 3, "source-interface": 3, "authenticate": 2, "trusted-key": 3, "authentication-key": 5,
	"access-group": 3, "logging": 2, "master": 2, "passive": 2, "allow": 3, "distribute": 2, "commit": 2, "abort": 2,
}

func nxosRefusesNTP(words []string, removing bool, c config) (string, int) {
	if len(words) < 2 {
		return "Incomplete command", len(words)
	}
	least, known := nxosNTPWords[words[1]]
	switch {
	case !known || words[1] == "abort" && removing:
		return "Invalid command", 1
	case removing && slices.Contains([]string{"source", "source-interface", "authentication-key"}, words[1]):
		return "", 0
	case len(words) < least:
		return "Incomplete command", len(words)
	}
	switch words[1] {
	case "server", "peer":
		return nxosRefusesPeer(words)
	case "source":
		if _, err := netip.ParseAddr(words[2]); err != nil || len(c.find("ntp source-interface")) > 0 {
			return "Invalid parameter detected", 2
		}
	case "source-interface":
		if len(c.find("ntp source")) > 0 {
			return "Invalid parameter detected", 2
		}
	case "trusted-key":
		if len(words) > 3 || !between(words[2], 1, 65535) {
			return "Invalid number", min(len(words)-1, 3)
		}
	case "authentication-key":
		return nxosRefusesKey(words)
	case "access-group":
		if kind := words[2]; kind != "match-all" && (!slices.Contains(accessKinds(), kind) || len(words) != 4) {
			return "Invalid command", 2
		}
	case "master":
		if len(words) > 2 && !between(words[2], 1, 15) {
			return "Invalid number", 2
		}
	}
	return "", 0
}

// nxosRefusesKey takes md5 only, as classic NX-OS does.
func nxosRefusesKey(words []string) (string, int) {
	switch {
	case !between(words[2], 1, 65535):
		return "Invalid number", 2
	case words[3] != "md5":
		return "Invalid command", 3
	case len(words) > 5 && words[5] != "0" && words[5] != "7" || len(words) > 6:
		return "Invalid command", 5
	}
	return "", 0
}

func nxosRefusesPeer(words []string) (string, int) {
	for i := 3; i < len(words); i++ {
		switch words[i] {
		case "prefer":
			continue
		case "use-vrf", "key", "minpoll", "maxpoll":
		default:
			return "Invalid command", i
		}
		i++
		if i >= len(words) {
			return "Incomplete command", i
		}
		limits := map[string][2]int{"key": {1, 65535}, "minpoll": {4, 16}, "maxpoll": {4, 16}}
		if limit, numeric := limits[words[i-1]]; numeric && !between(words[i], limit[0], limit[1]) {
			return "Invalid number", i
		}
	}
	return "", 0
}

func nxosRefusesClock(words []string, removing bool) (string, int) {
	if len(words) < 2 {
		return "Incomplete command", len(words)
	}
	if !slices.Contains([]string{"timezone", "summer-time", "protocol", "format"}, words[1]) {
		return "Invalid command", 1
	}
	if removing {
		return "", 0
	}
	switch words[1] {
	case "timezone":
		switch {
		case len(words) < 5:
			return "Incomplete command", len(words)
		case !between(words[3], -12, 14):
			return "Invalid number", 3
		case !between(words[4], 0, 59) || len(words) > 5:
			return "Invalid number", 4
		}
	case "summer-time":
		if _, err := (nxos{}).summerTime(words[2:]); err != nil {
			return "Invalid command", min(3, len(words)-1)
		}
	case "protocol":
		if len(words) < 3 || !slices.Contains([]string{"ntp", "ptp", "none", "gnss", "unspecified"}, words[2]) {
			return "Invalid command", min(2, len(words)-1)
		}
	}
	return "", 0
}

func nxosRefusesLogging(words []string, removing bool) (string, int) {
	if len(words) < 2 || words[1] != "timestamp" || removing {
		return "", 0
	}
	if len(words) != 3 || !slices.Contains([]string{"microseconds", "milliseconds", "seconds"}, words[2]) {
		return "Invalid command", min(2, len(words)-1)
	}
	return "", 0
}

// between reports whether a word is a number within limits.
func between(word string, least, most int) bool {
	n, err := strconv.Atoi(word)
	return err == nil && least <= n && n <= most
}

// nxosUS are the words of a bare "clock summer-time NAME".
var nxosUS = strings.Fields("2 Sun Mar 02:00 1 Sun Nov 02:00 60")

// summerTime reads "NAME", or "NAME w Day Mon hh:mm w Day Mon hh:mm offset", where week 5 is the last.
func (nxos) summerTime(words []string) (*summerTime, error) {
	if len(words) == 1 {
		words = append(slices.Clone(words), nxosUS...)
	}
	ios := make([]string, 0, len(words)+1)
	for i, word := range words {
		if i == 1 {
			ios = append(ios, "recurring")
		}
		switch {
		case i != 1 && i != 5:
			ios = append(ios, shortName(word, i%4 == 2 || i%4 == 3))
		case word == "5":
			ios = append(ios, "last")
		case between(word, 1, 4):
			ios = append(ios, word)
		default:
			ios = append(ios, "week-"+word) // "last" and "first" are no words of NX-OS
		}
	}
	if len(words) != 10 { // the offset is not optional
		ios = ios[:1]
	}
	return parseSummerTime(ios)
}

// shortName is a day or month of any case and length as three letters, Mon or Mar.
func shortName(word string, is bool) string {
	if !is || len(word) < 3 {
		return word
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:3])
}
