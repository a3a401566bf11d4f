package ios

import (
	"math"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
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

// server reads a source, and what comes behind it.
func (r *configReader) server(l capture.Line, words []string) bool {
	s, ok := ntpshow.Server(words)
	s.Line = strings.TrimSpace(l.Text)
	if ok {
		r.cfg.Servers = append(r.cfg.Servers, s)
	}
	return ok
}

// authKey reads "ntp authentication-key N TYPE TEXT [ENCODING]" and forgets TEXT.
func (r *configReader) authKey(l capture.Line, words []string) bool {
	if len(words) < 2 || !capture.IsKeyType(words[1]) {
		return false
	}
	n, ok := capture.Integer(words[0], 0, math.MaxUint32)
	if !ok {
		return false
	}
	k := show.AuthKey{Number: n, Type: words[1], Line: capture.WithoutKey(strings.TrimSpace(l.Text))}
	if last := words[len(words)-1]; len(words) > 3 && capture.IsEncoding(last) {
		k.Encoding = &last
	}
	r.cfg.AuthKeys = append(r.cfg.AuthKeys, k)
	return true
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
	g, ok := ntpshow.AccessGroup(words)
	if !ok || g.VRF != nil {
		return false
	}
	g.Line = strings.TrimSpace(l.Text)
	r.cfg.AccessGroups = append(r.cfg.AccessGroups, g)
	return true
}

func (r *configReader) master(words []string) bool {
	m, ok := ntpshow.Master(words)
	if !ok || r.cfg.NTPMaster != nil && *r.cfg.NTPMaster != m {
		return false
	}
	r.cfg.NTPMaster = &m
	return true
}
