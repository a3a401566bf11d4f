package collect

import (
	"context"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
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

// hostClock reads this host's own clock: where the operator vouches for it, and where no reference is named and a
// daemon disciplines it, with the bound that either of them states.
func (r *run) hostClock() []snapshot.HostClock {
	vouched := r.vouched
	if vouched.Bound == 0 {
		return nil
	}
	at, wall := r.timeline.Wall()
	return []snapshot.HostClock{{At: at, Wall: wall, Bound: vouched.Bound, Source: vouched.Source}}
}

// vouch finds out who answers for this host's clock. A daemon is asked only where the operator named nobody.
func (r *run) vouch(ctx context.Context) {
	references := r.Inventory.References
	if len(references) == 0 {
		daemon, err := ntpquery.LocalDaemon(ctx)
		if err == nil {
			r.vouched = daemon
		}
		return
	}
	if i := slices.IndexFunc(references, func(ref inventory.Reference) bool { return ref.System }); i >= 0 {
		r.vouched = ntpquery.Daemon{Bound: references[i].Bound, Source: "the operator's word"}
	}
}
