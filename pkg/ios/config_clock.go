package ios

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
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
	zone, ok := timezone(words)
	if !ok || r.cfg.Timezone != nil && strings.TrimSpace(l.Text) != r.cfg.Timezone.Line {
		return false
	}
	zone.Line = strings.TrimSpace(l.Text)
	r.cfg.Timezone = zone
	return true
}

func (r *configReader) summerTime(l capture.Line, words []string) bool {
	rule, ok := summerTime(words)
	if !ok || r.cfg.SummerTime != nil && strings.TrimSpace(l.Text) != r.cfg.SummerTime.Line {
		return false
	}
	rule.Line = strings.TrimSpace(l.Text)
	r.cfg.SummerTime = rule
	return true
}

// timezone reads "clock timezone NAME HOURS [MINUTES]"; the minutes take the sign of the hours.
func timezone(words []string) (*show.Timezone, bool) {
	if len(words) < 2 || len(words) > 3 {
		return nil, false
	}
	hours, ok := capture.Integer(words[1], -23, 23)
	minutes := 0
	if ok && len(words) == 3 {
		minutes, ok = capture.Integer(words[2], -59, 59)
	}
	if !ok || minutes < 0 && hours > 0 {
		return nil, false
	}
	minutes = max(minutes, -minutes)
	if words[1][0] == '-' {
		minutes = -minutes
	}
	return &show.Timezone{Name: words[0], OffsetMinutes: hours*60 + minutes}, true
}

// summerTime reads "clock summer-time NAME recurring|date [RULE]". A rule that is not
// understood is kept as text.
func summerTime(words []string) (*show.SummerTime, bool) {
	if len(words) < 2 || words[1] != "recurring" && words[1] != "date" {
		return nil, false
	}
	s := &show.SummerTime{Name: words[0], Kind: words[1]}
	if len(words) > 2 {
		s.Rule = capture.Ptr(strings.Join(words[2:], " "))
	}
	season, err := capture.Season(s.Kind, words[2:])
	if err != nil {
		s.Doubt = err.Error()
		return s, true
	}
	s.Season = &season
	return s, true
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
		stamps = readStamps(words)
	}
	stamps.Line = r.keep(l)
	for _, side := range sides {
		*side = stamps
	}
	return stamps.Kind != show.StampUnknown
}

func readStamps(words []string) show.Timestamps {
	t := show.Timestamps{Kind: show.StampUnknown, Options: []string{}}
	switch {
	case len(words) == 0, len(words) == 1 && words[0] == "uptime":
		t.Kind = show.StampUptime
	case words[0] == "datetime" && !slices.ContainsFunc(words[1:], isNotStampOption):
		t.Kind, t.Options = show.StampDatetime, append(t.Options, words[1:]...)
	}
	return t
}

func isNotStampOption(word string) bool {
	return !slices.Contains([]string{"msec", "localtime", "show-timezone", "year"}, word)
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
		s.Version, ok = argument(words[2:], 7)
	}
	if ok {
		r.cfg.SNTPServers = append(r.cfg.SNTPServers, s)
	}
	return ok
}
