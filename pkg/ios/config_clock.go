package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// clock reads a top-level line that starts with "clock". A second line that contradicts the
// first is not understood.
func (r *configReader) clock(l capture.Line, words []string) bool {
	args := words[1:]
	ok := true
	switch keyword(args) {
	case "timezone":
		ok = r.timezone(l, args[1:])
	case "summer-time":
		ok = r.summerTime(l, args[1:])
	case "calendar-valid":
		ok = len(args) == 1
		r.cfg.CalendarValid = r.cfg.CalendarValid || ok
	case "protocol":
		ok = len(args) > 1 && once(&r.cfg.ClockProtocol, strings.Join(args[1:], " "))
	case "initialize", "save":
		r.otherTime(l)
		return true
	default:
		ok = false
	}
	r.keep(l)
	return ok
}

// once sets a value that can be there only once. It fails where there is another already.
func once(into **string, value string) bool {
	if *into == nil {
		*into = &value
	}
	return **into == value
}

func (r *configReader) timezone(l capture.Line, words []string) bool {
	zone, ok := capture.Timezone(words)
	if !ok || r.cfg.Timezone != nil && strings.TrimSpace(l.Text) != r.cfg.Timezone.Line {
		return false
	}
	zone.Line = strings.TrimSpace(l.Text)
	r.cfg.Timezone = zone
	return true
}

func (r *configReader) summerTime(l capture.Line, words []string) bool {
	rule, ok := capture.SummerTime(words)
	if !ok || r.cfg.SummerTime != nil && strings.TrimSpace(l.Text) != r.cfg.SummerTime.Line {
		return false
	}
	rule.Line = strings.TrimSpace(l.Text)
	r.cfg.SummerTime = rule
	return true
}

// timestamps reads what follows "service timestamps". Without log or debug it stands for
// "debug uptime" and leaves the log side alone; a "no" switches off whatever words are left
// behind it, and both sides where there are none.
func (r *configReader) timestamps(l capture.Line, words []string, on bool) bool {
	sides := []*show.Timestamps{&r.cfg.TimestampsDebug, &r.cfg.TimestampsLog}
	switch {
	case keyword(words) == "debug":
		sides, words = sides[:1], words[1:]
	case keyword(words) == "log":
		sides, words = sides[1:], words[1:]
	case on && len(words) == 0:
		sides = sides[:1]
	case len(words) > 0:
		// Whichever side is meant: the words behind it cannot be right.
		on, words = true, []string{show.StampUnknown}
	}
	stamps := show.Timestamps{Kind: show.StampAbsent, Options: []string{}, ExplicitNo: capture.Ptr(true)}
	if on {
		stamps = capture.Stamps(words)
	}
	stamps.Line = r.keep(l)
	for _, side := range sides {
		*side = stamps
	}
	return stamps.Kind != show.StampUnknown
}

// sntp reads a top-level line that starts with "sntp".
func (r *configReader) sntp(l capture.Line, words []string) bool {
	args := words[1:]
	ok := true
	switch keyword(args) {
	case "server":
		ok = r.sntpServer(args[1:])
	case "source-interface":
		ok = len(args) > 1 && once(&r.cfg.SNTPInterface, strings.Join(args[1:], " "))
	case "broadcast", "logging", "multicast", "unicast":
		r.otherTime(l)
		return true
	default:
		ok = false
	}
	r.keep(l)
	return ok
}

// sntpServer reads "sntp server HOST [version N]".
func (r *configReader) sntpServer(words []string) bool {
	if len(words) == 0 || !capture.IsHost(words[0]) {
		return false
	}
	s := show.SNTPSource{Address: words[0]}
	ok := len(words) == 1
	if len(words) == 3 && words[1] == "version" {
		s.Version, ok = ntpshow.Argument(words[2:], 7)
	}
	if ok {
		r.cfg.SNTPServers = append(r.cfg.SNTPServers, s)
	}
	return ok
}
