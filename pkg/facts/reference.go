package facts

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// run is what all devices of a run share: the timeline, and the servers.
type run struct {
	params      measure.Parameters
	origin      time.Time
	granularity time.Duration
	breaks      []measure.Break
	inventoried bool // the operator named references
	list        []*server
	able        int // how many places may vote
	tier        Tier
	segments    []measure.Ensemble // one for each uninterrupted part of the timeline
	caution     bool
	announced   bool // a leap second, near or far
}

// newRun reads the servers. Who of them votes is decided by assemble, once the devices are known.
func newRun(s *snapshot.Snapshot, p measure.Parameters) *run {
	r := &run{params: p, origin: s.Timeline.Origin, granularity: max(0, s.Timeline.Granularity), tier: TierNone}
	for _, b := range s.Timeline.Breaks {
		r.breaks = append(r.breaks, measure.Break{Before: b.Before, After: b.After})
	}
	for _, server := range s.Servers {
		if server.Query != "" {
			read := r.readServer(server)
			read.traceable = traceable(s.Inventory.References, server)
			r.list = append(r.list, read)
		}
	}
	for _, reference := range s.Inventory.References {
		r.inventoried = true
		if reference.System {
			r.list = append(r.list, r.hostClock(s.HostClock, "this host", reference.Bound))
		}
	}
	for _, sv := range r.list {
		r.inventoried = r.inventoried || sv.has(snapshot.RoleReference)
	}
	if !r.inventoried && len(s.HostClock) > 0 {
		r.list = append(r.list, r.hostClock(s.HostClock, s.HostClock[0].Source, 0))
	}
	r.meet()
	return r
}

// traceable is the operator's label on a reference.
func traceable(references []inventory.Reference, s snapshot.Server) string {
	for _, r := range references {
		if slices.Contains(s.Roles, snapshot.RoleReference) && inventory.SameAddress(r.Address, s.Address) {
			return r.Traceable
		}
	}
	return ""
}

// hostClock is the clock of the auditing host as a voter: at stamp 0 the timeline was set by it, and each later
// reading tells where it stood then. bound is what the operator vouches for; 0: what the daemon stated.
func (r *run) hostClock(readings []snapshot.HostClock, name string, bound time.Duration) *server {
	s := &server{polls: make([][]poll, len(r.breaks)+1), replies: 1}
	s.Address, s.Roles = name, []string{snapshot.RoleReference}
	add := func(at snapshot.Stamp, wall time.Time, bound time.Duration) {
		read := interval.Interval{Lo: at, Hi: at + r.granularity}
		reading := measure.Reading{From: read.Lo, To: read.Hi, Diff: interval.Point(wall.Sub(r.origin)).Sub(read)}
		if segment, ok := reading.Segment(r.breaks); ok {
			s.polls[segment] = append(s.polls[segment], poll{Poll: measure.Poll{Reading: reading, Distance: bound}})
		}
	}
	if bound > 0 {
		add(0, r.origin, bound)
	}
	for _, h := range readings {
		stated := bound
		if stated == 0 {
			stated = h.Bound
		}
		if sane(h.At) && stated > 0 {
			add(h.At, h.Wall, stated)
		}
	}
	return s
}

// assemble decides what the reference rests on, by the first tier in which anybody votes. Where the operator named
// references, there is no other tier: the choice whom to trust is the operator's.
func (r *run) assemble(audited known) {
	r.bar(audited)
	r.count()
	for _, t := range r.tiers() {
		r.tier = t
		r.build()
		if r.inventoried || r.anyVote() {
			return
		}
	}
	r.tier = TierNone
	r.build()
}

func (r *run) tiers() []Tier {
	named := slices.ContainsFunc(r.list, func(s *server) bool { return !s.isHost() && s.has(snapshot.RoleReference) })
	switch {
	case r.inventoried && !named && slices.ContainsFunc(r.list, (*server).isHost):
		return []Tier{TierSystem}
	case r.inventoried:
		return []Tier{TierConfigured}
	}
	return []Tier{TierSources, TierSystem}
}

// votes reports whether a server has a vote by its role.
func (r *run) votes(s *server) bool {
	switch r.tier {
	case TierConfigured:
		return s.has(snapshot.RoleReference)
	case TierSources:
		return !s.isHost() && s.number < mostSourceVoters
	case TierSystem:
		return s.isHost()
	}
	return false
}

func (r *run) build() {
	r.segments = nil
	r.heedLeaps()
	for segment := range len(r.breaks) + 1 {
		servers := make([]measure.Server, len(r.list))
		for i, s := range r.list {
			servers[i] = s.in(segment, !r.votes(s))
		}
		e := measure.Assemble(servers, r.params)
		e.Caution = r.caution
		r.segments = append(r.segments, e)
	}
}

// heedLeaps looks for a leap second that a voter announces: what others say must not widen the reference.
func (r *run) heedLeaps() {
	r.caution, r.announced = false, false
	for _, s := range r.list {
		if !r.votes(s) {
			continue
		}
		for _, l := range s.leaps {
			r.announced = r.announced || l.indicator == 1 || l.indicator == 2
			r.caution = r.caution || measure.LeapCaution([]int{l.indicator}, l.at)
		}
	}
}

func (r *run) anyVote() bool {
	for i := range r.segments {
		if _, ok := r.segments[i].At(0); ok {
			return true
		}
	}
	return false
}
