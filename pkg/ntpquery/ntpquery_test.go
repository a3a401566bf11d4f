package ntpquery

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func TestASoundReply(t *testing.T) {
	for _, listen := range []string{"127.0.0.1:0", "[::1]:0"} {
		t.Run(listen, func(t *testing.T) {
			server := respondAt(t, listen, sound)
			q := querier(t)
			before := q.Timeline.Now()
			x := q.Query(t.Context(), server.address, nil)
			after := q.Timeline.Now()

			if x.Error != "" || x.Reply == nil {
				t.Fatalf("error %q, reply %v", x.Error, x.Reply)
			}
			if x.Sent < before || x.Received < x.Sent || x.Received > after {
				t.Errorf("sent %v, received %v, asked between %v and %v", x.Sent, x.Received, before, after)
			}
			r := x.Reply
			if r.Origin != x.Origin || len(x.Origin) != 16 {
				t.Errorf("origin %s for the request %s", r.Origin, x.Origin)
			}
			if r.Mode != 4 || r.Version != 4 || r.Stratum != 1 || r.Poll != 6 || r.Precision != -20 || r.Leap != 0 {
				t.Errorf("header %+v", r)
			}
			if r.RefID != "47505300" || r.RootDelay != 0x100 || r.RootDispersion != 0x200 || r.Receive >= r.Transmit {
				t.Errorf("header %+v", r)
			}
			if x.Authenticated != nil || x.KeyID != 0 {
				t.Errorf("authenticated %v by key %d, and no key was used", x.Authenticated, x.KeyID)
			}
		})
	}
}

func TestTransmitTimestampsAreNotGuessable(t *testing.T) {
	server := respond(t, sound)
	q := querier(t)
	a, b := q.Query(t.Context(), server.address, nil), q.Query(t.Context(), server.address, nil)
	if a.Origin == b.Origin {
		t.Errorf("two requests carry the same transmit timestamp %s", a.Origin)
	}
}

// A refused reply is evidence: its fields are kept beside the error.
func TestRefusedReplies(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func([]byte) []byte
		error  string
		fields bool
	}{
		{"forged", but(func(r []byte) { r[24]++ }), "does not answer the request", true},
		{"a client's packet", but(func(r []byte) { r[0] = 4<<3 | 3 }), "mode", true},
		{"no transmit time", but(func(r []byte) { clear(r[40:]) }), "transmit time", true},
		{"backwards", but(func(r []byte) { r[40]-- }), "backwards", true},
		{"too short", func(r []byte) []byte { return r[:20] }, "20 bytes", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := respond(t, c.answer)
			x := querier(t, brief).Query(t.Context(), server.address, nil)
			wantError(t, x.Error, server.address+": ", c.error)
			if (x.Reply != nil) != c.fields {
				t.Errorf("reply %+v", x.Reply)
			}
			if server.asked.Load() != 1 {
				t.Errorf("asked %d times, want once", server.asked.Load())
			}
		})
	}
}

// These are refused later, by who judges: here they are replies like any other.
func TestRepliesThatOnlyJudgesRefuse(t *testing.T) {
	for name, answer := range map[string]func([]byte) []byte{
		"stratum 16":  but(func(r []byte) { r[1] = 16 }),
		"leap alarm":  but(func(r []byte) { r[0] |= 3 << 6 }),
		"unsynced":    kiss("INIT"),
		"no ref time": but(func(r []byte) { clear(r[16:24]) }),
	} {
		t.Run(name, func(t *testing.T) {
			server := respond(t, answer)
			if x := querier(t).Query(t.Context(), server.address, nil); x.Error != "" || x.Reply == nil {
				t.Errorf("error %q, reply %v", x.Error, x.Reply)
			}
		})
	}
}

func TestSilenceIsAskedTwice(t *testing.T) {
	server := respond(t, silence)
	x := querier(t, impatient).Query(t.Context(), server.address, nil)
	wantError(t, x.Error, server.address, "no reply within 100ms", "UDP port 123")
	if got := server.asked.Load(); got != 2 {
		t.Errorf("asked %d times, want twice", got)
	}
}

func TestALostReplyIsMadeUpFor(t *testing.T) {
	var n atomic.Int64
	server := respond(t, func(request []byte) []byte {
		if n.Add(1) == 1 {
			return nil
		}
		return sound(request)
	})
	x := querier(t, func(c *Config) { c.Timeout = time.Second }).Query(t.Context(), server.address, nil)
	if x.Error != "" || x.Reply == nil {
		t.Errorf("error %q", x.Error)
	}
}

func TestNobodyListens(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := conn.LocalAddr().String()
	conn.Close()
	x := querier(t, impatient).Query(t.Context(), address, nil)
	if x.Reply != nil {
		t.Fatal("a reply from nobody")
	}
	wantError(t, x.Error, address+": ")
}

func TestKissCodesAreObeyed(t *testing.T) {
	for _, c := range []struct{ code, first, second string }{
		{"DENY", "refuses to be asked (DENY)", "not asked again in this run"},
		{"RSTR", "refuses to be asked (RSTR)", "not asked again in this run"},
		{"RATE", "asks for fewer queries (RATE)", "not asked again for"},
	} {
		t.Run(c.code, func(t *testing.T) {
			server := respond(t, kiss(c.code))
			q := querier(t)
			x := q.Query(t.Context(), server.address, nil)
			wantError(t, x.Error, server.address, c.first)
			if x.Reply == nil {
				t.Error("the reply is not kept")
			}
			again := q.Query(t.Context(), server.address, nil)
			wantError(t, again.Error, c.second)
			if server.asked.Load() != 1 {
				t.Errorf("asked %d times, want once", server.asked.Load())
			}
		})
	}
}

func TestAForgedKissSilencesNobody(t *testing.T) {
	server := respond(t, func(request []byte) []byte {
		reply := kiss("DENY")(request)
		reply[24]++
		return reply
	})
	q := querier(t, brief)
	q.Query(t.Context(), server.address, nil)
	q.Query(t.Context(), server.address, nil)
	if server.asked.Load() != 2 {
		t.Errorf("asked %d times, want twice", server.asked.Load())
	}
}

func TestKeys(t *testing.T) {
	const canary = "canary-secret-7"
	right := inventory.Key{ID: 5, Type: "md5", Secret: inventory.ValueSecret(canary)}
	t.Run("right", func(t *testing.T) {
		server := respond(t, keyed(5, canary))
		x := querier(t).Query(t.Context(), server.address, &right)
		if x.Error != "" || x.Authenticated == nil || !*x.Authenticated || x.KeyID != 5 {
			t.Errorf("error %q, authenticated %v, key %d", x.Error, x.Authenticated, x.KeyID)
		}
	})
	t.Run("wrong, and the server is silent", func(t *testing.T) {
		server := respond(t, keyed(5, "another secret"))
		q := querier(t, impatient)
		for range 2 {
			x := q.Query(t.Context(), server.address, &right)
			wantError(t, x.Error, "no reply with key 5, but one without")
			if x.Reply != nil || strings.Contains(x.Error, canary) {
				t.Errorf("%+v", x)
			}
		}
		if got := server.asked.Load(); got != 5 {
			t.Errorf("asked %d times, want 5: one probe without the key", got)
		}
	})
	t.Run("the server cannot be reached", func(t *testing.T) {
		server := respond(t, silence)
		x := querier(t, impatient).Query(t.Context(), server.address, &right)
		wantError(t, x.Error, "no reply within")
	})
	t.Run("the reply is not signed", func(t *testing.T) {
		server := respond(t, sound)
		x := querier(t).Query(t.Context(), server.address, &right)
		wantError(t, x.Error, "not authenticated with key 5")
		if x.Reply == nil || x.Authenticated == nil || *x.Authenticated {
			t.Errorf("reply %v, authenticated %v", x.Reply, x.Authenticated)
		}
	})
}

func TestKeysThatCannotBeUsed(t *testing.T) {
	server := respond(t, sound)
	for _, c := range []struct{ kind, secret, error string }{
		{"md4", "whatever", `type "md4" is not one of md5, sha1`},
		{"md5", "abc", "has 3 bytes; md5 takes 4 to 32"},
		{"sha1", strings.Repeat("x", 33), "has 33 bytes"},
		{"aes128", "HEX:00112233", "has 4 bytes; aes128 takes exactly 16"},
		{"aes256", "HEX:xyzzy-canary", "not hexadecimal"},
		{"sha256", "ASCII:ab", "has 2 bytes"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			key := inventory.Key{ID: 9, Type: c.kind, Secret: inventory.ValueSecret(c.secret)}
			x := querier(t).Query(t.Context(), server.address, &key)
			wantError(t, x.Error, "key 9", c.error)
			if strings.Contains(x.Error, c.secret) || strings.Contains(x.Error, "canary") {
				t.Errorf("the secret is in %q", x.Error)
			}
		})
	}
	missing := inventory.Key{ID: 9, Type: "md5", Secret: inventory.EnvSecret("NTPAUDIT_TEST_NO_SUCH_KEY")}
	wantError(t, querier(t).Query(t.Context(), server.address, &missing).Error, "NTPAUDIT_TEST_NO_SUCH_KEY is not set")
	if server.asked.Load() != 0 {
		t.Errorf("asked %d times without a usable key", server.asked.Load())
	}
}

func TestEveryAlgorithmIsAccepted(t *testing.T) {
	for _, k := range keyTypes {
		key := inventory.Key{ID: 1, Type: k.name, Secret: inventory.ValueSecret(strings.Repeat("k", k.longest))}
		auth, err := authOptions(&key)
		if err != nil || auth.Type != k.algorithm || !strings.HasPrefix(auth.Key, asciiPrefix) {
			t.Errorf("%s: %+v, %v", k.name, auth.Type, err)
		}
	}
}

func TestNamesAreResolvedOnceAndPinned(t *testing.T) {
	server := respond(t, sound)
	lookups := 0
	q := querier(t, func(c *Config) {
		c.Lookup = func(_ context.Context, host string) ([]netip.Addr, error) {
			lookups++
			return addresses("127.0.0.1"), nil
		}
	})
	for range 3 {
		if x := q.Query(t.Context(), "ntp1.example.net:"+port(t, server.address), nil); x.Error != "" {
			t.Fatal(x.Error)
		}
	}
	if lookups != 1 || server.asked.Load() != 3 {
		t.Errorf("%d lookups, asked %d times", lookups, server.asked.Load())
	}
}

func TestAnAddressThatNeverAnswersIsPassedOver(t *testing.T) {
	server := respond(t, sound)
	q := querier(t, func(c *Config) {
		c.Timeout = time.Second
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) {
			return addresses("127.0.0.2", "127.0.0.1"), nil
		}
	})
	target := "ntp1.example.net:" + port(t, server.address)
	if x := q.Query(t.Context(), target, nil); x.Error != "" {
		t.Fatalf("the second address was not tried: %s", x.Error)
	}
	if got := q.server(target).addresses; len(got) != 1 || got[0].Addr() != addresses("127.0.0.1")[0] {
		t.Errorf("pinned to %v", got)
	}
}

func TestTargetsThatCannotBeAsked(t *testing.T) {
	q := querier(t, impatient, func(c *Config) {
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return nil, errors.New("no such host") }
	})
	for target, want := range map[string]string{
		"ntp9.example.net:123": "the name does not resolve: no such host",
		"192.0.2.1":            "not a host and port",
		"192.0.2.1:0":          `port "0"`,
		"192.0.2.1:ntp":        `port "ntp"`,
	} {
		wantError(t, q.Query(t.Context(), target, nil).Error, target+": ", want)
	}
}

func TestTheContextEndsTheWait(t *testing.T) {
	server := respond(t, silence)
	ctx, cancel := context.WithCancel(t.Context())
	q := querier(t, func(c *Config) { c.Timeout = time.Hour })
	done := make(chan string)
	go func() { done <- q.Query(ctx, server.address, nil).Error }()
	for server.asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	wantError(t, <-done, "the run ended")
	wantError(t, q.Query(ctx, server.address, nil).Error, "the run ended")
}

func TestFewRequestsToOneServerAtOnce(t *testing.T) {
	var now, most atomic.Int64
	server := respond(t, func([]byte) []byte {
		most.Store(max(most.Load(), now.Add(1)))
		return nil
	})
	q := querier(t, func(c *Config) { c.Timeout = time.Hour })
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range 3 * perPlace {
		all.Go(func() { q.Query(ctx, server.address, nil) })
	}
	for most.Load() < perPlace {
		time.Sleep(time.Millisecond)
	}
	if got := len(q.place(netip.MustParseAddrPort(server.address)).slots); got != perPlace {
		t.Errorf("%d under way, want %d", got, perPlace)
	}
	cancel()
	all.Wait()
	if got := most.Load(); got != perPlace {
		t.Errorf("%d requests arrived, want %d", got, perPlace)
	}
}

// A forged reply that comes first does not displace the real one.
func TestAForgedReplyIsWaitedPast(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		request := make([]byte, 1024)
		n, from, err := conn.ReadFrom(request)
		if err != nil {
			return
		}
		forged := sound(request[:n])
		forged[24]++
		for _, reply := range [][]byte{{1, 2, 3}, forged, sound(request[:n])} {
			if _, err := conn.WriteTo(reply, from); err != nil {
				return
			}
		}
	}()
	x := querier(t).Query(t.Context(), conn.LocalAddr().String(), nil)
	if x.Error != "" || x.Reply == nil || x.Reply.Origin != x.Origin {
		t.Errorf("error %q, reply %+v to the request %s", x.Error, x.Reply, x.Origin)
	}
}
