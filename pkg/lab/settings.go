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
	master          int                // "ntp master N", 0 is none
	refclock        bool               // "ntp refclock": there is a receiver
	hearsBroadcasts bool               // a broadcast or multicast client on an interface
	sntp            []peerLineSettings // "sntp server"
	logStamp        string
	promptTimestamp bool
	lookup          bool // names are looked up in the DNS, mistyped words too
	keys            keyRing
	access          accessRules
	network         network

	// NX-OS
	twelveHours bool   // "clock format 12hours"
	protocol    string // "clock protocol": NTP where the configuration says nothing
	distributed bool   // "ntp distribute": NTP lines wait for "ntp commit"
}

// peerLineSettings is one "ntp server" or "ntp peer" line in force.
type peerLineSettings struct {
	address   string // or a name
	name      string // as configured, where the address is what a name stands for
	vrf       string
	source    string // interface, "" is as configured for all
	symmetric bool
	prefer    bool
	key       int
	version   int
}

func (ios) settings(c config) settings {
	s := settings{hostname: "Router", zone: utcZone, lookup: true}
	for _, words := range c.find("hostname") {
		s.hostname = strings.Join(words, " ")
	}
	s.zone = readZone(c)
	s.logStamp = readLogStamp(c)
	s.promptTimestamp = slices.Contains(c.under("line vty"), "exec prompt timestamp")
	s.lookup = c.has("ip domain lookup") || !c.has("no ip domain lookup") && !c.has("no ip domain-lookup")
	s.readNTP(c)
	s.readIOSNetwork(c)
	s.readBroadcasts(c)
	s.readSNTP(c)
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
			s.master = readMaster(words)
		case "refclock":
			s.refclock = true
		default:
			s.readSecurity(words)
		}
	}
}

// readBroadcasts reads " ntp broadcast client" and " ntp multicast client" below interfaces, which start NTP too.
func (s *settings) readBroadcasts(c config) {
	for _, line := range c.under("interface ") {
		if begins(line, "ntp broadcast client") || begins(line, "ntp multicast client") {
			s.ntpEnabled, s.hearsBroadcasts = true, true
		}
	}
}

// readMaster reads "master [N]".
func readMaster(words []string) int {
	if len(words) > 1 {
		if stratum, err := strconv.Atoi(words[1]); err == nil {
			return stratum
		}
	}
	return defaultMaster
}

// readSecurity reads what all platforms have of keys and access groups.
func (s *settings) readSecurity(words []string) {
	switch words[0] {
	case "authenticate":
		s.keys.authenticate = true
	case "authentication-key":
		if key, ok := readKey(words[1:]); ok {
			s.keys.keys = append(s.keys.keys, key)
		}
	case "trusted-key":
		if span, ok := readTrust(words[1:]); ok {
			s.keys.trusted = append(s.keys.trusted, span)
		}
	case "access-group":
		if group, ok := readGroup(words[1:]); ok {
			s.access.groups = append(s.access.groups, group)
		}
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
		case "source":
			peer.source, i = value, i+1
		case "minpoll", "maxpoll":
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

// number is the value of a word that IOS has accepted as a number, else 0.
func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		return 0
	}
	return n
}
