package measure

import (
	"cmp"
	"slices"
)

// seat makes the members of an ensemble. Servers that would vote and are one place are one member: however they are spelled,
// one machine answers, and its word counts once. Who is only measured is heard for itself.
func (e *Ensemble) seat(servers []Server) {
	var names [][]Server // of each member
	at := map[string]int{}
	for _, s := range servers {
		i, taken := at[s.Place]
		if s.Subject || s.Place == "" || !taken {
			i = len(names)
			names = append(names, nil)
		}
		if !s.Subject && s.Place != "" {
			at[s.Place] = i
		}
		names[i] = append(names[i], s)
		e.seats = append(e.seats, i)
	}
	for _, n := range names {
		e.members = append(e.members, newMember(one(n)))
	}
}

// one is what a server says that goes by several names: what is without fault counts, as with the replies to one name.
func one(names []Server) Server {
	if len(names) == 1 {
		return names[0]
	}
	sound := heard(names)
	s := sound[0]
	s.Polls, s.Faults, s.Self = nil, nil, nil
	for _, n := range sound {
		s.Polls = append(s.Polls, n.Polls...)
		for _, f := range n.Faults {
			if !slices.Contains(s.Faults, f) {
				s.Faults = append(s.Faults, f)
			}
		}
	}
	for _, n := range names {
		s.Self = append(s.Self, n.Self...)
	}
	slices.SortStableFunc(s.Polls, func(a, b Poll) int { return cmp.Compare(a.From, b.From) })
	s.Polls = slices.Compact(s.Polls) // a poll that two names share is one
	return s
}

// heard are the names under which a server answers without a fault; else under which it answers; else all.
func heard(names []Server) []Server {
	for _, good := range []func(Server) bool{
		func(s Server) bool { return len(s.Polls) > 0 && len(s.Faults) == 0 },
		func(s Server) bool { return len(s.Polls) > 0 },
	} {
		list := slices.DeleteFunc(slices.Clone(names), func(s Server) bool { return !good(s) })
		if len(list) > 0 {
			return list
		}
	}
	return names
}
