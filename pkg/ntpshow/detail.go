package ntpshow

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// AssociationsDetail reads "show ntp associations detail". A line that a block does not
// have leaves its fields nil.
func (d Dialect) AssociationsDetail(text string) (show.AssociationsDetail, error) {
	out := show.AssociationsDetail{Enabled: true, Associations: []show.AssociationDetail{}, Unparsed: []string{}}
	complete := true
	for l := range d.content(text) {
		understood := false
		if ntpDisabled(l.Text) {
			out.Enabled, understood = false, true
		} else if block, all := readPeer(l); block != nil {
			out.Associations = append(out.Associations, *block)
			understood, complete = all, false
		} else if isFilterLine(l.Text) {
			understood = len(out.Associations) > 0
			complete = complete || strings.Contains(l.Text, "filterror")
		} else if n := len(out.Associations); n > 0 {
			understood = readClauses(l, &out.Associations[n-1], detailClauses)
		}
		if !understood {
			out.Unparsed = append(out.Unparsed, l.Raw)
		}
	}
	out.Truncated = !complete
	if out.Enabled && len(out.Associations) == 0 {
		return out, d.notUnderstood(text, "NTP association")
	}
	return out, nil
}

// readPeer reads the first line of a block; all is false where one of its words is unknown.
//
//	192.0.2.1 configured, ipv4, authenticated, our_master, sane, valid, stratum 2
func readPeer(l capture.Line) (block *show.AssociationDetail, all bool) {
	address, words, ok := strings.Cut(strings.TrimSpace(l.Text), " ")
	if !ok || l.Open || !capture.IsHost(address) {
		return nil, false
	}
	block = &show.AssociationDetail{Address: address, Role: show.RoleNone, Line: strings.TrimSpace(l.Text)}
	all = readClauses(capture.Line{Text: words}, block, peerClauses)
	if block.Stratum == nil && !block.Configured {
		return nil, false
	}
	return block, all
}

func peerFlag(set func(*show.AssociationDetail)) func(*show.AssociationDetail, *cursor) bool {
	return func(a *show.AssociationDetail, c *cursor) bool {
		if c.s != "" && c.s[0] != ',' && c.s[0] != ' ' {
			return false
		}
		set(a)
		return true
	}
}

func ignored(*show.AssociationDetail) {}

// peerClauses are the words of the first line. "authenticated" stands there only where a key
// is in force and the packets verify; some releases put the state in parentheses behind it.
var peerClauses = []clause[show.AssociationDetail]{
	{"configured", peerFlag(func(a *show.AssociationDetail) { a.Configured = true })},
	{"dynamic", peerFlag(ignored)},
	{"bcast client", peerFlag(ignored)},
	{"ipv4", peerFlag(ignored)},
	{"ipv6", peerFlag(ignored)},
	{"authenticated", peerFlag(func(a *show.AssociationDetail) { a.Authenticated = true })},
	{"unauthenticated", peerFlag(ignored)},
	{"our_master", peerFlag(func(a *show.AssociationDetail) { a.Role = show.RoleSysPeer })},
	{"selected", peerFlag(func(a *show.AssociationDetail) { a.Role = show.RoleSelected })},
	{"candidate", peerFlag(func(a *show.AssociationDetail) { a.Role = show.RoleCandidate })},
	{"sane", peerFlag(func(a *show.AssociationDetail) { a.Sane = true })},
	{"insane", peerFlag(ignored)},
	{"valid", peerFlag(func(a *show.AssociationDetail) { a.Valid = true })},
	{"invalid", peerFlag(ignored)},
	{"unsynced", peerFlag(func(a *show.AssociationDetail) { a.Unsynced = true })},
	{"leap_add", peerFlag(ignored)},
	{"leap_sub", peerFlag(ignored)},
	{"(", func(_ *show.AssociationDetail, c *cursor) bool {
		c.s = "(" + c.s
		_, ok := c.parenthesis()
		return ok
	}},
	{"vrf ", func(a *show.AssociationDetail, c *cursor) bool { return c.text(&a.VRF, " ,") }},
	{"stratum ", func(a *show.AssociationDetail, c *cursor) bool { return c.integer(&a.Stratum, 10, 0, 16) }},
}

// detailClauses are the clauses of the lines below it.
var detailClauses = []clause[show.AssociationDetail]{
	{"ref ID ", readRefID},
	{"time ", readDetailTime},
	{"our mode ", func(a *show.AssociationDetail, c *cursor) bool { return c.text(&a.OurMode, ",") }},
	{"peer mode ", func(a *show.AssociationDetail, c *cursor) bool { return c.text(&a.PeerMode, ",") }},
	{"our poll intvl ", func(a *show.AssociationDetail, c *cursor) bool { return c.integer(&a.Poll, 10, 0, maxPoll) }},
	{"peer poll intvl ", func(a *show.AssociationDetail, c *cursor) bool { return c.integer(&a.PeerPoll, 10, 0, maxPoll) }},
	{"root delay ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.RootDelayMS, "msec") }},
	{"root disp ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.RootDispMS, "") }},
	{"reach ", func(a *show.AssociationDetail, c *cursor) bool { return c.integer(&a.Reach, 8, 0, 0o377) }},
	{"sync dist ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.SyncDist, "") }},
	{"delay ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.DelayMS, "msec") }},
	{"offset ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.OffsetMS, "msec") }},
	{"dispersion ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.DispMS, "") }},
	{"jitter ", func(a *show.AssociationDetail, c *cursor) bool { return c.number(&a.JitterMS, "msec") }},
	{"precision ", func(a *show.AssociationDetail, c *cursor) bool { return c.precision(&a.Precision) }},
	{"version ", func(a *show.AssociationDetail, c *cursor) bool { return c.integer(&a.Version, 10, 1, 7) }},
}

// readRefID reads what the peer itself follows; the time behind it is a clause of its own.
func readRefID(a *show.AssociationDetail, c *cursor) bool {
	if strings.HasPrefix(strings.TrimLeft(c.s, " "), ",") {
		return true
	}
	return c.text(&a.RefClock, " ,")
}

func readDetailTime(a *show.AssociationDetail, c *cursor) bool {
	hex, text, ok := c.ntpTime()
	if !ok || a.RefTime != nil {
		return false
	}
	a.RefTime = capture.Ptr(hex + " (" + text + ")")
	return true
}

// isFilterLine recognizes the lines of a block that hold nothing that is kept: packet counts,
// the packet's own times, the eight stages of the clock filter, poll limits.
func isFilterLine(text string) bool {
	text = strings.TrimLeft(text, " \t")
	for _, start := range []string{
		"assoc id ", "assoc ID ", "assoc in packets ", "org time ", "rec time ", "rcv time ", "xmt time ",
		"filtdelay =", "filtoffset =", "filterror =", "minpoll = ",
	} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}
