package collect

import (
	"context"
	"maps"
	"net/netip"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// longestLookUp bounds what a run waits for a resolver that does not answer.
const longestLookUp = 10 * time.Second

// lookUp starts to look names up while devices are asked, and returns what waits for the answers: nil where there was no name.
func (r *run) lookUp(ctx context.Context, names []string) (resolved func(context.Context) *snapshot.Resolution) {
	answers := make(chan map[string][]netip.Addr, 1)
	lookUp := func(ctx context.Context, names []string) map[string][]netip.Addr {
		ctx, cancel := context.WithTimeout(ctx, longestLookUp)
		defer cancel()
		return r.query.Names(ctx, names)
	}
	go func() { answers <- lookUp(ctx, names) }()
	return func(ctx context.Context) *snapshot.Resolution {
		found := <-answers
		more := r.deviceNames(names)
		maps.Copy(found, lookUp(ctx, more))
		if len(names)+len(more) == 0 {
			return nil
		}
		return &snapshot.Resolution{At: r.timeline.Origin().Add(r.timeline.Now()), Names: found}
	}
}

// deviceNames are the names on the lines of devices, where they are wanted, but for those that were looked up already.
func (r *run) deviceNames(known []string) (names []string) {
	if !r.DeviceNames {
		return nil
	}
	listed := make(map[string]bool, len(known))
	for _, name := range known {
		listed[name] = true
	}
	for _, s := range slices.Concat(r.sources...) {
		if isName(s.Address) && !listed[s.Address] {
			names, listed[s.Address] = append(names, s.Address), true
		}
	}
	return names
}
