package snapshot

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// Answered is a device with those of its answers that count.
type Answered struct {
	Inventory inventory.Device // as the run lists it; only its name where it does not
	Device    Device
	Run       int      // index of the run whose answers these are
	Notes     []string // which of several answers these are
}

// Kinds of errors that decide what becomes of a device in a later run.
const (
	KindInterrupted = "interrupted" // the run did not come to it, or was still asking it when it ended
	KindNotTried    = "not_tried"   // other devices had refused the credential
	KindEnable      = "enable"      // the device refused the secret of enable
)

// standing is how much the answers of a device are worth beside others of it.
type standing int

const (
	notReached standing = iota
	failed
	partly
	fully
)

// Reached reports whether the run came to the device and was done with it, whatever that led to.
func (a *Answered) Reached() bool { return a.standing() > notReached }

func (a *Answered) standing() standing {
	switch {
	case a.Device.Outcome == Audited:
		return fully
	case a.Device.Outcome == Partial:
		return partly
	case a.Device.Error != nil && a.Device.Error.Kind == KindInterrupted:
		return notReached
	}
	return failed
}

// ByAge is the runs in the order in which they began, by the clocks of their hosts.
func ByAge(runs []*Snapshot) []*Snapshot {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b *Snapshot) int { return a.Started.Compare(b.Started) })
	return runs
}

// Join pairs each device with the answers that count: those of the newest run that it answered in full, else of
// the newest that it answered in part, else of the newest. The runs stand by age; devices stand in the order in which
// the runs list them.
func Join(runs []*Snapshot) []Answered {
	var all []Answered
	place := map[string]int{}
	tries := map[string][]Answered{}
	for k, s := range runs {
		for _, a := range s.answered(k) {
			name := a.Device.Name
			if a.Reached() {
				tries[name] = append(tries[name], a)
			}
			i, known := place[name]
			switch {
			case !known:
				place[name] = len(all)
				all = append(all, a)
			case a.standing() >= all[i].standing():
				all[i] = a
			}
		}
	}
	for i := range all {
		all[i].choose(tries[all[i].Device.Name], runs)
	}
	return all
}

// answered pairs the devices of the inventory, in its order, with their answers. A device that the run ended
// before says so. Answers of devices that the inventory does not list come last.
func (s *Snapshot) answered(run int) []Answered {
	byName := make(map[string]int, len(s.Devices))
	for i, d := range s.Devices {
		byName[d.Name] = i
	}
	var all []Answered
	used := make([]bool, len(s.Devices))
	for _, d := range s.Inventory.Devices {
		a := Answered{Inventory: d, Device: notAsked(d.Name), Run: run}
		if i, ok := byName[d.Name]; ok {
			a.Device, used[i] = s.Devices[i], true
		}
		all = append(all, a)
	}
	for i, d := range s.Devices {
		if !used[i] && byName[d.Name] == i {
			all = append(all, Answered{Inventory: inventory.Device{Name: d.Name}, Device: d, Run: run})
		}
	}
	return all
}

func notAsked(name string) Device {
	return Device{Name: name, Outcome: Timeout, Error: &Error{Kind: KindInterrupted, Message: "not asked: the run ended first"}}
}

// choose says which of several answers count. One name for two devices would hide one of them, so that is said as well.
func (a *Answered) choose(tries []Answered, runs []*Snapshot) {
	if len(tries) < 2 {
		return
	}
	worth := map[standing]string{fully: "complete answer", partly: "partial answer", failed: "try"}[a.standing()]
	a.Notes = append(a.Notes, fmt.Sprintf("asked in %d runs; the newest %s counts, of %s", len(tries), worth, RunTime(runs[a.Run].Started)))
	for _, other := range tries {
		if other.Inventory.Endpoint() != a.Inventory.Endpoint() {
			a.Notes = append(a.Notes, fmt.Sprintf("another run asked a device of this name at %s, this one was asked at %s; if they are two, give them two names",
				other.Inventory.Endpoint(), a.Inventory.Endpoint()))
			return
		}
	}
}

// Whole reports whether a run came to its end, or was resumed by one that did. The runs stand by age.
func Whole(runs []*Snapshot, run int) bool {
	first := func(s *Snapshot) string {
		if s.Resumes != "" {
			return s.Resumes
		}
		return s.RunID
	}
	return runs[run].Complete || slices.ContainsFunc(runs[run+1:], func(later *Snapshot) bool {
		return later.Complete && later.Resumes != "" && later.Resumes == first(runs[run])
	})
}
