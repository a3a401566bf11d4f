package nxos

import (
	"math"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ntp reads what follows "ntp". A line that fills no value is kept among the others.
func (r *configReader) ntp(l capture.Line, args []string) bool {
	understood, filled := true, true
	switch capture.Keyword(args) {
	case "server", "peer":
		understood = r.server(l, args)
	case "authentication-key":
		understood = r.authKey(l, args[1:])
	case "trusted-key":
		understood = len(args) == 2 && r.Trust(args[1:])
	case "access-group":
		understood, filled = r.accessGroup(l, args[1:])
	case "master":
		understood = r.SetMaster(args[1:])
	case "source", "source-interface":
		understood = len(args) > 1 && ntpshow.Once(&r.NTPSource, strings.Join(args[1:], " "))
	case "authenticate":
		understood = len(args) == 1
		r.Authenticate = r.Authenticate || understood
	case "":
		understood = false
	case "allow":
		r.AllowMode(args[1:], true, l.Text)
		filled = false
	default: // logging, passive, distribute, commit, …
		filled = false
	}
	kept := r.Keep(l.Text)
	if !understood || !filled {
		r.OtherNTPLines = append(r.OtherNTPLines, kept)
	}
	return understood
}

// server reads "server|peer HOST" and its options, which come in any order:
//
//	ntp peer 192.0.2.2 prefer use-vrf siteA key 2 minpoll 5 maxpoll 15
func (r *configReader) server(l capture.Line, words []string) bool {
	if len(words) < 2 || !capture.IsHost(words[1]) {
		return false
	}
	s := show.ConfigServer{Type: words[0], Address: words[1], Line: strings.TrimSpace(l.Text)}
	for options := words[2:]; len(options) > 0; {
		takes, ok := serverOption(&s, options[0], options[1:])
		if !ok {
			return false
		}
		options = options[1+takes:]
	}
	r.Servers = append(r.Servers, s)
	return true
}

// serverOption reads one option and tells how many words it takes.
func serverOption(s *show.ConfigServer, option string, args []string) (takes int, ok bool) {
	switch option {
	case "prefer":
		s.Prefer = true
		return 0, true
	case "use-vrf":
		if len(args) > 0 {
			s.VRF = capture.Ptr(args[0])
		}
		return 1, len(args) > 0
	case "key":
		s.Key, ok = ntpshow.Argument(args, math.MaxUint32)
	case "minpoll":
		s.MinPoll, ok = ntpshow.Argument(args, 17)
	case "maxpoll":
		s.MaxPoll, ok = ntpshow.Argument(args, 17)
	}
	return 1, ok
}

// authKey reads "ntp authentication-key N md5 TEXT [0|7]" and forgets TEXT.
func (r *configReader) authKey(l capture.Line, words []string) bool {
	k, ok := ntpshow.AuthKey(words)
	if !ok {
		return false
	}
	k.Line = withoutKey(strings.TrimSpace(l.Text))
	if len(words) == 4 && isEncoding(words[3]) {
		k.Encoding = &words[3]
	}
	r.AuthKeys = append(r.AuthKeys, k)
	return true
}

func isEncoding(s string) bool { return s == "0" || s == "7" }

// withoutKey takes the text of an authentication key out of a line. Behind the algorithm only the encoding is left, where
// it stands alone behind one word: there are lines in the wild with several.
func withoutKey(s string) string {
	const command = "authentication-key"
	head, rest, found := strings.Cut(s, command)
	words := strings.Fields(rest)
	if !found {
		return capture.WithoutKey(s)
	}
	kept := []string{head + command}
	if len(words) > 1 && capture.IsDigits(words[0]) && capture.IsKeyType(words[1]) {
		kept = append(kept, words[:2]...)
	}
	kept = append(kept, "<removed>")
	if len(kept) == 4 && len(words) == 4 && isEncoding(words[3]) {
		kept = append(kept, words[3])
	}
	return strings.Join(kept, " ")
}

// accessGroup reads "ntp access-group TYPE ACL", of which there may be several of a type, and "ntp access-group match-all".
func (r *configReader) accessGroup(l capture.Line, words []string) (understood, filled bool) {
	if len(words) == 1 && words[0] == "match-all" {
		r.AccessMatchAll = true
		return true, false
	}
	g, ok := ntpshow.AccessGroup(words)
	if !ok || len(words) != 2 {
		return false, false
	}
	g.Line = strings.TrimSpace(l.Text)
	r.AccessGroups = append(r.AccessGroups, g)
	return true, true
}
