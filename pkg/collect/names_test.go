package collect_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// resolver answers for one name, and remembers what it was asked.
type resolver struct {
	mu    sync.Mutex
	asked []string
}

func (r *resolver) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, host)
	if host == "time.example.net" {
		return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
	}
	return nil, errors.New("no such host")
}

// Names of the policy are looked up and kept, with the time; those that devices print only where that is wanted.
func TestNamesAreLookedUp(t *testing.T) {
	for _, test := range []struct {
		name    string
		names   []string
		devices bool
		want    []string // nil: nothing is kept
	}{
		{"none", nil, false, nil},
		{"of the policy", []string{"time.example.net", "lost.example.net"}, false, []string{"time.example.net"}},
		{"of devices as well", []string{"lost.example.net"}, true, []string{"time.example.net"}},
	} {
		b := newBench(t, fleetOfThree)
		b.plan.Names, b.plan.DeviceNames = test.names, test.devices
		b.plan.Judge.Sources = func(*snapshot.Device) []collect.Source {
			return []collect.Source{{Address: "time.example.net"}, {Address: "192.0.2.1"}}
		}
		r := &resolver{}
		query := ntpquery.New(ntpquery.Config{Timeline: b.clock, Lookup: r.lookup, Rhythm: nil})
		s := collect.Run(t.Context(), b.plan, b.clock, b.ask, query)
		var got []string
		if s.Resolved != nil {
			for name := range s.Resolved.Names {
				got = append(got, name)
			}
			if s.Resolved.At.Before(s.Started) || s.Resolved.At.After(s.Finished) {
				t.Errorf("%s: at %v", test.name, s.Resolved.At)
			}
		}
		r.mu.Lock()
		if asked := slices.Contains(r.asked, "time.example.net"); asked != (len(test.want) > 0) {
			t.Errorf("%s: the name of a device is looked up: %t", test.name, asked)
		}
		r.mu.Unlock()
		if slices.Sort(got); !slices.Equal(got, test.want) || (s.Resolved != nil) != (test.names != nil) {
			t.Errorf("%s: %+v", test.name, s.Resolved)
		}
	}
}
