package facts

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// comparedKinds are the kinds of facts that are held against each other, and asked for once more where they disagree.
var comparedKinds = []Kind{KindStatus, KindAssociations}

// compared reports whether a command tells one of them. A configuration is not asked for twice.
func compared(c platform.Command) bool {
	return !c.Slow && (tells(c, KindStatus) || tells(c, KindAssociations))
}

// twice is what became of the commands that were asked once more.
type twice struct {
	earlier []show.Answer // the first of two whole pairs; nil: there is one pair
	stale   map[int]bool  // places of answers that belong to no whole pair, as the second was cut short
}

// askedTwice finds the pairs of status and table. Only answers of one flight belong together: of a second one that did not come
// to its end, nothing counts.
func (s system) askedTwice(d *snapshot.Device) twice {
	first, last := map[string]int{}, map[string]int{}
	for i, a := range d.Answers {
		if c, known := s.reads.Command(a.Command); !known || !compared(c) || !a.Whole() {
			continue
		}
		if _, seen := first[a.Command]; !seen {
			first[a.Command] = i
		}
		last[a.Command] = i
	}
	var t twice
	whole := len(first) > 0
	for command := range first {
		whole = whole && last[command] > first[command]
	}
	if whole {
		for _, c := range s.reads.Commands {
			if i, answered := first[c.Line]; answered {
				t.earlier = append(t.earlier, asRead(d.Answers[i]))
			}
		}
		return t
	}
	t.stale = map[int]bool{}
	for i, a := range d.Answers {
		if at, answered := first[a.Command]; answered && i > at {
			t.stale[i] = true
		}
	}
	return t
}

// Again lists the kinds of facts that a device should be asked for once more, because what it answered contradicts itself: the
// two answers may be of two instants. Nil: none, or it was asked twice.
func (a *Sampler) Again(d *snapshot.Device) []Kind {
	s := a.system(d)
	if s.reads == nil {
		return nil
	}
	if t := s.askedTwice(d); t.earlier != nil || len(t.stale) > 0 {
		return nil
	}
	p := s.parse(d, func(c platform.Command) bool { return !c.Slow && (compared(c) || tells(c, KindClock)) })
	seen := Device{OS: s.reads, NTP: p.ntp, Config: &Config{}}
	if len(p.readings) > 0 && p.readings[0].Err == nil {
		clock := clockEvidence{shown: &p.readings[0].Clock}
		seen.Clock = clock.describe()
	}
	if c := seen.Consistency(); len(c.Once) == 0 {
		return nil
	}
	return comparedKinds
}
