package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Poll is one reply of a server whose timestamps mean something.
type Poll struct {
	Reading                // S − L
	Distance time.Duration // how far S may be from the reference, by its own claim
}

// Server is a server as the ensemble sees it.
type Server struct {
	Polls   []Poll  // in the order of time
	Faults  []Fault // why it has no vote; empty: it votes
	Subject bool    // it is measured, and has no vote by its role
	Place   string  // where it was asked: those that would vote and share one have one vote; "" is a place of its own
	Stratum int
	RefID   uint32
	Self    []uint32 // the reference ids by which other servers would name it
}

// Ensemble is a set of servers that say together what time it is.
type Ensemble struct {
	// Rate is how far the local timeline may be off its rate: the parameter's, or more where the
	// servers' replies prove that too small (Doubled).
	Rate    PPM
	Doubled bool
	// Wide is set where every server claims a root distance beyond the limit, and they vote all the same.
	Wide bool
	// Caution is set round a leap second: servers may then differ by a second (smearing).
	Caution bool

	members []member // a server each, whatever it is called
	seats   []int    // the member that each server is, in the order given to Assemble
	groups  [][]int  // of voters, by independent root
}

// member is a server with its place in the ensemble.
type member struct {
	Server
	claims        []Reading // R − L by each poll: S − L, widened by what the server claims to be off
	votes         bool
	contradictory bool
}

// Assemble decides who votes, and how far the local timeline may be trusted.
func Assemble(servers []Server, p Parameters) Ensemble {
	e := Ensemble{Rate: p.LocalRate}
	e.seat(servers)
	e.admitDistant()
	for rate := p.LocalRate; rate <= p.MaxLocalRate; rate *= 2 {
		if e.feasible(rate) {
			e.Rate, e.Doubled = rate, rate != p.LocalRate
			break
		}
	}
	e.retire()
	e.group()
	return e
}

func newMember(s Server) member {
	m := member{Server: s, votes: !s.Subject && len(s.Faults) == 0 && len(s.Polls) > 0}
	for _, poll := range s.Polls {
		claim := poll.Reading
		claim.Diff = claim.Diff.Widen(poll.Distance)
		m.claims = append(m.claims, claim)
	}
	return m
}

// admitDistant lets servers vote whose only fault is their root distance, where there are no others:
// Windows domain controllers are often the only servers, and this wide.
func (e *Ensemble) admitDistant() {
	for _, m := range e.members {
		if m.votes {
			return
		}
	}
	for i, m := range e.members {
		if !m.Subject && len(m.Polls) > 0 && len(m.Faults) == 1 && m.Faults[0] == TooDistant {
			e.members[i].votes = true
			e.Wide = true
		}
	}
}

// feasible reports whether the local timeline can have kept the rate: if more servers contradict
// themselves than may be wrong, it is the timeline that drifted.
func (e *Ensemble) feasible(rate PPM) bool {
	voters, contradicted := 0, 0
	for _, m := range e.members {
		if !m.votes {
			continue
		}
		voters++
		if runs(m.claims, Relative(0, rate)) > 1 {
			contradicted++
		}
	}
	return contradicted <= Tolerated(voters)
}

// retire takes the vote from servers that contradict themselves. Only their last reply counts.
func (e *Ensemble) retire() {
	for i := range e.members {
		m := &e.members[i]
		if len(m.claims) == 0 || runs(m.claims, Relative(0, e.Rate)) == 1 {
			continue
		}
		last := len(m.claims) - 1
		m.votes, m.contradictory = false, true
		m.claims, m.Polls = m.claims[last:], m.Polls[last:]
	}
}

// Tolerated is f, the number of wrong voters that a combination of m survives. It is fixed by m: the smallest f
// that fits the replies (Marzullo 1984) lets a liar who barely overlaps shave the truth off.
func Tolerated(m int) int {
	if m == 2 {
		return 1
	}
	return max(0, (m-1)/2)
}

// Reference is what the ensemble says at one moment.
type Reference struct {
	// Hull is R − L: the hull of what enough voters cover.
	Hull interval.Interval
	// Majority is false where no point is covered by enough voters. Hull is then that of all of them.
	Majority bool
	// Agreed is Majority, and for two voters that they overlap: their union covers both in any case,
	// and tells neither from the other.
	Agreed         bool
	Voters, Faulty int // M and f
}

// At combines the voters at one moment. ok is false where nobody can vote.
func (e *Ensemble) At(at Stamp) (ref Reference, ok bool) {
	ref, _ = e.combine(at)
	return ref, ref.Voters > 0
}

// combine also returns the roots that voters vote for, by member.
func (e *Ensemble) combine(at Stamp) (ref Reference, roots map[int]int) {
	votes, roots := e.votes(at)
	if len(votes) == 0 {
		return ref, roots
	}
	ref.Voters, ref.Faulty = len(votes), Tolerated(len(votes))
	ref.Hull, ref.Majority = interval.CoveredBy(votes, ref.Voters-ref.Faulty)
	ref.Agreed = ref.Majority && (ref.Voters != 2 || votes[0].Overlaps(votes[1]))
	if !ref.Majority {
		ref.Hull, _ = interval.CoveredBy(votes, 1)
	}
	return ref, roots
}

// claim is R − L by one member alone. Round a leap second it may be a second off.
func (e *Ensemble) claim(m member, at Stamp) Combined {
	c, _ := Intersect(m.claims, at, Relative(0, e.Rate)) // they agree: retire saw to it
	if e.Caution {
		c.Interval = c.Interval.Widen(leapSecond)
	}
	return c
}

// Consensus is the reference of a fleet that has no other: the hull of what enough of its own clocks
// cover. It can show an outlier, and proves nobody right. ok is false below three clocks or where
// no point is covered often enough.
func Consensus(clocks []interval.Interval) (Reference, bool) {
	m := len(clocks)
	if m < 3 {
		return Reference{}, false
	}
	hull, ok := interval.CoveredBy(clocks, m-Tolerated(m))
	return Reference{Hull: hull, Majority: ok, Agreed: ok, Voters: m, Faulty: Tolerated(m)}, ok
}
