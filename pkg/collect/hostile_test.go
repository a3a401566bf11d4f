package collect_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// fewestBehaviours is how many of them there have to be.
const fewestBehaviours = 143

// One healthy device stands beside so many hostile ones.
const hostileForOneHealthy = 24

// oneAhead is the name of an IOS whose terminal takes a line at a time.
const oneAhead = "one_ahead"

func takesOneLine() platform.Platform {
	p := ios.IOS()
	p.Name, p.Terminal.Ahead = oneAhead, 1
	p.Identify = func(string) (show.Version, bool) { return show.Version{}, false }
	return p
}

// isWhole reports whether a line is one that may be sent.
func isWhole(line string) bool {
	p := ios.IOS()
	return p.Allowed(line)
}

// Whatever one device does, at whatever stage of its session, it costs only itself: it has an outcome and a sentence, the
// healthy devices beside it are audited, nothing but the known lines is typed, no secret is kept, and nothing is left open.
func TestHostileDevices(t *testing.T) {
	fleet := hostileFleet()
	typed := make([]*record, len(fleet))
	for i := range typed {
		typed[i] = &record{}
	}
	b := newBench(t, "devices: [{name: other}]")
	goroutines, files := settledCount(1<<30, 1<<30)
	ports, stop := listen(t, fleet, typed)
	s := b.runHostile(t, fleet, ports)
	stop()
	if len(s.Devices) != len(fleet) || !s.Complete {
		t.Fatalf("%d of %d devices, complete %v", len(s.Devices), len(fleet), s.Complete)
	}
	hostiles, outcomes := 0, map[snapshot.Outcome]int{}
	for i, d := range s.Devices {
		if strings.HasPrefix(fleet[i].name, "healthy") {
			if d.Outcome != snapshot.Audited {
				t.Errorf("%s: %s, %+v", fleet[i].name, d.Outcome, d.Error)
			}
			continue
		}
		hostiles++
		outcomes[d.Outcome]++
		costsOnlyItself(t, fleet[i].name, d)
		for _, line := range typed[i].lines() {
			if line = strings.Trim(line, " "); line != "" && !isWhole(line) && line != hostileEnable && !isBeginning(line) && !(line == s.Inventory.Devices[i].Username && strings.HasPrefix(fleet[i].name, "enable") && strings.Contains(fleet[i].name, ": a login")) {
				t.Errorf("%s: %q was typed", fleet[i].name, line)
			}
		}
	}
	if hostiles < fewestBehaviours {
		t.Errorf("%d behaviours", hostiles)
	}
	t.Logf("%d hostile behaviours and %d healthy devices: 0 runs lost; %v", hostiles, len(fleet)-hostiles, outcomes)
	if g, f := settledCount(goroutines, files); g > goroutines || f > files {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines, were %d; %d open files, were %d\n%s", g, goroutines, f, files, stacks[:runtime.Stack(stacks, true)])
	}
}

// hostileFleet is all hostile devices in a fixed order, with healthy ones between them.
func hostileFleet() (fleet []hostile) {
	all := hostileServers()
	slices.SortFunc(all, func(a, b hostile) int { return strings.Compare(a.name, b.name) })
	for i, h := range all {
		if i%hostileForOneHealthy == 0 {
			healthy := func(v *victim) { v.shell(func(f *far) { f.serve("R1#", hostileAnswers(), nil) }) }
			fleet = append(fleet, hostile{fmt.Sprintf("healthy %d", i), healthy, h.platform})
		}
		fleet = append(fleet, h)
	}
	return fleet
}

// runHostile asks them all. Hostile devices have little time, and credentials of their own, so that none waits for another's
// login; the healthy ones have the time and the credential of everybody.
func (b *bench) runHostile(t *testing.T, fleet []hostile, ports []int) *snapshot.Snapshot {
	t.Helper()
	const short = 600 * time.Millisecond
	b.plan.Inventory = inventory.Inventory{}
	for i, h := range fleet {
		d := inventory.Device{
			Name: h.name, Host: "127.0.0.1", Port: ports[i], Platform: h.platform, Username: "audit",
			Password: inventory.ValueSecret(hostilePassword), Enable: inventory.ValueSecret(hostileEnable),
		}
		if !strings.HasPrefix(h.name, "healthy") {
			d.Username = fmt.Sprintf("audit%d", i)
			d.Timeouts = inventory.Timeouts{Connect: short, Handshake: 2 * short, Login: 2 * short, Silence: short, Configuration: short, Device: 5 * short}
		}
		b.plan.Inventory.Devices = append(b.plan.Inventory.Devices, d)
	}
	b.plan.Parallel = 96
	b.plan.NTPDevices = collect.Never
	ask, err := session.New(session.Config{
		Timeline: b.clock, Platforms: append(platforms.All(), takesOneLine()), HostKeys: session.HostKeys{Mode: session.Ignore},
		Limits: session.Limits{Silence: 30 * time.Second, Login: time.Minute, Handshake: time.Minute, Device: 2 * time.Minute, AnswerBytes: 64 << 10, ConfigBytes: 128 << 10},
	})
	if err != nil {
		t.Fatal(err)
	}
	return collect.Run(t.Context(), b.plan, b.clock, ask, ntpquery.New(ntpquery.Config{Timeline: timeline.Start()}))
}

// costsOnlyItself holds what is kept of a hostile device against what may be kept.
func costsOnlyItself(t *testing.T, name string, d snapshot.Device) {
	t.Helper()
	if d.Name != name || d.Outcome == "" {
		t.Errorf("%s: named %q, outcome %q", name, d.Name, d.Outcome)
	}
	if d.Outcome != snapshot.Audited && d.Error == nil {
		t.Errorf("%s: %s without a sentence", name, d.Outcome)
	}
	if d.Error != nil {
		if m := d.Error.Message; len(m) < 20 || len(m) > 1200 || strings.ContainsFunc(m, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("%s: the sentence is %q", name, m)
		}
		if d.Error.Kind == "panic" {
			t.Errorf("%s: this program failed", name)
		}
	}
	for _, secret := range []string{hostilePassword, hostileEnable} {
		if strings.Contains(fmt.Sprintf("%+v %+v", d, d.Error), secret) {
			t.Errorf("%s: a secret is kept", name)
		}
	}
}

// isBeginning reports whether a line is a known one that was not ended.
func isBeginning(line string) bool {
	return slices.ContainsFunc(ios.Commands(), func(c platform.Command) bool { return strings.HasPrefix(c.Line, line) })
}

// settledCount counts goroutines and open files, once they are down to what was expected or do not change any more.
func settledCount(goroutines, files int) (int, int) {
	g, f := 0, 0
	for range 200 {
		time.Sleep(20 * time.Millisecond)
		was := g
		g = runtime.NumGoroutine()
		entries, _ := os.ReadDir("/proc/self/fd") // not Linux: goroutines tell as well
		f = len(entries)
		if g <= goroutines && f <= files && g == was {
			break
		}
	}
	return g, f
}
