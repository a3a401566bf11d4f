package session

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// gated is a gate in a bubble of false time, and who has passed it so far.
type gated struct {
	*gate
	turns map[string]*turn
}

// bubble runs a test of the gate. All the time that passes in it is false.
func bubble(t *testing.T, test func(*testing.T, *gated)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		g := &gated{newGate(2 * time.Second), map[string]*turn{}}
		test(t, g)
		for _, turn := range g.turns {
			turn.leave(silent) // its timer must not outlive the test
		}
	})
}

func (g *gated) arrive(names ...string) {
	for _, name := range names {
		g.turns[name] = g.gate.queue(credential{}, name)
	}
}

// passed lists those of names who may log in.
func (g *gated) passed(names ...string) string {
	synctest.Wait()
	var list []string
	for _, name := range names {
		if turn := g.turns[name]; turn.over() && turn.barred == nil {
			list = append(list, name)
		}
	}
	return strings.Join(list, " ")
}

func mustPass(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%q may log in, want %q", got, want)
	}
}

// The first login is alone until it is accepted; then all may come.
func TestFirstLoginOpensTheGate(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("a", "b", "c")
		time.Sleep(1999 * time.Millisecond)
		mustPass(t, g.passed("a", "b", "c"), "a")
		g.turns["a"].leave(accepted)
		mustPass(t, g.passed("a", "b", "c"), "a b c")
	})
}

// Devices that do not answer hold up the next for two seconds each, in the order in which they came.
func TestSilenceHoldsUpBriefly(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("dead1", "dead2", "dead3", "well", "last")
		time.Sleep(2 * time.Second)
		mustPass(t, g.passed("dead1", "dead2", "dead3", "well"), "dead1 dead2")
		time.Sleep(2 * time.Second)
		mustPass(t, g.passed("dead1", "dead2", "dead3", "well"), "dead1 dead2 dead3")
		time.Sleep(2 * time.Second)
		mustPass(t, g.passed("well", "last"), "well")
		g.turns["well"].leave(accepted)
		mustPass(t, g.passed("well", "last"), "well last")
	})
}

// Once devices were given up without a word, more than one may try at a time: 50 of them must not take 50 turns.
func TestGivenUpDevicesWidenTheWay(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("dead1", "dead2", "b", "c", "d", "e")
		g.turns["dead1"].leave(silent)
		mustPass(t, g.passed("dead2", "b", "c", "d", "e"), "dead2 b")
		g.turns["dead2"].leave(silent)
		mustPass(t, g.passed("b", "c", "d", "e"), "b c d")
	})
}

// A connection that ended after the password was sent may have been a refusal: the next is alone again.
func TestEndAfterThePasswordDoesNotWidenTheWay(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("a", "b", "c")
		g.turns["a"].leave(unknown)
		mustPass(t, g.passed("b", "c"), "b")
	})
}

// After a refusal the tries go one at a time, and after three devices the credential is not used any more.
func TestThreeRefusalsEndIt(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("dead", "a", "b", "c", "d", "e")
		g.turns["dead"].leave(silent)
		mustPass(t, g.passed("a", "b", "c", "d", "e"), "a b")
		g.turns["a"].leave(refused)
		mustPass(t, g.passed("b", "c", "d", "e"), "b")
		g.turns["b"].leave(refused)
		mustPass(t, g.passed("c", "d", "e"), "c")
		g.turns["c"].leave(refused)
		mustPass(t, g.passed("d", "e"), "")
		for _, late := range []string{"d", "e"} {
			if err := g.turns[late].wait(t.Context()); err == nil || !strings.Contains(err.Error(), "a, b and c refused") {
				t.Errorf("%s is told %v", late, err)
			}
		}
		if err := g.barred(credential{}, "f"); err == nil {
			t.Error("the credential is used again")
		}
		if err := g.barred(credential{1}, "f"); err != nil {
			t.Errorf("another credential: %v", err)
		}
	})
}

// A device with an account of its own ends no run, and is not asked twice.
func TestOneRefusalEndsNothing(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("odd", "b", "c")
		g.turns["odd"].leave(refused)
		g.turns["b"].leave(accepted)
		mustPass(t, g.passed("b", "c"), "b c")
		if g.barred(credential{}, "odd") == nil {
			t.Error("a device is told again what it refused")
		}
	})
}

// Who stops waiting leaves the queue, and who waits knows for whom.
func TestWaitingIsNamed(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("a", "b", "c", "d", "e", "f")
		for name, want := range map[string]string{"b": "a", "c": "a and b", "d": "a, b and c", "f": "a, b and 3 others"} {
			if got := g.turns[name].waitsFor(); got != want {
				t.Errorf("%s waits for %q, want %q", name, got, want)
			}
		}
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errTurn)
		defer cancel()
		if err := g.turns["b"].wait(ctx); err != errTurn {
			t.Errorf("the wait ended by %v", err)
		}
		g.turns["b"].leave(silent)
		g.turns["a"].leave(unknown)
		mustPass(t, g.passed("b", "c", "d"), "c")
	})
}

// A run that ends for those before lets no login begin, and does not forget who they were.
func TestTurnThatComesWithTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		g.arrive("a", "b")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		g.turns["a"].leave(unknown)
		if err := g.turns["b"].wait(ctx); err != context.Canceled {
			t.Errorf("the wait ended by %v", err)
		}
		if got := g.turns["b"].waitsFor(); got != "a" {
			t.Errorf("it waited for %q", got)
		}
	})
}

// Whatever happens, three wrong tries are the most that a fleet which judges at once is sent.
func TestAFleetIsSentThreeWrongTries(t *testing.T) {
	bubble(t, func(t *testing.T, g *gated) {
		var names []string
		for i := range 200 {
			names = append(names, fmt.Sprint(i))
		}
		g.arrive(names...)
		tried := 0
		for _, name := range names {
			if g.passed(name) != "" {
				tried++
				g.turns[name].leave(refused)
			}
		}
		if tried != maxRefusals {
			t.Errorf("%d tries", tried)
		}
	})
}
