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
	switch capture.Keyword(args) {
	case "timezone":
		zone, read := capture.Timezone(args[1:])
		ok = read && r.SetTimezone(l.Text, zone)
	case "summer-time":
		rule, read := capture.SummerTime(args[1:])
		ok = read && r.SetSummerTime(l.Text, rule)
	case "calendar-valid":
		ok = len(args) == 1
		r.CalendarValid = r.CalendarValid || ok
	case "protocol":
		ok = len(args) > 1 && ntpshow.Once(&r.ClockProtocol, strings.Join(args[1:], " "))
	case "initialize", "save":
		r.KeepOtherTime(l.Text)
		return r.saveInterval(args)
	default:
		ok = false
	}
	r.Keep(l.Text)
	return ok
}

// saveInterval reads "save interval HOURS", and passes over the other commands of its kind.
func (r *configReader) saveInterval(words []string) bool {
	if len(words) < 2 || words[0] != "save" || words[1] != "interval" {
		return true
	}
	const most = 24 // hours that IOS takes: 8 to 24
	hours, ok := ntpshow.Argument(words[2:], most)
	if ok {
		r.SaveInterval = *hours
	}
	return ok
}

// timestamps reads what follows "service timestamps". Without log or debug it stands for
// "debug uptime" and leaves the log side alone; a "no" switches off whatever words are left
// behind it, and both sides where there are none.
func (r *configReader) timestamps(l capture.Line, words []string, on bool) bool {
	sides := []*show.Timestamps{&r.TimestampsDebug, &r.TimestampsLog}
	switch {
	case capture.Keyword(words) == "debug":
		sides, words = sides[:1], words[1:]
	case capture.Keyword(words) == "log":
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
	stamps.Line = r.Keep(l.Text)
	for _, side := range sides {
		*side = stamps
	}
	return stamps.Kind != show.StampUnknown
}

// sntp reads a top-level line that starts with "sntp".
func (r *configReader) sntp(l capture.Line, words []string) bool {
	args := words[1:]
	ok := true
	switch capture.Keyword(args) {
	case "server":
		ok = r.sntpServer(args[1:])
	case "source-interface":
		ok = len(args) > 1 && ntpshow.Once(&r.SNTPInterface, strings.Join(args[1:], " "))
	case "broadcast", "logging", "multicast", "unicast":
		r.SNTPListens = r.SNTPListens || args[0] != "logging" && capture.Keyword(args[1:]) == "client"
		r.KeepOtherTime(l.Text)
		return true
	default:
		ok = false
	}
	r.Keep(l.Text)
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
		r.SNTPServers = append(r.SNTPServers, s)
	}
	return ok
}
