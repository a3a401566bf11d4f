package ios

import (
	"math"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ntp reads a top-level line that starts with "ntp". Options are an unordered set: releases
// print them in different orders.
func (r *configReader) ntp(l capture.Line, words []string) bool {
	args := words[1:]
	understood, filled := true, true
	switch keyword(args) {
	case "server", "peer":
		understood = r.server(l, args)
	case "authentication-key":
		understood = r.authKey(l, args[1:])
	case "trusted-key":
		understood = r.trustedKey(args[1:])
	case "access-group":
		understood = r.accessGroup(l, args[1:])
	case "master":
		understood = r.master(args[1:])
	case "source":
		understood = len(args) > 1 && once(&r.cfg.NTPSource, strings.Join(args[1:], " "))
	case "authenticate":
		understood = len(args) == 1
		r.cfg.Authenticate = r.cfg.Authenticate || understood
	case "update-calendar":
		understood = len(args) == 1
		r.cfg.UpdateCalendar = r.cfg.UpdateCalendar || understood
	case "":
		understood = false // the head of a block, in the grammar of IOS XR
	default:
		filled = false
	}
	kept := r.keep(l)
	if !understood || !filled {
		r.cfg.OtherNTPLines = append(r.cfg.OtherNTPLines, kept)
	}
	return understood
}

func keyword(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// server reads
//
//	ntp server [vrf V] [ip|ipv6] HOST [burst] [iburst] [key N] [minpoll n] [maxpoll n]
//	           [normal-sync] [prefer] [source IF] [version n]
//
// "ip" and "ipv6" say which record of the name HOST to resolve.
func (r *configReader) server(l capture.Line, words []string) bool {
	s := show.ConfigServer{Type: words[0], Line: strings.TrimSpace(l.Text)}
	options := words[1:]
	for len(options) > 1 && s.Address == "" {
		switch options[0] {
		case "vrf":
			s.VRF, options = capture.Ptr(options[1]), options[2:]
		case "ip":
			s.Family, s.Address, options = show.IPv4, options[1], options[2:]
		case "ipv6":
			s.Family, s.Address, options = show.IPv6, options[1], options[2:]
		default:
			s.Address, options = options[0], options[1:]
		}
	}
	if s.Address == "" && len(options) == 1 {
		s.Address, options = options[0], nil
	}
	if !capture.IsHost(s.Address) || !readOptions(&s, options) {
		return false
	}
	r.cfg.Servers = append(r.cfg.Servers, s)
	return true
}

// argument reads the number behind an option.
func argument(words []string, high int) (*int, bool) {
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

// authKey reads "ntp authentication-key N TYPE TEXT [ENCODING]" and forgets TEXT.
func (r *configReader) authKey(l capture.Line, words []string) bool {
	if len(words) < 2 || !isKeyType(words[1]) {
		return false
	}
	n, ok := capture.Integer(words[0], 0, math.MaxUint32)
	if !ok {
		return false
	}
	k := show.AuthKey{Number: n, Type: words[1], Line: withoutKey(strings.TrimSpace(l.Text))}
	if last := words[len(words)-1]; len(words) > 3 && isEncoding(last) {
		k.Encoding = &last
	}
	r.cfg.AuthKeys = append(r.cfg.AuthKeys, k)
	return true
}

func isKeyType(s string) bool {
	family, _, _ := strings.Cut(s, "-")
	return slices.Contains([]string{"md5", "cmac", "hmac", "sha1", "sha2", "sha256"}, family)
}

// isEncoding recognizes the encryption type behind a key: 0 plain, 7 reversible, and newer ones.
func isEncoding(s string) bool { return len(s) <= 2 && capture.IsDigits(s) }

// withoutKey takes the text of an authentication key out of a line. Of a line in another form
// it leaves only what cannot be the key. In a block of IOS XR the line does without "ntp".
func withoutKey(s string) string {
	const command = "authentication-key"
	at := strings.Index(s, command)
	if at < 0 {
		return s
	}
	words := strings.Fields(s[at+len(command):])
	kept := []string{s[:at] + command}
	if len(words) > 1 && capture.IsDigits(words[0]) && isKeyType(words[1]) {
		kept = append(kept, words[:2]...)
	}
	kept = append(kept, "<removed>")
	if n := len(words); n > 3 && isEncoding(words[n-1]) && words[2] != "clear" && words[2] != "encrypted" {
		kept = append(kept, words[n-1])
	}
	return strings.Join(kept, " ")
}

// trustedKey reads "ntp trusted-key N [- M]" and keeps what is printed.
func (r *configReader) trustedKey(words []string) bool {
	printed := strings.Join(words, " ")
	keys, ok := capture.KeyRange(printed)
	if !ok {
		return false
	}
	r.trusted = append(r.trusted, keys)
	r.cfg.TrustedKeys = append(r.cfg.TrustedKeys, printed)
	return true
}

// accessGroup reads "ntp access-group [ipv4|ipv6] TYPE ACL [kod]".
func (r *configReader) accessGroup(l capture.Line, words []string) bool {
	g := show.AccessGroup{Line: strings.TrimSpace(l.Text)}
	if k := keyword(words); k == "ipv4" || k == "ipv6" {
		g.Family, words = &words[0], words[1:]
	}
	if len(words) < 2 || !slices.Contains([]string{"peer", "serve", "serve-only", "query-only"}, words[0]) {
		return false
	}
	g.Type, g.ACL = words[0], words[1]
	if len(words) > 2 {
		g.Options = words[2:]
	}
	r.cfg.AccessGroups = append(r.cfg.AccessGroups, g)
	return true
}

// defaultMasterStratum is what "ntp master" alone stands for.
const defaultMasterStratum = 8

func (r *configReader) master(words []string) bool {
	m := show.Master{Stratum: defaultMasterStratum}
	if len(words) == 1 {
		m.Stratum, m.Explicit = capture.Integer(words[0], 1, 15)
	}
	if len(words) > 1 || len(words) == 1 && !m.Explicit || r.cfg.NTPMaster != nil && *r.cfg.NTPMaster != m {
		return false
	}
	r.cfg.NTPMaster = &m
	return true
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
			s.Key, ok = argument(args, math.MaxUint32)
		case "version":
			s.Version, ok = argument(args, 7)
		case "minpoll":
			s.MinPoll, ok = argument(args, 17)
		case "maxpoll":
			s.MaxPoll, ok = argument(args, 17)
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
