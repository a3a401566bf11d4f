package fix

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Every verb has a place: one without would be typed first.
func TestEveryVerbHasAPlace(t *testing.T) {
	for _, verb := range verbs {
		if s := (&wish{change: show.Change{Verb: verb}}); s.rank() < 0 {
			t.Errorf("%s has no place", verb)
		}
	}
}

// verbs is all but Save, which mends nothing.
var verbs = []show.Verb{
	show.EnableNTP, show.SetKey, show.RemoveKey, show.Trust, show.Untrust, show.SetSource, show.AddServer, show.SetServer, show.UseKey,
	show.RemoveServer, show.Authenticate, show.SetAccessList, show.RestrictAccess, show.LimitMaster, show.DropMaster, show.RefuseControl,
	show.SetStamps, show.SetZone, show.ClearZone, show.SetSummerTime, show.ClearSummerTime, show.UpdateCalendar, show.SaveInterval, show.StopSNTP,
}

// stage is the place of a line in the order that must hold (fix.md F11): keys, trust, sources, zone and stamps, lists,
// groups, ntp authenticate; what goes last.
func stage(line string) int {
	line = strings.Replace(line, "ntp peer ", "ntp server ", 1)
	for i, begin := range []string{
		"ntp authentication-key ", "ntp trusted-key ", "ntp server ", "ntp source ", "clock timezone ", "clock summer-time ", "service timestamps ",
		"ip access-list ", "ipv6 access-list ", "ntp access-group ", "ntp authenticate", "no ntp server ", "no ntp trusted-key ", "no ntp authentication-key ", "no ntp master",
	} {
		if strings.HasPrefix(line, begin) || line == begin {
			return i
		}
	}
	return -1
}

// Whatever is found, in whatever order: no line stands before what it needs, and nothing goes before what replaces it.
func TestOrderOfRandomChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	lines := 0
	for range 2000 {
		var failures [][]show.Change
		for range 1 + rng.IntN(4) {
			var changes []show.Change
			for range 1 + rng.IntN(6) {
				changes = append(changes, random(rng))
			}
			failures = append(failures, changes)
		}
		p := planOf(t, fleet(facts.Device{}), failures...)
		entered := p.Lines()
		last := -1
		for _, line := range entered {
			at := stage(line)
			if at >= 0 && at < last {
				t.Fatalf("%q stands too late in %q", line, entered)
			}
			last = max(last, at)
			lines++
		}
		if sorted := slices.Sorted(slices.Values(entered)); len(slices.Compact(sorted)) != len(entered) {
			t.Fatalf("a line stands twice in %q", entered)
		}
	}
	if lines < 3000 {
		t.Errorf("only %d lines were looked at", lines)
	}
}

// random is a change of few things, so that they meet.
func random(rng *rand.Rand) show.Change {
	n := 1 + rng.IntN(3)
	c := show.Change{Verb: verbs[rng.IntN(len(verbs))]}
	switch c.Verb {
	case show.SetKey, show.RemoveKey, show.Trust, show.Untrust:
		key(n)(&c)
	case show.AddServer, show.SetServer, show.UseKey, show.RemoveServer:
		server("10.9.0." + string(rune('0'+n)))(&c)
		if c.Verb == show.UseKey {
			c.Server.Key = &n
		}
		c.Server.Type = []string{"server", "peer"}[rng.IntN(2)]
	case show.SetSource:
		c.Source = &show.SourceAddress{Interface: "Loopback0"}
	case show.SetAccessList:
		permits("A", "10.9.0.1")(&c)
	case show.RestrictAccess:
		access("peer", "A")(&c)
	case show.LimitMaster:
		c.Stratum = n
	case show.SetStamps:
		c.Stamps = &show.StampSetting{Side: []string{show.SideLog, show.SideDebug}[rng.IntN(2)]}
	case show.SetZone:
		c.Zone = &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}
	case show.SetSummerTime:
		c.SummerTime = &show.SummerSetting{Name: "CEST", ShiftMinutes: 60, Start: show.Transition{Month: time.March, Week: 1}, End: show.Transition{Month: time.October, Week: 1}}
	case show.SaveInterval:
		c.Hours = n
	case show.StopSNTP:
		c.Line = "sntp server 10.9.0.1"
	}
	return c
}
