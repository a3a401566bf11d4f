package iosxr

import (
	"net/netip"
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// inNTP reads a line of the ntp block.
func (r *configReader) inNTP(words []string) (below blockKind, understood bool) {
	args := words[1:]
	ok := true
	switch words[0] {
	case "server", "peer":
		ok = r.server(words)
	case "authentication-key":
		ok = r.authKey(words)
	case "trusted-key":
		ok = r.Trust(args)
	case "access-group":
		ok = r.accessGroup(words)
	case "master":
		ok = r.SetMaster(args)
	case "source":
		ok = r.source(args)
	case "authenticate":
		ok = len(args) == 0
		r.Authenticate = r.Authenticate || ok
	case "update-calendar":
		ok = len(args) == 0
		r.UpdateCalendar = r.UpdateCalendar || ok
	case "interface":
		return ntpInterface, r.ntpInterface(words)
	default:
		r.OtherNTPLines = append(r.OtherNTPLines, capture.WithoutKey(strings.Join(words, " ")))
	}
	if ok {
		r.keep(append([]string{"ntp"}, words...)...)
	}
	return ntpOther, ok
}

// formal is a line of the ntp block as the formal form writes it, which can be typed as it is.
func formal(words []string) string { return "ntp " + strings.Join(words, " ") }

func (r *configReader) server(words []string) bool {
	s, ok := ntpshow.Server(words)
	s.Line = formal(words)
	if ok {
		r.Servers = append(r.Servers, s)
	}
	return ok
}

// authKey reads "authentication-key N TYPE clear|encrypted TEXT" and forgets TEXT.
func (r *configReader) authKey(words []string) bool {
	k, ok := ntpshow.AuthKey(words[1:])
	if !ok {
		return false
	}
	k.Line = capture.WithoutKey(formal(words))
	if len(words) > 4 && (words[3] == "clear" || words[3] == "encrypted") {
		k.Encoding = capture.Ptr(strings.Clone(words[3]))
	}
	r.AuthKeys = append(r.AuthKeys, k)
	return true
}

func (r *configReader) accessGroup(words []string) bool {
	g, ok := ntpshow.AccessGroup(words[1:])
	g.Line = formal(words)
	if ok {
		r.AccessGroups = append(r.AccessGroups, g)
	}
	return ok
}

// source reads "source [vrf V] IF". A second line for the same VRF that contradicts the first is not understood.
func (r *configReader) source(words []string) bool {
	of := ""
	if len(words) > 2 && words[0] == "vrf" {
		of, words = words[1], words[2:]
	}
	name := strings.Join(words, " ")
	if name == "" || words[0] == "vrf" {
		return false
	}
	if known, again := r.sources[of]; again {
		return known == name
	}
	r.sources[of] = name
	if of == "" {
		r.NTPSource = &name
		return true
	}
	r.NTPSourceVRF = append(r.NTPSourceVRF, show.VRFSource{VRF: of, Interface: name})
	return true
}

// A zone of the IANA database, in which the vendor leaves the underscores out:
//
//	America/NewYork
//	UTC
var regionWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9/_+\-]{0,63}$`)

// clock reads "clock timezone NAME HOURS [MINUTES]", "clock timezone NAME REGION" and "clock summer-time NAME …". A second
// line that contradicts the first is not understood.
func (r *configReader) clock(l capture.Line, words []string) bool {
	ok := true
	switch args := words[1:]; capture.Keyword(args) {
	case "timezone":
		zone, read := capture.Timezone(args[1:])
		if !read && len(args) == 3 && regionWord.MatchString(args[2]) {
			zone, read = &show.Timezone{Name: args[1], Region: args[2]}, true
		}
		ok = read && r.SetTimezone(l.Text, zone)
	case "summer-time":
		rule, read := capture.SummerTime(args[1:])
		ok = read && r.SetSummerTime(l.Text, rule)
	default:
		ok = false
	}
	if ok {
		r.keep(words...)
	}
	return ok
}

// service reads "service timestamps {log|debug} {datetime …|uptime|disable}". What it means without more words is not known
// here.
func (r *configReader) service(words []string) bool {
	r.about["service"]++
	if len(words) < 2 || words[1] != "timestamps" {
		return true
	}
	args := words[2:]
	side := &r.TimestampsLog
	switch capture.Keyword(args) {
	case "log":
	case "debug":
		side = &r.TimestampsDebug
	default:
		return false
	}
	*side = stamps(args[1:])
	side.Line = r.keep(words...)
	return side.Kind != show.StampUnknown
}

func stamps(words []string) show.Timestamps {
	switch {
	case len(words) == 0:
		return show.Timestamps{Kind: show.StampUnknown, Options: []string{}}
	case len(words) == 1 && words[0] == "disable":
		return show.Timestamps{Kind: show.StampAbsent, Options: []string{}, ExplicitNo: capture.Ptr(true)}
	}
	return capture.Stamps(words)
}

// logging keeps the hosts that log messages are sent to, and passes over what else is set of the log:
//
//	logging 192.0.2.50 vrf MGMT severity info port default
func (r *configReader) logging(words []string) {
	if len(words) == 0 {
		return
	}
	_, err := netip.ParseAddr(words[0])
	if named := len(words) > 2 && words[1] == "vrf" && capture.IsHost(words[0]); err != nil && !named {
		return
	}
	s := show.LogServer{Address: words[0]}
	for i := 1; i+1 < len(words); i += 2 {
		switch words[i] {
		case "vrf":
			s.VRF = &words[i+1]
		case "severity":
			s.Severity = &words[i+1]
		}
	}
	r.LogServers = append(r.LogServers, s)
}
