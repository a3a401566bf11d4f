package fix_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// fleets is how many are made up (fix.md §2).
const fleets = 2000

// No plan of a random fleet, and no finding's part of one, costs any device a source that works, nor a client its server, nor adds a
// loop. A source that its own plan takes away as wrong is no loss, unless it was the last.
func TestNoPlanMakesItWorse(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes up two thousand fleets")
	}
	rng := rand.New(rand.NewPCG(2026, 11))
	plans, parts, lines, worse := 0, 0, 0, 0
	for n := range fleets {
		world := randomTruth(rng)
		fleet, p := world.seen(rng), randomPolicy(t, rng)
		results := check.Run(checks.All(), fleet, p)
		made := fix.For(platforms.All()).Plans(fleet, results)
		var all []entry
		for i := range made {
			r := world.audited()[i]
			own := entry{r.name, made[i].Lines(), nil}
			own.gone = world.clone().enter(world.clone().named(r.name), own.lines, fill)
			if len(own.lines) == 0 {
				continue
			}
			plans, lines = plans+1, lines+len(own.lines)
			all = append(all, own)
			blocks := [][]entry{{own}}
			for k := range results.Devices[i] {
				if part := made[i].Of(k).Lines; len(part) > 0 {
					parts++
					blocks = append(blocks, []entry{{r.name, part, own.gone}})
				}
			}
			for _, block := range blocks {
				if why := world.worseAfter(block); why != "" {
					worse++
					report(t, world, p, n, block, why)
				}
			}
		}
		if why := world.worseAfter(all); why != "" {
			worse++
			report(t, world, p, n, all, why)
		}
		if worse > 5 {
			t.FailNow()
		}
	}
	t.Logf("%d fleets, %d plans of %d lines, %d parts for single findings: %d make it worse", fleets, plans, lines, parts, worse)
	if plans < fleets {
		t.Errorf("only %d plans", plans)
	}
}

// entry is what is typed into a device.
type entry struct {
	device string
	lines  []string
	gone   []string // the sources that the whole plan of the device takes away, as they are wrong
}

func report(t *testing.T, w *truth, p *policy.Policy, n int, block []entry, why string) {
	t.Helper()
	var text strings.Builder
	for _, r := range w.devices {
		fmt.Fprintf(&text, "%s (%s, apart %v): %q\n", r.name, r.address, r.apart, r.lines)
	}
	for _, s := range w.servers {
		fmt.Fprintf(&text, "%+v\n", *s)
	}
	for _, e := range block {
		fmt.Fprintf(&text, "entered on %s: %q\n", e.device, e.lines)
	}
	t.Errorf("fleet %d under %s: %s\n%s", n, p.Name, why, text.String())
}

// worseAfter enters lines, and says what has become worse by them. Empty: nothing has.
func (t *truth) worseAfter(block []entry) string {
	before, after := t.settle(), t.clone()
	gone := map[string][]string{}
	for _, e := range block {
		after.enter(after.named(e.device), e.lines, fill)
		gone[e.device] = e.gone
	}
	now := after.settle()
	for i, r := range t.devices {
		is, had := after.devices[i], false
		for id := range before.usable[r] {
			if !now.usable[is][id] && !slices.Contains(gone[r.name], id) && !r.discards[id] {
				return fmt.Sprintf("%s loses %s", r.name, id)
			}
			had = had || !r.discards[id]
		}
		if before.strata[r] < unsynchronized && now.strata[is] >= unsynchronized {
			return r.name + " has no time any more"
		}
		if had && len(now.usable[is]) == 0 {
			return r.name + " has no source any more"
		}
		for _, s := range is.configured() {
			isNew := !slices.ContainsFunc(r.configured(), func(old source) bool { return old.id == s.id })
			if isNew && after.leadsTo(s.address, is, map[*router]bool{}) {
				return fmt.Sprintf("%s stands in a loop by %s", r.name, s.id)
			}
		}
	}
	return ""
}

func (t *truth) named(name string) *router {
	return t.devices[slices.IndexFunc(t.devices, func(r *router) bool { return r.name == name })]
}

// leadsTo reports whether what answers at an address takes its time from a router, by devices that were audited.
func (t *truth) leadsTo(address string, r *router, seen map[*router]bool) bool {
	for _, x := range t.devices {
		if x.address != address && x.loopback != address && t.active[address] != x || seen[x] || x.apart {
			continue
		}
		seen[x] = true
		usable := t.settle().usable[x]
		if x == r || slices.ContainsFunc(x.configured(), func(s source) bool { return usable[s.id] && t.leadsTo(s.address, r, seen) }) {
			return true
		}
	}
	return false
}

// fill puts in what a placeholder stands for: the secret that the owner of a key has told, and else the worst.
func fill(r *router, line string) string {
	words := strings.Fields(line)
	if strings.HasPrefix(line, "ntp authentication-key ") {
		var n int
		fmt.Sscan(words[2], &n)
		text := "made-up"
		if k, told := r.keys[n]; told {
			text = k.text
		}
		line = strings.Replace(line, "<key>", text, 1)
	}
	for strings.Contains(line, "<") {
		from, to := strings.Index(line, "<"), strings.Index(line, ">")
		line = line[:from] + "203.0.113.250" + line[to+1:]
	}
	return line
}
