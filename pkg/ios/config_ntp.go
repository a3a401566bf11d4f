package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
)

// ntp reads a top-level line that starts with "ntp". Options are an unordered set: releases
// print them in different orders.
func (r *configReader) ntp(l capture.Line, words []string) bool {
	args := words[1:]
	understood, filled := true, true
	switch capture.Keyword(args) {
	case "server", "peer":
		understood = r.server(l, args)
	case "authentication-key":
		understood = r.authKey(l, args[1:])
	case "trusted-key":
		understood = r.Trust(args[1:])
	case "access-group":
		understood = r.accessGroup(l, args[1:])
	case "master":
		understood = r.SetMaster(args[1:])
	case "source":
		understood = len(args) > 1 && ntpshow.Once(&r.NTPSource, strings.Join(args[1:], " "))
	case "authenticate":
		understood = len(args) == 1
		r.Authenticate = r.Authenticate || understood
	case "update-calendar":
		understood = len(args) == 1
		r.UpdateCalendar = r.UpdateCalendar || understood
	case "":
		understood = false // the head of a block, in the grammar of IOS XR
	case "refclock":
		r.Refclocks = append(r.Refclocks, strings.TrimSpace(l.Text))
		filled = false
	case "allow":
		r.AllowMode(args[1:], true, l.Text)
		filled = false
	default:
		filled = false
	}
	kept := r.Keep(l.Text)
	if !understood || !filled {
		r.OtherNTPLines = append(r.OtherNTPLines, kept)
	}
	return understood
}

// server reads a source, and what comes behind it.
func (r *configReader) server(l capture.Line, words []string) bool {
	s, ok := ntpshow.Server(words)
	s.Line = strings.TrimSpace(l.Text)
	if ok {
		r.Servers = append(r.Servers, s)
	}
	return ok
}

// authKey reads "ntp authentication-key N TYPE TEXT [ENCODING]" and forgets TEXT.
func (r *configReader) authKey(l capture.Line, words []string) bool {
	k, ok := ntpshow.AuthKey(words)
	if !ok {
		return false
	}
	k.Line = capture.WithoutKey(strings.TrimSpace(l.Text))
	if last := words[len(words)-1]; len(words) > 3 && capture.IsEncoding(last) {
		k.Encoding = &last
	}
	r.AuthKeys = append(r.AuthKeys, k)
	return true
}

// accessGroup reads "ntp access-group [ipv4|ipv6] TYPE ACL [kod]".
func (r *configReader) accessGroup(l capture.Line, words []string) bool {
	g, ok := ntpshow.AccessGroup(words)
	if !ok || g.VRF != nil {
		return false
	}
	g.Line = strings.TrimSpace(l.Text)
	r.AccessGroups = append(r.AccessGroups, g)
	return true
}
