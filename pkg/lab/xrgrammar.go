package lab

import (
	"slices"
	"strings"
)

// xrTop are the first words of configuration lines.
var xrTop = strings.Fields(`aaa banner call-home cdp class-map clock control-plane crypto domain flow group hostname interface ipv4
	ipv6 key lldp line logging lpts mpls multicast-routing ntp policy-map prefix-set role route-policy router service snmp-server
	ssh tacacs-server taskgroup telnet tpa usergroup username vrf vty-pool xml`)

// xrRefuses is the word of a formal line that is not accepted, -1 where all are.
func xrRefuses(words []string, removing bool) int {
	if !slices.Contains(xrTop, words[0]) {
		return 0
	}
	switch words[0] {
	case "ntp":
		return xrRefusesNTP(words, removing)
	case "clock":
		return xrRefusesClock(words, removing)
	case "service":
		if len(words) > 1 && words[1] == "timestamps" {
			return xrRefusesStamps(words)
		}
	case "ipv4", "ipv6":
		if len(words) > 3 && words[1] == "access-list" && !removing {
			if _, ok := parseAccessEntry(words[3:]); !ok && !slices.Contains(words, "remark") {
				return 3
			}
		}
	}
	return -1
}

// xrNTPWords may follow "ntp".
var xrNTPWords = strings.Fields(`access-group authenticate authentication-key broadcastdelay drift interface ipv4 ipv6
	log-internal-sync master max-associations passive peer server source trusted-key update-calendar`)

func xrRefusesNTP(words []string, removing bool) int {
	switch {
	case len(words) == 1:
		return -1
	case !slices.Contains(xrNTPWords, words[1]):
		return 1
	case removing:
		return -1
	}
	switch words[1] {
	case "server", "peer":
		return xrRefusesPeer(words)
	case "trusted-key":
		if len(words) != 3 || !between(words[2], 1, 65535) {
			return min(2, len(words)-1)
		}
	case "master":
		if len(words) > 2 && !between(words[2], 1, 15) {
			return 2
		}
	case "authentication-key":
		return xrRefusesKey(words)
	case "access-group":
		if group, ok := readGroup(words[2:]); !ok || group.family == "" {
			return min(2, len(words)-1)
		}
	}
	return -1
}

func xrRefusesKey(words []string) int {
	types := []string{"md5", "hmac-sha1", "hmac-sha2", "sha1", "cmac-aes-128"}
	switch {
	case len(words) < 5 || !between(words[2], 1, 65535):
		return min(2, len(words)-1)
	case !slices.Contains(types, words[3]):
		return 3
	case len(words) > 5 && words[4] != "clear" && words[4] != "encrypted" || len(words) > 6:
		return 4
	}
	return -1
}

func xrRefusesPeer(words []string) int {
	at := 2
	if len(words) > 4 && words[2] == "vrf" {
		at = 4
	}
	if at < len(words) && (words[at] == "ipv4" || words[at] == "ipv6") {
		at++
	}
	if at >= len(words) {
		return len(words) - 1
	}
	for i := at + 1; i < len(words); i++ {
		switch words[i] {
		case "prefer", "burst", "iburst":
			continue
		case "key", "version", "minpoll", "maxpoll", "source":
		default:
			return i
		}
		i++
		if i >= len(words) {
			return len(words) - 1
		}
		limits := map[string][2]int{"key": {1, 65535}, "version": {1, 4}, "minpoll": {4, 17}, "maxpoll": {4, 17}}
		if limit, numeric := limits[words[i-1]]; numeric && !between(words[i], limit[0], limit[1]) {
			return i
		}
	}
	return -1
}

func xrRefusesClock(words []string, removing bool) int {
	switch {
	case len(words) < 2 || !slices.Contains([]string{"timezone", "summer-time"}, words[1]):
		return min(1, len(words)-1)
	case removing:
		return -1
	}
	var err error
	if words[1] == "timezone" {
		_, err = parseXRTimezone(words[2:])
	} else {
		_, err = (iosxr{}).summerTime(words[2:])
	}
	if err != nil {
		return min(3, len(words)-1)
	}
	return -1
}

// xrRefusesStamps knows "service timestamps [log|debug] [uptime|disable|datetime …]".
func xrRefusesStamps(words []string) int {
	known := strings.Fields("log debug uptime disable datetime localtime msec show-timezone year")
	for i, word := range words[2:] {
		if !slices.Contains(known, word) {
			return i + 2
		}
	}
	return -1
}
