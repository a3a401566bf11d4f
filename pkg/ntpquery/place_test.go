package ntpquery

import (
	"context"
	"net/netip"
	"testing"
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
