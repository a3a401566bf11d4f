package facts

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// newFleet is what the runs say of themselves.
func newFleet(runs []*snapshot.Snapshot) *Fleet {
	f := &Fleet{Complete: len(runs) > 0}
	var ids []string
	for k, s := range runs {
		ids = append(ids, s.RunID)
		f.Collectors = append(f.Collectors, Collector{
			ID: s.RunID, Host: hostOf(s.RunBy), Started: s.Started, Finished: s.Finished, Complete: s.Complete,
			Names: namesIn(s.Resolved),
		})
		if k == 0 || s.Finished.After(f.Finished) {
			f.Finished = s.Finished
		}
		f.Tool, f.Complete = s.Tool, f.Complete && snapshot.Whole(runs, k)
	}
	f.RunID = strings.Join(ids, "+")
	if len(runs) > 0 {
		f.Started = runs[0].Started
	}
	return f
}

// hostOf is the host in user@host.
func hostOf(runBy string) string { return runBy[strings.LastIndexByte(runBy, '@')+1:] }

// namesIn are the names of a run by the key by which names are compared.
func namesIn(r *snapshot.Resolution) Names {
	if r == nil {
		return nil
	}
	names := make(Names, len(r.Names))
	for name, addresses := range r.Names {
		var keys []AddressKey
		for _, a := range addresses {
			keys = append(keys, KeyOfAddr(a))
		}
		names[KeyOf(name)] = keys
	}
	return names
}

// conclude is what only all runs together tell.
func (f *Fleet) conclude(runs []*snapshot.Snapshot, all []snapshot.Answered) {
	if len(runs) == 1 {
		f.Reference, f.Servers, f.Names = f.Collectors[0].Reference, f.Collectors[0].Servers, f.Collectors[0].Names
		f.Notes, f.Partial = slices.Clone(runs[0].Notes), runs[0].Inventory.Partial
		return
	}
	f.Servers = joinServers(f.Collectors)
	f.Partial = partial(runs)
	counts := make([]int, len(runs))
	for i := range all {
		f.Complete = f.Complete && all[i].Reached()
		counts[all[i].Run]++
	}
	f.Notes = append(f.Notes, f.shares(counts))
	for k, s := range runs {
		for _, n := range s.Notes {
			if counts[k] > 0 { // what is to be said of a run that no device is judged by says nothing here
				f.Notes = append(f.Notes, f.CollectorName(k)+": "+n)
			}
		}
	}
	if versions := toolVersions(runs); len(versions) > 1 {
		f.Notes = append(f.Notes, "different versions collected: "+strings.Join(versions, ", "))
	}
}

// shares says how many devices are judged by which run.
func (f *Fleet) shares(counts []int) string {
	const most = 4
	var parts []string
	more := 0
	for k, n := range counts {
		switch {
		case n == 0:
		case len(parts) == most:
			more++
		default:
			parts = append(parts, fmt.Sprintf("%d by the %s", n, f.CollectorName(k)))
		}
	}
	text := fmt.Sprintf("evidence of %d runs; devices are judged: %s", len(counts), strings.Join(parts, ", "))
	if more > 0 {
		text += fmt.Sprintf(", the others by %d more", more)
	}
	return text
}

func toolVersions(runs []*snapshot.Snapshot) (list []string) {
	for _, s := range runs {
		list = add(list, s.Tool.Version)
	}
	return list
}

// CollectorName names a run among the others.
func (f *Fleet) CollectorName(k int) string {
	c := f.Collectors[k]
	name := "run of " + snapshot.RunTime(c.Started)
	same := func(d Collector) bool {
		return d.ID != c.ID && snapshot.RunTime(d.Started) == snapshot.RunTime(c.Started)
	}
	if slices.ContainsFunc(f.Collectors, same) {
		name = "run " + c.ID
	}
	return name
}

// partial reports whether devices of an inventory are in none of the runs. A run that does not name those that it left
// out may have left out any.
func partial(runs []*snapshot.Snapshot) bool {
	listed := map[string]bool{}
	for _, s := range runs {
		for _, d := range s.Inventory.Devices {
			listed[d.Name] = true
		}
	}
	for _, s := range runs {
		missing := func(name string) bool { return !listed[name] }
		if s.Inventory.Partial && (len(s.Inventory.LeftOut) == 0 || slices.ContainsFunc(s.Inventory.LeftOut, missing)) {
			return true
		}
	}
	return false
}

// joinServers is each server once: as the newest run saw it that could judge it, else as the newest that had
// an answer, else as the newest. What any run says of its roles holds.
func joinServers(collectors []Collector) []Server {
	var list []Server
	place := map[serverKey]int{}
	for k := range collectors {
		for _, s := range collectors[k].Servers {
			s.Place = placeFrom(s.Place, &collectors[k], &collectors[0])
			key := keyOf(&s)
			i, known := place[key]
			if !known {
				place[key] = len(list)
				list = append(list, s)
				continue
			}
			for _, role := range list[i].Roles {
				s.Roles = add(s.Roles, role)
			}
			if s.worth() >= list[i].worth() {
				list[i] = s
			}
			list[i].Roles = s.Roles
		}
	}
	return list
}

func (s *Server) worth() int {
	switch {
	case s.judged():
		return 2
	case s.Verdict == Excluded:
		return 1
	}
	return 0
}

// placeFrom tells apart what a loopback address means on different hosts.
func placeFrom(place string, c, first *Collector) string {
	if a, err := netip.ParseAddrPort(place); err == nil && a.Addr().IsLoopback() && c.Host != first.Host {
		return c.Host + " " + place
	}
	return place
}
