package facts

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// A vote belongs to the place that was asked, address and port, and not to a spelling of it: localhost, 127.0.0.1 and
// ::ffff:127.0.0.1 are one server. Two VRFs that are routed to one place are one as well: from here, one machine answers.

// placesOf are the places that a server answered from; where none did, those that were asked. Evidence that does not tell is
// taken at its word: the target is the place.
func placesOf(target string, exchanges []snapshot.Exchange) []string {
	var asked, answered []string
	for _, x := range exchanges {
		if x.Place == "" {
			continue
		}
		p := place(x.Place)
		asked = add(asked, p)
		if x.Reply != nil {
			answered = add(answered, p)
		}
	}
	switch {
	case len(answered) > 0:
		return answered
	case len(asked) > 0:
		return asked
	}
	return []string{place(target)}
}

// place is host:port in the one spelling that is compared. Of a name, the case and the root say nothing.
func place(text string) string {
	if a, err := netip.ParseAddrPort(text); err == nil {
		return netip.AddrPortFrom(a.Addr().Unmap(), a.Port()).String()
	}
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return strings.ToLower(text)
	}
	return net.JoinHostPort(strings.ToLower(strings.TrimSuffix(host, ".")), port)
}

func add(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// meet finds which servers are one.
func (r *run) meet() {
	keys := make([][]string, len(r.list))
	for i, s := range r.list {
		if !s.isHost() {
			s.places = placesOf(s.Query, s.Exchanges)
			keys[i] = s.places
		}
	}
	for i, first := range measure.Together(keys) {
		if s := r.list[i]; !s.isHost() {
			s.place = r.list[first].places[0]
		}
	}
}

// bar keeps servers from voting that are audited devices or follow one, under every name that they go by.
func (r *run) bar(audited known) {
	barred := map[string][]measure.Fault{}
	for _, s := range r.list {
		if s.isHost() {
			continue
		}
		if audited.audits(s) && !slices.Contains(barred[s.place], measure.AuditedDevice) {
			barred[s.place] = append(barred[s.place], measure.AuditedDevice)
		}
		if s.last != nil && s.last.Stratum >= 2 && audited.refIDs[s.last.RefID] && !slices.Contains(barred[s.place], measure.FollowsAudited) {
			barred[s.place] = append(barred[s.place], measure.FollowsAudited)
		}
	}
	for _, s := range r.list {
		if !s.isHost() {
			s.barred = barred[s.place]
		}
	}
}

// mostSourceVoters is how many of the servers that devices name vote where there are no references. Every server is held
// against all voters, and more than a hundred make no majority safer.
const mostSourceVoters = 128

// count numbers the places from which a server may vote.
func (r *run) count() {
	numbers := map[string]int{}
	for _, s := range r.list {
		if s.isHost() || s.replies == 0 || len(s.barred) > 0 {
			continue
		}
		if _, known := numbers[s.place]; !known {
			numbers[s.place] = len(numbers)
		}
	}
	for _, s := range r.list {
		s.number = numbers[s.place]
	}
	r.able = len(numbers)
}

// aliases lists the voters that are one server although they are named apart, each as a sentence.
func (r *run) aliases() []string {
	names, places := map[string][]string{}, []string{}
	for _, s := range r.list {
		if s.isHost() || !r.votes(s) || s.replies == 0 {
			continue
		}
		if names[s.place] == nil {
			places = append(places, s.place)
		}
		names[s.place] = add(names[s.place], s.name())
	}
	const most = 5 // where nobody named references, the voters are all that devices name
	var list []string
	more := 0
	for _, p := range places {
		switch n := names[p]; {
		case len(n) == 1:
		case len(list) == most:
			more++
		default:
			list = append(list, strings.Join(n[:len(n)-1], ", ")+" and "+n[len(n)-1]+" are one server: one vote")
		}
	}
	if more > 0 {
		list = append(list, fmt.Sprintf("%d more servers go by several names: one vote each", more))
	}
	return list
}

// name is how the inventory, or a device, names the server.
func (s *server) name() string {
	if s.VRF == "" {
		return s.Address
	}
	return s.Address + " in VRF " + s.VRF
}
