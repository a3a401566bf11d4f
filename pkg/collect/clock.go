package collect

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// Clock describes a timeline as a snapshot records it.
func Clock(t *timeline.Timeline) snapshot.Timeline {
	clock := snapshot.Timeline{Origin: t.Origin(), Granularity: t.Granularity()}
	for _, b := range t.Breaks() {
		clock.Breaks = append(clock.Breaks, snapshot.Break(b))
	}
	return clock
}

func (r *run) clock() snapshot.Timeline { return Clock(r.timeline) }

// hostClock reads this host's own clock where the operator vouches for it. Wall and stamp come from one
// reading; what a daemon says of it is added by whoever asked the daemon.
func (r *run) hostClock() []snapshot.HostClock {
	i := slices.IndexFunc(r.Inventory.References, func(ref inventory.Reference) bool { return ref.System })
	if i < 0 {
		return nil
	}
	at, wall := r.timeline.Wall()
	return []snapshot.HostClock{{At: at, Wall: wall, Bound: r.Inventory.References[i].Bound, Source: "the operator's word"}}
}
