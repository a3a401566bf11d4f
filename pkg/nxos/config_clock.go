package nxos

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// clock reads what follows "clock". A second line that contradicts the first is not understood.
func (r *configReader) clock(l capture.Line, args []string) bool {
	ok := false
	switch capture.Keyword(args) {
	case "timezone":
		zone, read := capture.Timezone(args[1:])
		ok = read && r.SetTimezone(l.Text, zone)
	case "summer-time":
		rule, read := summerTime(args[1:])
		ok = read && r.SetSummerTime(l.Text, rule)
	case "protocol":
		ok = len(args) > 1 && ntpshow.Once(&r.ClockProtocol, strings.Join(args[1:], " "))
	case "format":
		r.own.showZone = r.own.showZone || slices.Equal(args[1:], []string{"show-timezone", "syslog"})
		r.KeepOtherTime(l.Text)
		return true
	}
	r.Keep(l.Text)
	return ok
}

// summerTime reads "clock summer-time NAME [WEEK DAY MONTH hh:mm WEEK DAY MONTH hh:mm MINUTES]". A rule that is not
// understood is kept as text.
func summerTime(words []string) (*show.SummerTime, bool) {
	if len(words) == 0 {
		return nil, false
	}
	s := &show.SummerTime{Name: words[0], Kind: "recurring"}
	if len(words) == 1 {
		// The rule of the United States, and no older one: there is no NX-OS from before 2007.
		us := show.UnitedStates()
		us.Assumed = false
		s.Season = &us
		return s, true
	}
	s.Rule = capture.Ptr(strings.Join(words[1:], " "))
	season, err := capture.Season(s.Kind, withLastWeeks(words[1:]))
	if err != nil {
		s.Doubt = err.Error()
		return s, true
	}
	s.Season = &season
	return s, true
}

// withLastWeeks spells week 5, the last of a month, as other platforms do.
func withLastWeeks(rule []string) []string {
	rule = slices.Clone(rule)
	for _, place := range []int{0, 4} {
		if place < len(rule) && rule[place] == "5" {
			rule[place] = "last"
		}
	}
	return rule
}

// logging reads what follows "logging", as far as it is about the stamps of messages and where they are sent.
func (r *configReader) logging(l capture.Line, args []string) bool {
	switch capture.Keyword(args) {
	case "timestamp":
		ok := len(args) == 2 && slices.Contains([]string{"microseconds", "milliseconds", "seconds"}, args[1]) &&
			ntpshow.Once(&r.own.LoggingTimestamp, args[1])
		line := r.Keep(l.Text)
		if ok {
			r.own.stampLine = line
		}
		return ok
	case "server":
		r.Keep(l.Text)
		return r.logServer(args[1:])
	}
	return true
}

// logServer reads "logging server HOST [SEVERITY]" and of its options, which may be in any order, "use-vrf".
func (r *configReader) logServer(words []string) bool {
	if len(words) == 0 || !capture.IsHost(words[0]) {
		return false
	}
	s := show.LogServer{Address: words[0]}
	if len(words) > 1 && capture.IsDigits(words[1]) {
		s.Severity = capture.Ptr(words[1])
	}
	if i := slices.Index(words, "use-vrf"); i > 0 && i+1 < len(words) {
		s.VRF = capture.Ptr(words[i+1])
	}
	r.LogServers = append(r.LogServers, s)
	return true
}
