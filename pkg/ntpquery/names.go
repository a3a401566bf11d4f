package ntpquery

import (
	"context"
	"net/netip"
	"slices"
	"sync"
)

// What looking names up may cost: a policy names a handful, and what a device prints is not to be trusted.
const (
	mostNames     = 256
	mostAddresses = 32 // of one name
	namesAtOnce   = 8
)

// Names looks names up, each once. Names that are not answered within the time of one try are left out, and so are those beyond
// the first 256.
func (q *Querier) Names(ctx context.Context, names []string) map[string][]netip.Addr {
	found := make(map[string][]netip.Addr, min(len(names), mostNames))
	var mu sync.Mutex
	var all sync.WaitGroup
	slots := make(chan struct{}, namesAtOnce)
	for _, name := range names[:min(len(names), mostNames)] {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			defer q.guard("lookup", func() {})
			one, cancel := context.WithTimeout(ctx, q.Timeout)
			defer cancel()
			addresses, err := q.Lookup(one, name)
			if err != nil || len(addresses) == 0 {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			found[name] = inOrder(addresses)
		})
	}
	all.Wait()
	return found
}

// inOrder lists addresses in an order that no resolver shuffles.
func inOrder(addresses []netip.Addr) []netip.Addr {
	list := make([]netip.Addr, 0, len(addresses))
	for _, a := range addresses {
		list = append(list, a.Unmap())
	}
	slices.SortFunc(list, netip.Addr.Compare)
	list = slices.Compact(list)
	return list[:min(len(list), mostAddresses)]
}
