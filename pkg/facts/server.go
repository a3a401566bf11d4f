package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// server is an NTP server with what its replies say, before they are held against each other.
type server struct {
	snapshot.Server
	polls         [][]poll // by segment of the timeline
	replies       int      // whose timestamps mean something
	faults        []measure.Fault
	last          *measure.Exchange // the last such reply, else the last of any kind
	authenticated *bool
	failure       string // why the last request had no use
	leaps         []leap
	traceable     string
	barred        []measure.Fault // why it may not vote whatever it says
	places        []string        // where it was asked, and answered if it did
	place         string          // the one of them by which all names of one server are known
	number        int             // of the place, among those from which a server may vote
}

// poll is one reply with what keeps it from voting.
type poll struct {
	measure.Poll
	faults []measure.Fault
}

// leap is a leap indicator and when, by the server's own clock, it was sent.
type leap struct {
	indicator int
	at        time.Time
}

func (r *run) readServer(s snapshot.Server) *server {
	out := &server{Server: s, polls: make([][]poll, len(r.breaks)+1)}
	for _, x := range s.Exchanges {
		r.readPoll(out, x)
	}
	return out
}

func (r *run) readPoll(s *server, x snapshot.Exchange) {
	if x.Authenticated != nil {
		s.authenticated = x.Authenticated
	}
	e, ok := readExchange(x, r.granularity)
	if !ok {
		s.failure = x.Error
		return
	}
	faults := e.Faults(r.params)
	if x.Authenticated != nil && !*x.Authenticated {
		faults = append(faults, measure.WrongMAC)
	}
	if fatal := worthless(faults); len(fatal) > 0 {
		s.failure = x.Error
		if s.replies == 0 {
			s.faults, s.last = fatal, &e
		}
		return
	}
	s.replies++
	s.faults, s.last = faults, &e
	s.leaps = append(s.leaps, leap{e.Leap, r.origin.Add(e.Transmit.Shown(r.origin))})
	reading := e.Reading(r.origin)
	if segment, ok := reading.Segment(r.breaks); ok {
		p := measure.Poll{Reading: reading, Distance: e.Distance(r.params.MinDistance)}
		s.polls[segment] = append(s.polls[segment], poll{p, faults})
	}
}

// worthless are the faults that make a reply meaningless. What else is wrong with it means nothing either.
func worthless(faults []measure.Fault) (fatal []measure.Fault) {
	for _, f := range faults {
		if f.Worthless() {
			fatal = append(fatal, f)
		}
	}
	return fatal
}

// in is the server as the ensemble of one segment sees it. Replies without a fault count; where there are none, the
// faulty ones still tell where the server's clock is, and the faults keep it from voting.
func (s *server) in(segment int, subject bool) measure.Server {
	out := measure.Server{Subject: subject, Place: s.place, Faults: slices.Clone(s.barred)}
	if s.last != nil {
		out.Stratum, out.RefID = s.last.Stratum, s.last.RefID
	}
	for _, host := range s.hosts() {
		if a, ok := hostAddress(host); ok && !a.IsLoopback() {
			out.Self = append(out.Self, refIDs(a)...)
		}
	}
	for _, p := range s.polls[segment] {
		if len(p.faults) == 0 {
			out.Polls = append(out.Polls, p.Poll)
		}
	}
	if len(out.Polls) > 0 {
		return out
	}
	for _, p := range s.polls[segment] {
		out.Polls = append(out.Polls, p.Poll)
		out.Faults = append(slices.Clone(s.barred), p.faults...)
	}
	if len(out.Polls) == 0 {
		out.Faults = append(out.Faults, measure.NoAnswer)
	}
	return out
}

// hosts are all names and addresses of the server, with or without a port.
func (s *server) hosts() []string { return append([]string{s.Address, s.Query}, s.places...) }

// isHost reports whether the server stands for the clock of the auditing host, which is not asked over NTP.
func (s *server) isHost() bool { return s.Query == "" }

func (s *server) has(role string) bool { return slices.Contains(s.Roles, role) }

// facts is the server as it is reported.
func (s *server) facts(ref *reference) Server {
	out := Server{
		Address: s.Address, VRF: s.VRF, Place: s.place, Roles: slices.Clone(s.Roles),
		Samples: s.replies, Authenticated: s.authenticated, Traceable: s.traceable,
	}
	if s.last != nil {
		stratum := s.last.Stratum
		out.Stratum, out.RefID = &stratum, refIDText(stratum, s.last.RefID)
	}
	if s.replies > 0 && !s.isHost() {
		out.RTT, out.RootDistance = s.shortest()
	}
	standing, combined, judged := ref.standing(s)
	if judged {
		offset := standing.Clock.Sub(combined.Hull)
		out.Offset, out.Detectable = &offset, &standing.Detectable
	}
	out.Verdict, out.Error = s.verdict(standing, combined, judged, ref.run.votes(s))
	return out
}

// verdict is what the ensemble says about the server, and why where it has no vote.
func (s *server) verdict(standing measure.Standing, combined measure.Reference, judged, votes bool) (ServerVerdict, string) {
	switch {
	case s.isHost() || s.replies > 0:
	case s.last == nil:
		return NoAnswer, s.failure
	case slices.ContainsFunc(s.faults, measure.Fault.NotAnAnswer):
		return NoAnswer, sentences(s.faults, s.header())
	}
	if faults := s.reported(votes); len(faults) > 0 {
		return Excluded, sentences(faults, s.header())
	}
	switch {
	case !judged:
		return Excluded, "there is no reference to hold it against"
	case standing.Contradictory:
		return Excluded, measure.Contradictory.Sentence()
	case standing.Falseticker:
		return Falseticker, ""
	case !combined.Agreed && standing.Root >= 0:
		return Excluded, "the references disagree, and no majority says whether it is right"
	}
	return Truechimer, ""
}

// reported are the faults that a report names: where any reply was sound, earlier and later faults do not count; what
// bars a server from voting counts where it would vote.
func (s *server) reported(votes bool) []measure.Fault {
	var faults []measure.Fault
	if votes {
		faults = slices.Clone(s.barred)
	}
	for _, segment := range s.polls {
		for _, p := range segment {
			if len(p.faults) == 0 {
				return faults
			}
		}
	}
	return append(faults, s.faults...)
}

// header is the reply that the server is described by; the zero value where there is none.
func (s *server) header() (e measure.Exchange) {
	if s.last != nil {
		e = *s.last
	}
	return e
}

func (s *server) shortest() (trip, distance *time.Duration) {
	for _, segment := range s.polls {
		for _, p := range segment {
			if trip == nil || p.Trip < *trip {
				trip = &p.Trip
			}
			if distance == nil || p.Distance < *distance {
				distance = &p.Distance
			}
		}
	}
	return trip, distance
}

// sentences say what is wrong with a reply, or its sender. The code of a kiss is ASCII, or is not named.
func sentences(faults []measure.Fault, e measure.Exchange) string {
	list := make([]string, len(faults))
	for i, f := range faults {
		list[i] = f.Sentence()
		if code := e.KissCode(); f == measure.Refused && code != "" {
			list[i] = fmt.Sprintf("it refused to answer (kiss code %s)", code)
		}
	}
	return strings.Join(list, "; ")
}
