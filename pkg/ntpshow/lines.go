package ntpshow

import (
	"math"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Server reads what follows "ntp". Options are an unordered set: releases print them in different orders.
//
//	server [vrf V] [ip|ipv4|ipv6] HOST [burst] [iburst] [key N] [minpoll n] [maxpoll n]
//	       [normal-sync] [prefer] [source IF] [version n]
//
// "ip", "ipv4" and "ipv6" say which record of the name HOST to resolve.
func Server(words []string) (s show.ConfigServer, ok bool) {
	if len(words) < 2 {
		return s, false
	}
	s.Type = words[0]
	options := words[1:]
	for len(options) > 1 && s.Address == "" {
		switch options[0] {
		case "vrf":
			s.VRF, options = capture.Ptr(options[1]), options[2:]
		case "ip", "ipv4", "ipv6":
			s.Family = map[string]string{"ip": show.IPv4, "ipv4": show.IPv4, "ipv6": show.IPv6}[options[0]]
			s.Address, options = options[1], options[2:]
		default:
			s.Address, options = options[0], options[1:]
		}
	}
	if s.Address == "" && len(options) == 1 {
		s.Address, options = options[0], nil
	}
	return s, capture.IsHost(s.Address) && readOptions(&s, options)
}

// Argument reads the number behind an option.
func Argument(words []string, high int) (*int, bool) {
	if len(words) == 0 {
		return nil, false
	}
	n, ok := capture.Integer(words[0], 0, high)
	return &n, ok
}

func argumentText(words []string) (*string, bool) {
	if len(words) == 0 {
		return nil, false
	}
	return capture.Ptr(words[0]), true // a pointer into words would keep the whole line
}

// interfaceName reads an interface in one word or two ("Loopback0", "Loopback 0").
func interfaceName(words []string) (name *string, takes int, ok bool) {
	if len(words) == 0 {
		return nil, 0, false
	}
	if len(words) > 1 && !strings.ContainsAny(words[0], "0123456789") && capture.IsDigits(words[1][:1]) {
		return capture.Ptr(words[0] + " " + words[1]), 2, true
	}
	return &words[0], 1, true
}

// AccessGroup reads what follows "access-group": [vrf V] [ipv4|ipv6] TYPE ACL [kod].
func AccessGroup(words []string) (g show.AccessGroup, ok bool) {
	if len(words) > 1 && words[0] == "vrf" {
		g.VRF, words = capture.Ptr(words[1]), words[2:]
	}
	if len(words) > 0 && (words[0] == show.IPv4 || words[0] == show.IPv6) {
		g.Family, words = capture.Ptr(words[0]), words[1:]
	}
	if len(words) < 2 || !slices.Contains([]string{"peer", "serve", "serve-only", "query-only"}, words[0]) {
		return g, false
	}
	g.Type, g.ACL = words[0], words[1]
	if len(words) > 2 {
		g.Options = words[2:]
	}
	return g, true
}

// defaultMasterStratum is what "master" alone stands for.
const defaultMasterStratum = 8

func master(words []string) (m show.Master, ok bool) {
	m.Stratum = defaultMasterStratum
	if len(words) == 1 {
		m.Stratum, m.Explicit = capture.Integer(words[0], 1, 15)
	}
	return m, len(words) == 0 || len(words) == 1 && m.Explicit
}

func readOptions(s *show.ConfigServer, words []string) bool {
	for ok := true; len(words) > 0; {
		option, args := words[0], words[1:]
		takes := 1
		switch option {
		case "prefer":
			s.Prefer, takes = true, 0
		case "burst":
			s.Burst, takes = true, 0
		case "iburst":
			s.IBurst, takes = true, 0
		case "normal-sync":
			s.NormalSync, takes = true, 0
		case "key":
			s.Key, ok = Argument(args, math.MaxUint32)
		case "version":
			s.Version, ok = Argument(args, 7)
		case "minpoll":
			s.MinPoll, ok = Argument(args, 17)
		case "maxpoll":
			s.MaxPoll, ok = Argument(args, 17)
		case "vrf":
			s.VRF, ok = argumentText(args)
		case "source":
			s.Source, takes, ok = interfaceName(args)
		default:
			ok = false
		}
		if !ok {
			return false
		}
		words = args[takes:]
	}
	return true
}
