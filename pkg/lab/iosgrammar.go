package lab

import (
	"regexp"
	"slices"
	"strings"
)

// topWords are the first words of configuration lines.
var topWords = strings.Fields(`aaa access-list alias archive banner boot cdp class-map clock control-plane crypto
	default enable errdisable hostname interface ip ipv6 key line lldp logging mac monitor ntp policy-map privilege
	redundancy router service snmp-server sntp spanning-tree system username version vlan vrf vtp`)

// ntpWords may follow "ntp".
var ntpWords = strings.Fields(`access-group allow authenticate authentication-key broadcastdelay clock-period logging
	master max-associations maxdistance mindistance orphan panic passive peer refclock server source trusted-key
	update-calendar`)

// clockWords may follow "clock".
var clockWords = strings.Fields("calendar-valid initialize protocol save summer-time timezone")

// knows reports whether a line would be accepted.
func (d *device) knows(words []string, under string) bool {
	rest := words[slices.Index(words, firstWord(words)):]
	if under != "" && underWord(words) {
		return true
	}
	removing := words[0] == "no" || words[0] == "default"
	switch rest[0] {
	case "ntp":
		return removing && len(rest) == 1 || len(rest) > 1 && slices.Contains(ntpWords, rest[1]) && (removing || d.knowsNTP(rest))
	case "clock":
		return knowsClock(rest, removing)
	}
	return slices.Contains(topWords, rest[0])
}

// knowsNTP reports whether what follows "ntp" can be.
func (d *device) knowsNTP(words []string) bool {
	switch words[1] {
	case "server", "peer":
		return knowsPeer(words[2:])
	case "authentication-key":
		return d.knowsKey(words[2:])
	case "trusted-key":
		_, ok := readTrust(words[2:])
		return ok
	case "access-group":
		_, ok := readGroup(words[2:])
		return ok
	case "master":
		return len(words) == 2 || len(words) == 3 && between(words[2], 1, 15)
	case "source":
		return len(words) > 2
	}
	return true
}

// peerNumbers are the options of an association that a number follows, and its limits.
var peerNumbers = map[string][2]int{"key": {1, 1<<32 - 1}, "version": {1, 4}, "minpoll": {4, 17}, "maxpoll": {4, 17}}

// knowsPeer takes "[vrf V] [ip|ipv6] HOST [OPTIONS…]".
func knowsPeer(words []string) bool {
	if len(words) > 2 && words[0] == "vrf" {
		words = words[2:]
	}
	if len(words) > 1 && (words[0] == "ip" || words[0] == "ipv6") {
		words = words[1:]
	}
	if len(words) == 0 || !hostName.MatchString(words[0]) {
		return false
	}
	for i := 1; i < len(words); i++ {
		switch option := words[i]; {
		case slices.Contains([]string{"burst", "iburst", "normal-sync", "prefer"}, option):
		case i+1 == len(words):
			return false
		case option == "source":
			i++
		default:
			limit, ok := peerNumbers[option]
			if i++; !ok || !between(words[i], limit[0], limit[1]) {
				return false
			}
		}
	}
	return true
}

// hostName is an address or a name: 192.0.2.1, 2001:db8::1, time.example.net
var hostName = regexp.MustCompile(`^[0-9A-Za-z._:-]+$`)

// knowsKey takes "N TYPE SECRET [0|7]": md5 everywhere, the other types on IOS-XE from 16.8 on.
func (d *device) knowsKey(words []string) bool {
	if len(words) < 3 || len(words) > 4 || !between(words[0], 1, 1<<32-1) {
		return false
	}
	hidden := len(words) == 4 && words[3] != "0"
	switch words[1] {
	case "md5":
		return true
	case "hmac-sha1", "hmac-sha2-256":
		return d.newKeyTypes() && (hidden || len(words[2]) <= 32)
	case "cmac-aes-128":
		return d.newKeyTypes() && (hidden || len(words[2]) == 16 || len(words[2]) == 32)
	}
	return false
}

// newKeyTypes reports whether the release has other types of key than md5.
func (d *device) newKeyTypes() bool {
	release := strings.Split(d.spec.OSVersion, ".")
	if d.spec.Platform != platformIOSXE || len(release) < 2 {
		return false
	}
	return between(release[0], 17, 99) || release[0] == "16" && between(release[1], 8, 99)
}

// longestLabel is the length of a zone's label on IOS.
const longestLabel = 7

func knowsClock(words []string, removing bool) bool {
	if len(words) < 2 || !slices.Contains(clockWords, words[1]) {
		return false
	}
	if removing {
		return true
	}
	switch words[1] {
	case "timezone":
		_, err := parseTimezone(words[2:])
		return err == nil && len(words[2]) <= longestLabel
	case "summer-time":
		_, err := parseSummerTime(words[2:])
		return err == nil && len(words[2]) <= longestLabel
	}
	return true
}
