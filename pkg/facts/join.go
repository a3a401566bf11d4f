package facts

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// byAge is the runs in the order in which they began, by the clocks of their hosts.
func byAge(runs []*snapshot.Snapshot) []*snapshot.Snapshot {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b *snapshot.Snapshot) int { return a.Started.Compare(b.Started) })
	return runs
}

// newFleet is what the runs say of themselves.
func newFleet(runs []*snapshot.Snapshot) *Fleet {
	f := &Fleet{Complete: whole(runs)}
	var ids []string
	for k, s := range runs {
		ids = append(ids, s.RunID)
		f.Collectors = append(f.Collectors, Collector{
			ID: s.RunID, Host: hostOf(s.RunBy), Started: s.Started, Finished: s.Finished, Complete: s.Complete,
		})
		if k == 0 || s.Finished.After(f.Finished) {
			f.Finished = s.Finished
		}
		f.Tool = s.Tool
	}
	f.RunID = strings.Join(ids, "+")
	if len(runs) > 0 {
		f.Started = runs[0].Started
	}
	return f
}

// hostOf is the host in user@host.
func hostOf(runBy string) string { return runBy[strings.LastIndexByte(runBy, '@')+1:] }

// whole reports whether every run came to its end, or was resumed by a complete one. What the resumption left
// out is for the devices to say.
func whole(runs []*snapshot.Snapshot) bool {
	for k, s := range runs {
		resumed := slices.ContainsFunc(runs[k+1:], func(later *snapshot.Snapshot) bool {
			return later.Complete && later.Resumes != "" && later.Resumes == cmp.Or(s.Resumes, s.RunID)
		})
		if !s.Complete && !resumed {
			return false
		}
	}
	return len(runs) > 0
}

// join pairs each device with the answers that count: those of the newest run that it answered in full, else
// of the newest that it answered in part, else of the newest. Devices stand in the order in which the runs list them.
func join(runs []*snapshot.Snapshot) []*evidence {
	var all []*evidence
	place := map[string]int{}
	asked := map[string][]*evidence{}
	for k, s := range runs {
		for _, e := range evidenceOf(s) {
			e.collector = k
			name := e.answers.Name
			if e.standing() > notReached {
				asked[name] = append(asked[name], e)
			}
			i, known := place[name]
			switch {
			case !known:
				place[name] = len(all)
				all = append(all, e)
			case e.standing() >= all[i].standing():
				all[i] = e
			}
		}
	}
	for _, e := range all {
		if answers := asked[e.answers.Name]; len(answers) > 1 {
			e.answers.Notes = append(slices.Clone(e.answers.Notes), e.chosen(answers, runs)...)
		}
	}
	return all
}

// standing is how much the answers of a device are worth beside others of it.
type standing int

const (
	notReached standing = iota // the run did not come to it
	failed
	partly
	fully
)

func (e *evidence) standing() standing {
	switch {
	case e.answers.Outcome == snapshot.Audited:
		return fully
	case e.answers.Outcome == snapshot.Partial:
		return partly
	case e.answers.Error != nil && e.answers.Error.Kind == interrupted:
		return notReached
	}
	return failed
}

// chosen says which of several answers count. One name for two devices would hide one of them, so that is said as well.
func (e *evidence) chosen(answers []*evidence, runs []*snapshot.Snapshot) []string {
	worth := map[standing]string{fully: "complete answer", partly: "partial answer", failed: "try"}[e.standing()]
	notes := []string{fmt.Sprintf("asked in %d runs; the newest %s counts, of %s", len(answers), worth, snapshot.RunTime(runs[e.collector].Started))}
	for _, other := range answers {
		if other.inventory.Endpoint() != e.inventory.Endpoint() {
			return append(notes, fmt.Sprintf("another run asked a device of this name at %s, this one was asked at %s; if they are two, give them two names",
				other.inventory.Endpoint(), e.inventory.Endpoint()))
		}
	}
	return notes
}

// conclude is what only all runs together tell.
func (f *Fleet) conclude(runs []*snapshot.Snapshot, all []*evidence) {
	if len(runs) == 1 {
		f.Reference, f.Servers = f.Collectors[0].Reference, f.Collectors[0].Servers
		f.Notes, f.Partial = slices.Clone(runs[0].Notes), runs[0].Inventory.Partial
		return
	}
	f.Servers = joinServers(f.Collectors)
	f.Partial = partial(runs)
	f.Complete = f.Complete && !slices.ContainsFunc(all, func(e *evidence) bool { return e.standing() == notReached })
	counts := make([]int, len(runs))
	for _, e := range all {
		counts[e.collector]++
	}
	for k, s := range runs {
		f.Notes = append(f.Notes, fmt.Sprintf("%s: %d of %d devices are judged by it", f.CollectorName(k), counts[k], len(all)))
		for _, n := range s.Notes {
			f.Notes = append(f.Notes, f.CollectorName(k)+": "+n)
		}
	}
	if versions := toolVersions(runs); len(versions) > 1 {
		f.Notes = append(f.Notes, "different versions collected: "+strings.Join(versions, ", "))
	}
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
