package collect_test

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

const fleetOfThree = `
ntp_servers:
  - {name: ntp1, address: 10.9.0.1, refid: 192.0.2.1}
  - {name: ntp2, address: 10.9.0.2, refid: 192.0.2.2}
references: [ntp1]
devices:
  - {name: slow, path: {out: 30ms, back: 30ms}, ntp: {servers: [{address: 10.9.0.2}]}}
  - {name: down, fault: {at: connect, kind: refuse}}
  - {name: quick, ntp: {servers: [{address: 10.9.0.1}]}}
`

// bench is a run against a lab.
type bench struct {
	plan  collect.Plan
	clock *timeline.Timeline
	ask   *session.Asker
}

func newBench(t *testing.T, spec string) *bench {
	t.Helper()
	parsed, err := lab.Parse("spec.yaml", []byte(spec))
	if err != nil {
		t.Fatal(err)
	}
	fleet, err := lab.Start(t.Context(), parsed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Close)
	dir := t.TempDir()
	if err := fleet.WriteFiles(dir); err != nil {
		t.Fatal(err)
	}
	inv, err := inventory.Load(context.Background(), []inventory.Source{inventory.File(filepath.Join(dir, "inventory.yaml"))},
		inventory.Words{Platforms: []string{"cisco_ios", "cisco_iosxe"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range inv.Devices {
		inv.Devices[i].Password = inventory.ValueSecret("lab-password")
		inv.Devices[i].Enable = inventory.ValueSecret("lab-enable")
	}
	clock := timeline.Start()
	ask, err := session.New(session.Config{
		Timeline: clock, Platforms: platforms.All(),
		HostKeys: session.HostKeys{Mode: session.Strict, File: filepath.Join(dir, "known_hosts")},
		Limits:   session.DefaultLimits(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{clock: clock, ask: ask, plan: collect.Plan{
		Inventory:  inv,
		Kinds:      []show.Kind{show.KindClock, show.KindStatus, show.KindAssociations, show.KindConfig},
		Parallel:   8,
		NTPDevices: collect.Auto,
		Judge: collect.Judge{
			Next:             func(*snapshot.Snapshot, *snapshot.Device) session.Next { return session.Next{} },
			HangsOnReference: func(*snapshot.Snapshot, *snapshot.Device) bool { return false },
			Undecided:        func(*snapshot.Snapshot, *snapshot.Device) bool { return false },
			Sources:          func(*snapshot.Device) []collect.Source { return nil },
		},
	}}
}

func (b *bench) run(ctx context.Context) *snapshot.Snapshot {
	return collect.Run(ctx, b.plan, b.clock, b.ask, ntpquery.New(ntpquery.Config{Timeline: b.clock}))
}

func outcomes(s *snapshot.Snapshot) (list []string) {
	for _, d := range s.Devices {
		list = append(list, d.Name+" "+string(d.Outcome))
	}
	return list
}

// Whoever finishes first, results stand in the order of the inventory, and a device that is down costs only itself.
func TestInventoryOrder(t *testing.T) {
	s := newBench(t, fleetOfThree).run(t.Context())
	if want := []string{"slow audited", "down unreachable", "quick audited"}; !slices.Equal(outcomes(s), want) {
		t.Errorf("%v, want %v", outcomes(s), want)
	}
	if !s.Complete || s.Finished.Before(s.Started) {
		t.Errorf("complete %v, %v to %v", s.Complete, s.Started, s.Finished)
	}
}

// References come first, then the servers that devices name, device by device, each asked once under one address.
func TestServers(t *testing.T) {
	b := newBench(t, fleetOfThree)
	b.plan.Judge.Sources = func(d *snapshot.Device) []collect.Source {
		switch d.Name {
		case "slow":
			return []collect.Source{{Address: "10.9.0.2"}}
		case "quick":
			return []collect.Source{{Address: "10.9.0.1"}, {Address: "10.9.0.2"}}
		}
		return nil
	}
	s := b.run(t.Context())
	var got []string
	for _, server := range s.Servers {
		for _, role := range server.Roles {
			got = append(got, server.Address+" "+role)
		}
		if len(server.Exchanges) == 0 || server.Exchanges[0].Reply == nil {
			t.Errorf("%s: no reply: %+v", server.Address, server.Exchanges)
		}
	}
	if want := []string{"10.9.0.1 reference", "10.9.0.1 source", "10.9.0.2 source"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A device is asked over NTP only where that may decide something, or always, or never.
func TestNTPDevices(t *testing.T) {
	for _, test := range []struct {
		mode      collect.NTPDevices
		undecided bool
		asked     bool
	}{
		{collect.Auto, false, false}, {collect.Auto, true, true}, {collect.Always, false, true}, {collect.Never, true, false},
	} {
		b := newBench(t, fleetOfThree)
		b.plan.NTPDevices = test.mode
		b.plan.Judge.Undecided = func(*snapshot.Snapshot, *snapshot.Device) bool { return test.undecided }
		if got := len(b.run(t.Context()).Devices[2].NTP) > 0; got != test.asked {
			t.Errorf("%s, undecided %v: asked %v", test.mode, test.undecided, got)
		}
	}
}

// References are asked once more, which the run waits for, where a verdict hangs on them; not where it hangs on the path alone.
func TestReferencesAreAskedAgain(t *testing.T) {
	for hangs, rest := range map[bool]time.Duration{true: 2 * time.Second, false: time.Hour} {
		b := newBench(t, fleetOfThree)
		b.plan.Judge.Next = func(_ *snapshot.Snapshot, d *snapshot.Device) session.Next {
			read := slices.ContainsFunc(d.Answers, func(a snapshot.Answer) bool { return a.Command == ios.ShowClock })
			return session.Next{Sample: !read}
		}
		b.plan.Judge.HangsOnReference = func(*snapshot.Snapshot, *snapshot.Device) bool { return hangs }
		query := ntpquery.New(ntpquery.Config{Timeline: b.clock, Rhythm: []time.Duration{rest}})
		s := collect.Run(t.Context(), b.plan, b.clock, b.ask, query)
		if again := len(s.Servers[0].Exchanges) > 1; again != hangs {
			t.Errorf("the verdict hangs on the reference: %v; asked again: %v", hangs, again)
		}
	}
}

// What is known when a run is interrupted is kept, and the rest is said to be missing.
func TestInterrupted(t *testing.T) {
	b := newBench(t, `
devices:
  - {name: quick}
  - {name: hangs, fault: {at: banner, kind: hang}}
  - {name: later}
`)
	b.plan.Parallel = 1
	ctx, cancel := context.WithCancel(t.Context())
	var once sync.Once
	b.plan.Finished = func(snapshot.Device) { once.Do(cancel) }
	s := b.run(ctx)
	if want := []string{"quick audited", "hangs timeout", "later timeout"}; !slices.Equal(outcomes(s), want) {
		t.Errorf("%v, want %v", outcomes(s), want)
	}
	if s.Complete || s.Devices[2].Error == nil || s.Devices[2].Error.Kind != "interrupted" {
		t.Errorf("complete %v, %+v", s.Complete, s.Devices[2].Error)
	}
}
