package ntpquery

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func TestThePlaceThatWasAskedIsKept(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) {
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.1"), nil }
	})
	for _, target := range []string{
		server.address, "ntp1.example.net:" + port(t, server.address), "[::ffff:127.0.0.1]:" + port(t, server.address),
	} {
		if x := q.Query(t.Context(), target, nil); x.Place != server.address || x.Reply == nil {
			t.Errorf("%s: place %q, want %q (%s)", target, x.Place, server.address, x.Error)
		}
	}
	mute := respond(t, silence)
	if x := querier(t, impatient).Query(t.Context(), mute.address, nil); x.Place != mute.address {
		t.Errorf("silence at %q, want %q", x.Place, mute.address)
	}
}

// A name whose first address is silent was answered from its second.
func TestThePlaceIsTheOneThatAnswered(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, brief, func(c *Config) {
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.2", "127.0.0.1"), nil }
	})
	if x := q.Query(t.Context(), "ntp1.example.net:"+port(t, server.address), nil); x.Place != server.address || x.Reply == nil {
		t.Errorf("place %q, want %q (%s)", x.Place, server.address, x.Error)
	}
}

// What a server asks for by one name is obeyed for all of its names.
func TestKissCodesMeanThePlace(t *testing.T) {
	for code, want := range map[string]string{"DENY": "refused to be asked (DENY)", "RATE": "fewer queries (RATE)"} {
		server := respond(t, kiss(code))
		q := querier(t, func(c *Config) {
			c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.1"), nil }
		})
		alias := "ntp1.example.net:" + port(t, server.address)
		q.Query(t.Context(), server.address, nil)
		wantError(t, q.Query(t.Context(), alias, nil).Error, alias+": ", want)
		if server.asked.Load() != 1 {
			t.Errorf("%s: asked %d times, want once", code, server.asked.Load())
		}
		if code == "DENY" && !q.gone(alias) {
			t.Error("the alias is not gone")
		}
	}
}

func addressPort(t *testing.T, address string) netip.AddrPort {
	t.Helper()
	a, err := netip.ParseAddrPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// localhost is ::1 first on most hosts, and is answered from 127.0.0.1 where a server has no IPv6.
func TestANameThatMovesOnIsAskedAsTheServerItMeets(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) {
		c.Timeout = time.Second
		c.Rhythm = []time.Duration{50 * time.Millisecond}
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.2", "127.0.0.1"), nil }
	})
	moves := reference("ntp1.example.net:" + port(t, server.address))
	alias := reference("ntp2.example.net:" + port(t, server.address))
	p := q.Poll(t.Context(), []Target{moves, alias, reference(server.address)})
	await(t, "all to meet", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		root := p.entries[2].station.place()
		return p.entries[0].station.place() == root && p.entries[1].station.place() == root
	})
	at := server.asked.Load()
	await(t, "further rounds", func() bool { return server.asked.Load() > at+2 })
	servers := p.Finish(t.Context())
	last := servers[2].Exchanges[len(servers[2].Exchanges)-1]
	for _, s := range servers {
		if got := s.Exchanges[len(s.Exchanges)-1]; got != last || got.Place != server.address {
			t.Errorf("%s: the last exchange is %+v, want that of the server", s.Address, got)
		}
	}
	if asked := int(server.asked.Load()); asked > len(servers[2].Exchanges)+2 {
		t.Errorf("asked %d times for %d exchanges: the names are not asked as one", asked, len(servers[2].Exchanges))
	}
}

// Who is to prove itself with a key is not believed for what it says without one.
func TestAKeyIsNotLostToAnotherName(t *testing.T) {
	server := respond(t, sound) // it signs nothing
	key := &inventory.Key{ID: 5, Type: "md5", Secret: inventory.ValueSecret("secret-7")}
	keyed := func(address string) Target {
		return Target{Address: address, Query: address, Role: snapshot.RoleReference, Key: key}
	}
	q := querier(t, brisk, func(c *Config) {
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.1"), nil }
	})
	servers := q.Burst(t.Context(), []Target{
		reference(server.address), keyed("ntp1.example.net:" + port(t, server.address)), keyed("ntp2.example.net:" + port(t, server.address)),
	}, 1)
	if x := servers[0].Exchanges[0]; x.KeyID != 0 || x.Authenticated != nil || x.Error != "" {
		t.Errorf("without a key: %+v", x)
	}
	for _, s := range servers[1:] {
		if x := s.Exchanges[0]; x.KeyID != 5 || x.Authenticated == nil || *x.Authenticated {
			t.Errorf("%s: %+v", s.Address, x)
		}
	}
	if got := server.asked.Load(); got != 2 {
		t.Errorf("asked %d times, want once with the key and once without", got)
	}
}
