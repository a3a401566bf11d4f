package ntpquery

import (
	"context"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

func brisk(c *Config) {
	c.Rhythm = []time.Duration{time.Millisecond, 2 * time.Millisecond}
}

func reference(address string) Target {
	return Target{Address: address, Query: address, Role: snapshot.RoleReference}
}

func source(address, query string) Target {
	return Target{Address: address, VRF: "MGMT", Query: query, Role: snapshot.RoleSource}
}

func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func TestPollerAsksEverybodyInTheGivenOrder(t *testing.T) {
	one, two, three := respond(t, sound), respond(t, silence), respond(t, sound)
	q := querier(t, impatient, brisk)
	p := q.Poll(t.Context(), []Target{reference(one.address), {Address: "system", Role: snapshot.RoleReference}, reference(two.address)})
	p.Ready(t.Context())
	p.Add(source("10.0.0.1", three.address))
	p.Add(source("10.0.0.1", three.address))
	await(t, "several rounds", func() bool { return one.asked.Load() > 3 && three.asked.Load() > 3 && two.asked.Load() > 3 })
	servers := p.Finish(t.Context())

	var names []string
	for _, s := range servers {
		names = append(names, s.Address+" "+s.VRF)
	}
	want := []string{one.address + " ", "system ", two.address + " ", "10.0.0.1 MGMT"}
	if d := cmp.Diff(want, names); d != "" {
		t.Errorf("servers (-want +got):\n%s", d)
	}
	if len(servers[0].Exchanges) < 4 || servers[0].Exchanges[0].Reply == nil {
		t.Errorf("%d exchanges with the first", len(servers[0].Exchanges))
	}
	if len(servers[1].Exchanges) != 0 {
		t.Errorf("the system clock was asked: %+v", servers[1].Exchanges)
	}
	if x := servers[2].Exchanges; len(x) == 0 || x[0].Reply != nil || x[0].Error == "" {
		t.Errorf("silence gave %+v", x)
	}
	after := one.asked.Load()
	time.Sleep(20 * time.Millisecond)
	if one.asked.Load() != after {
		t.Error("it is asked after the end")
	}
}

func TestOneServerByTwoNamesIsAskedAsOne(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) {
		c.Rhythm = []time.Duration{time.Hour}
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.1"), nil }
	})
	byName := "ntp1.example.net:" + port(t, server.address)
	p := q.Poll(t.Context(), []Target{reference(byName), reference(server.address)})
	p.Add(source("10.0.0.1", server.address))
	p.Ready(t.Context())
	servers := p.Finish(t.Context())
	if got := server.asked.Load(); got != 1 {
		t.Errorf("asked %d times, want once", got)
	}
	for _, s := range servers {
		if len(s.Exchanges) != 1 || s.Exchanges[0].Reply == nil {
			t.Errorf("%s: %+v", s.Address, s.Exchanges)
		}
	}
}

func TestRolesAddUp(t *testing.T) {
	server := respond(t, sound)
	q := querier(t)
	target := Target{Address: "2001:DB8::1", Query: server.address, Role: snapshot.RoleReference}
	p := q.Poll(t.Context(), []Target{target})
	target.Address, target.Role = "2001:db8::1", snapshot.RoleSource
	p.Add(target)
	servers := p.Finish(t.Context())
	if len(servers) != 1 {
		t.Fatalf("%d servers", len(servers))
	}
	if d := cmp.Diff([]string{snapshot.RoleReference, snapshot.RoleSource}, servers[0].Roles); d != "" {
		t.Errorf("roles (-want +got):\n%s", d)
	}
}

func TestTheLastQueryComesWhereMannersAllowIt(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) { c.Rhythm = []time.Duration{time.Nanosecond, time.Hour} })
	p := q.Poll(t.Context(), []Target{reference(server.address)})
	await(t, "the second query", func() bool { return server.asked.Load() == 2 })
	if servers := p.Finish(t.Context()); len(servers[0].Exchanges) != 3 {
		t.Errorf("%d exchanges, want a last one", len(servers[0].Exchanges))
	}
}

func TestTheLastQueryIsLeftOutWhereMannersForbidIt(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) { c.Rhythm = []time.Duration{time.Hour} })
	p := q.Poll(t.Context(), []Target{reference(server.address)})
	p.Ready(t.Context())
	if servers := p.Finish(t.Context()); len(servers[0].Exchanges) != 1 || server.asked.Load() != 1 {
		t.Errorf("%d exchanges, asked %d times, want once", len(servers[0].Exchanges), server.asked.Load())
	}
}

func TestRefreshHurries(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) { c.Rhythm = []time.Duration{time.Nanosecond, time.Hour} })
	p := q.Poll(t.Context(), []Target{reference(server.address)})
	await(t, "the second query", func() bool { return server.asked.Load() == 2 })
	p.Refresh()
	await(t, "the third query", func() bool { return server.asked.Load() == 3 })
	p.Finish(t.Context())
}

func TestABreakOfTheTimelineHurries(t *testing.T) {
	var jump atomic.Int64
	start := time.Now()
	clocks := func() timeline.Reading {
		now := time.Since(start)
		return timeline.Reading{Mono: now, Wall: start.Round(0).Add(now + time.Duration(jump.Load()))}
	}
	server := respond(t, sound)
	q := querier(t, func(c *Config) {
		c.Timeline = timeline.StartWith(clocks)
		c.Rhythm = []time.Duration{time.Nanosecond, time.Hour}
	})
	p := q.Poll(t.Context(), []Target{reference(server.address)})
	await(t, "the second query", func() bool { return server.asked.Load() == 2 })
	jump.Store(int64(time.Hour))
	await(t, "a query after the host slept", func() bool { return server.asked.Load() == 3 })
	p.Finish(t.Context())
}

func TestTheContextEndsThePolling(t *testing.T) {
	server := respond(t, sound)
	ctx, cancel := context.WithCancel(t.Context())
	q := querier(t, brisk)
	p := q.Poll(ctx, []Target{reference(server.address)})
	p.Ready(ctx)
	cancel()
	servers := p.Finish(ctx)
	if len(servers) != 1 || len(servers[0].Exchanges) == 0 {
		t.Errorf("what was known is lost: %+v", servers)
	}
}

func TestAServerThatRefusesIsLeftAlone(t *testing.T) {
	server := respond(t, kiss("DENY"))
	q := querier(t, brisk)
	p := q.Poll(t.Context(), []Target{reference(server.address)})
	p.Ready(t.Context())
	servers := p.Finish(t.Context())
	if server.asked.Load() != 1 || len(servers[0].Exchanges) != 1 {
		t.Errorf("asked %d times, %d exchanges", server.asked.Load(), len(servers[0].Exchanges))
	}
}

func TestReadyDoesNotWaitForTheSilent(t *testing.T) {
	server := respond(t, silence)
	q := querier(t, impatient)
	p := q.Poll(t.Context(), []Target{reference(server.address)})
	p.Ready(t.Context()) // returns although both tries are not over
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p.Ready(ctx)
	p.Finish(t.Context())
}

func TestBurst(t *testing.T) {
	server, mute := respond(t, sound), respond(t, silence)
	q := querier(t, impatient, brisk)
	references := []inventory.Reference{{Address: server.address}, {Address: mute.address}, {System: true}}
	servers := q.Burst(t.Context(), Targets(inventory.Inventory{References: references}), 3)
	if len(servers) != 3 || len(servers[0].Exchanges) != 3 || len(servers[1].Exchanges) != 3 || servers[2].Query != "" {
		t.Errorf("%+v", servers)
	}
}
