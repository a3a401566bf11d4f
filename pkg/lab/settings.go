package lab

import (
	"slices"
	"strconv"
	"strings"
)

// settings are what the configuration in force means for the simulation.
type settings struct {
	hostname        string
	zone            zone
	ntpEnabled      bool
	peers           []peerLineSettings
	master          int // "ntp master N", 0 is none
	logStamp        string
	promptTimestamp bool
	lookup          bool // a mistyped word is looked up in the DNS
}

// peerLineSettings is one "ntp server" or "ntp peer" line in force.
type peerLineSettings struct {
	address string
	vrf     string
	symmetric, prefer,
	authenticated bool // the key, its trust and "ntp authenticate" are all there
	key, version int
}

func (ios) settings(c config) settings {
	s := settings{hostname: "Router", zone: utcZone, lookup: true}
	for _, words := range c.find("hostname") {
		s.hostname = strings.Join(words, " ")
	}
	s.zone = readZone(c)
	s.logStamp = readLogStamp(c)
	s.promptTimestamp = slices.Contains(c.under("line vty"), "exec prompt timestamp")
	s.lookup = !c.has("no ip domain lookup") && !c.has("no ip domain-lookup")
	s.readNTP(c)
	return s
}

func readZone(c config) zone {
	z := utcZone
	for _, words := range c.find("clock timezone") {
		if read, err := parseTimezone(words); err == nil {
			z = read
		}
	}
	for _, words := range c.find("clock summer-time") {
		if summer, err := parseSummerTime(words); err == nil {
			z.summer = summer
		}
	}
	return z
}

// readLogStamp returns the words after "service timestamps log", or "" where log lines carry no stamp.
func readLogStamp(c config) string {
	lines := c.find("service timestamps log")
	switch {
	case len(lines) == 0:
		return ""
	case len(lines[0]) == 0:
		return "uptime"
	}
	return strings.Join(lines[0], " ")
}

// defaultMaster is the stratum of a bare "ntp master".
const defaultMaster = 8

func (s *settings) readNTP(c config) {
	lines := c.find("ntp")
	s.ntpEnabled = len(lines) > 0 // NTP runs when any ntp command is entered
	for _, words := range lines {
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "server", "peer":
			if peer, ok := readPeerLine(words); ok {
				s.peers = append(s.peers, peer)
			}
		case "master":
			s.master = defaultMaster
			if len(words) > 1 {
				if stratum, err := strconv.Atoi(words[1]); err == nil {
					s.master = stratum
				}
			}
		}
	}
	for i := range s.peers {
		s.peers[i].authenticated = authenticates(c, s.peers[i].key)
	}
}

// readPeerLine takes the options as a set: their order differs between releases.
func readPeerLine(words []string) (peerLineSettings, bool) {
	peer := peerLineSettings{symmetric: words[0] == "peer", version: 4}
	for i := 1; i < len(words); i++ {
		value := ""
		if i+1 < len(words) {
			value = words[i+1]
		}
		switch words[i] {
		case "vrf":
			peer.vrf, i = value, i+1
		case "key":
			peer.key, i = number(value), i+1
		case "version":
			peer.version, i = number(value), i+1
		case "source", "minpoll", "maxpoll":
			i++
		case "prefer":
			peer.prefer = true
		case "ip", "ipv6", "burst", "iburst", "normal-sync":
		default:
			peer.address = words[i]
		}
	}
	return peer, peer.address != ""
}

// authenticates reports whether a key is in force: "ntp authenticate", the key and its trust belong together.
func authenticates(c config, key int) bool {
	if key == 0 || !c.has("ntp authenticate") {
		return false
	}
	defined := slices.ContainsFunc(c.find("ntp authentication-key"), func(words []string) bool {
		return len(words) > 0 && number(words[0]) == key
	})
	trusted := slices.ContainsFunc(c.find("ntp trusted-key"), func(words []string) bool {
		return trusts(words, key)
	})
	return defined && trusted
}

// trusts reads "5" or "3 - 7".
func trusts(words []string, key int) bool {
	switch len(words) {
	case 1:
		return number(words[0]) == key
	case 3:
		return number(words[0]) <= key && key <= number(words[2])
	}
	return false
}

// number is the value of a word that IOS has accepted as a number, else 0.
func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		return 0
	}
	return n
}
