package ntpquery

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNames(t *testing.T) {
	many := make([]netip.Addr, 0, 1000)
	for i := range 1000 {
		many = append(many, netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}))
	}
	q := New(Config{Timeout: 50 * time.Millisecond, Lookup: func(ctx context.Context, host string) ([]netip.Addr, error) {
		switch host {
		case "two.example.net":
			return addresses("192.0.2.2", "::ffff:192.0.2.1", "192.0.2.2"), nil
		case "many.example.net":
			return many, nil
		case "silent.example.net":
			<-ctx.Done()
			return nil, ctx.Err()
		case "broken.example.net":
			panic("boom")
		case "empty.example.net":
			return nil, nil
		}
		return nil, errors.New("no such host")
	}})
	got := q.Names(t.Context(), []string{"two.example.net", "silent.example.net", "none.example.net", "broken.example.net", "empty.example.net", "many.example.net"})
	if n := len(got["many.example.net"]); n != mostAddresses {
		t.Errorf("%d addresses of one name", n)
	}
	delete(got, "many.example.net")
	want := map[string][]netip.Addr{"two.example.net": addresses("192.0.2.1", "192.0.2.2")}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// However many names a device prints, the resolver is asked for so many.
func TestNamesAreBounded(t *testing.T) {
	var asked, under, most atomic.Int64
	q := New(Config{Lookup: func(context.Context, string) ([]netip.Addr, error) {
		asked.Add(1)
		if n := under.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(time.Millisecond)
		under.Add(-1)
		return addresses("192.0.2.1"), nil
	}})
	var names []string
	for i := range 3 * mostNames {
		names = append(names, fmt.Sprintf("n%d.example.net", i))
	}
	if got := q.Names(t.Context(), names); len(got) != mostNames || asked.Load() != mostNames || most.Load() > namesAtOnce {
		t.Errorf("%d answers to %d questions, %d at once", len(got), asked.Load(), most.Load())
	}
	if got := q.Names(t.Context(), nil); got == nil || len(got) != 0 {
		t.Errorf("of no name: %v", got)
	}
}
