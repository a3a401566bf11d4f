package ntpshow

import (
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Status reads "show ntp status" of either generation of the NTP code. A line that does
// not stand there leaves its fields nil.
func (d Dialect) Status(text string) (show.Status, error) {
	s := show.Status{Enabled: true, Unparsed: []string{}}
	understood := 0
	for l := range d.content(text) {
		switch {
		case ntpDisabled(l.Text):
			s.Enabled = false
			understood++
		case readClauses(l, &s, statusClauses):
			understood++
			keepLine(&s, l)
		default:
			keepLine(&s, l)
			s.Unparsed = append(s.Unparsed, l.Raw)
			s.Truncated = s.Truncated || l.Open
		}
	}
	if understood == 0 {
		return s, d.notUnderstood(text, "NTP status")
	}
	s.Truncated = s.Enabled && (s.Truncated || s.PeerDispMS == nil)
	return s, nil
}

// statusClauses is every clause that IOS, IOS-XE and IOS-XR print. Packet Tracer breaks the lines at
// other places, and says "poll interval" without "system".
var statusClauses = []clause[show.Status]{
	{"Clock is ", readSynchronized},
	{"stratum ", func(s *show.Status, c *cursor) bool { return c.integer(&s.Stratum, 10, 0, 16) }},
	{"no reference clock", func(*show.Status, *cursor) bool { return true }},
	{"reference assoc id ", func(_ *show.Status, c *cursor) bool {
		var id *int
		return c.integer(&id, 10, 0, maxSeconds)
	}},
	{"reference is ", func(s *show.Status, c *cursor) bool { return c.text(&s.RefID, " ,") }},
	{"nominal freq is ", func(s *show.Status, c *cursor) bool { return c.number(&s.NominalFreq, "Hz") }},
	{"actual freq is ", func(s *show.Status, c *cursor) bool { return c.number(&s.ActualFreq, "Hz") }},
	{"precision is ", func(s *show.Status, c *cursor) bool { return c.precision(&s.Precision) }},
	{"ntp uptime is ", readUptime},
	{"resolution is ", func(s *show.Status, c *cursor) bool { return c.integer(&s.ResolutionUS, 10, 0, maxSeconds) }},
	{"reference time is ", readReferenceTime},
	{"clock offset is ", func(s *show.Status, c *cursor) bool { return c.number(&s.OffsetMS, "msec") }},
	{"root delay is ", func(s *show.Status, c *cursor) bool { return c.number(&s.RootDelayMS, "msec") }},
	{"root dispersion is ", func(s *show.Status, c *cursor) bool { return c.number(&s.RootDispMS, "msec") }},
	{"peer dispersion is ", func(s *show.Status, c *cursor) bool { return c.number(&s.PeerDispMS, "msec") }},
	{"loopfilter state is ", readLoopFilter},
	{"drift is ", func(s *show.Status, c *cursor) bool { return c.number(&s.Drift, "s/s") }},
	{"system poll interval is ", func(s *show.Status, c *cursor) bool { return c.integer(&s.Poll, 10, 0, maxPoll) }},
	{"poll interval is ", func(s *show.Status, c *cursor) bool { return c.integer(&s.Poll, 10, 0, maxPoll) }},
	{"last update was ", readLastUpdate},
	{"never updated", func(*show.Status, *cursor) bool { return true }},
	{"authenticate is ", readAuthenticate},
}

// readAuthenticate reads "enabled" or "disabled".
func readAuthenticate(s *show.Status, c *cursor) bool {
	state, ok := c.word(" ,.")
	if !ok || s.AuthenticateEnabled != nil || state != "enabled" && state != "disabled" {
		return false
	}
	s.AuthenticateEnabled = capture.Ptr(state == "enabled")
	return true
}

// readSynchronized reads "synchronized", "unsynchronized" and what may follow in parentheses.
func readSynchronized(s *show.Status, c *cursor) bool {
	state, ok := c.word(" ,")
	if !ok || s.Synchronized != nil || state != "synchronized" && state != "unsynchronized" {
		return false
	}
	s.Synchronized = capture.Ptr(state == "synchronized")
	if leap, ok := c.parenthesis(); ok {
		s.Leap = &leap
	}
	return true
}

// readUptime reads hundredths of seconds.
func readUptime(s *show.Status, c *cursor) bool {
	var hundredths *float64
	if !c.number(&hundredths, "(1/100 of seconds)") || s.UptimeSeconds != nil {
		return false
	}
	s.UptimeSeconds = capture.Ptr(*hundredths / 100)
	return true
}

func readReferenceTime(s *show.Status, c *cursor) bool {
	hex, text, ok := c.ntpTime()
	if !ok || s.RefTimeHex != nil {
		return false
	}
	s.RefTimeHex, s.RefTime = &hex, &text
	return true
}

// readLoopFilter reads 'CTRL' (Normal Controlled Loop).
func readLoopFilter(s *show.Status, c *cursor) bool {
	if !c.literal("'") || !c.text(&s.LoopFilter, "'") || !c.literal("'") {
		return false
	}
	_, ok := c.parenthesis()
	return ok || c.s == "" || c.s[0] == ','
}

func readLastUpdate(s *show.Status, c *cursor) bool {
	return c.integer(&s.LastUpdateSeconds, 10, -maxSeconds, maxSeconds) && c.literal("sec ago")
}

// keepLine keeps the line that says whether the clock is synchronized, for evidence.
func keepLine(s *show.Status, l capture.Line) {
	if s.Synchronized != nil && s.Line == "" {
		s.Line = l.Text
	}
}
