// Package collect asks many devices and NTP servers at once, within deadlines, and returns
// what they answered as one snapshot, in inventory order.
//
// It does not know what an answer means. The decisions that need that, such as whether to read a clock
// again, are functions that it is given.
package collect

import (
	"cmp"
	"context"
	"log/slog"
	"sync"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/shield"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// NTPDevices says when a device is asked over NTP as well.
type NTPDevices string

// Auto asks only devices whose verdict or zone is undecided, so that an audit does not look like a scan.
const (
	Auto   NTPDevices = "auto"
	Always NTPDevices = "always"
	Never  NTPDevices = "never"
)

// Plan is a run.
type Plan struct {
	RunID      string
	Resumes    string // id of the run that this one resumes; empty: none
	Tool       snapshot.Tool
	Inventory  inventory.Inventory
	Kinds      []show.Kind // of facts that each device is asked for
	Parallel   int         // sessions open at once
	Rate       float64     // new logins a second; 0: no limit
	NTPDevices NTPDevices
	Judge      Judge
	Named      []Source // servers to ask that devices named in a run before this one
	// Names are those of the policy and the inventory whose addresses are wanted. DeviceNames: those on the lines of devices too,
	// which makes whoever writes such a line see a question of this host's resolver.
	Names       []string
	DeviceNames bool
	// Save takes each device as it finishes. The caller has begun it with Head, and finishes it with what Run returns.
	// nil: nothing is saved.
	Save *snapshot.Writer
	// Finished is called once for each device, from many goroutines. nil: nobody watches.
	Finished func(snapshot.Device)
	Log      *slog.Logger // nil: none. It is given no text of a device
}

// Head is the run before anything is asked.
func (p Plan) Head(t *timeline.Timeline) *snapshot.Snapshot {
	return &snapshot.Snapshot{
		Schema:    snapshot.Schema,
		RunID:     p.RunID,
		Resumes:   p.Resumes,
		Tool:      p.Tool,
		Started:   t.Origin(),
		RunBy:     snapshot.Operator(),
		Timeline:  Clock(t),
		Inventory: p.Inventory,
	}
}

// Judge holds the decisions that need to know what answers mean. Each may be called from many
// goroutines. The snapshot holds timeline, inventory and NTP servers as known so far, and no devices.
type Judge struct {
	// Next decides what a device is asked once more: what contradicts itself, and its clock, and when.
	Next func(*snapshot.Snapshot, *snapshot.Device) session.Next
	// HangsOnReference reports whether a verdict is open only because the references are not known better.
	HangsOnReference func(*snapshot.Snapshot, *snapshot.Device) bool
	// Undecided reports whether asking the device over NTP could still change its verdict.
	Undecided func(*snapshot.Snapshot, *snapshot.Device) bool
	// Sources lists the NTP servers that a device names.
	Sources func(*snapshot.Device) []Source
}

// Source is an NTP server as a device names it.
type Source struct{ Address, VRF string }

// Run asks everything. It returns what is known when all is asked or ctx ends, whichever comes first;
// Complete tells the two apart.
func Run(ctx context.Context, p Plan, t *timeline.Timeline, ask *session.Asker, query *ntpquery.Querier) *snapshot.Snapshot {
	p.Log = cmp.Or(p.Log, slog.New(slog.DiscardHandler))
	run := &run{Plan: p, timeline: t, ask: ask, query: query, named: map[Source]bool{}}
	run.snapshot = p.Head(t)
	run.snapshot.Devices = make([]snapshot.Device, len(p.Inventory.Devices))
	run.sources = append(make([][]Source, len(p.Inventory.Devices)), p.Named)
	run.poller = query.Poll(ctx, ntpquery.Targets(p.Inventory))
	run.vouch(ctx)
	run.poller.Ready(ctx)
	resolved := run.lookUp(ctx, p.Names)
	for _, s := range p.Named {
		run.name(s)
	}
	run.devices(ctx)
	run.snapshot.Resolved = resolved(ctx)
	return run.finish(ctx)
}

type run struct {
	Plan
	timeline *timeline.Timeline
	ask      *session.Asker
	query    *ntpquery.Querier
	poller   *ntpquery.Poller
	snapshot *snapshot.Snapshot
	sources  [][]Source      // that each device names
	vouched  ntpquery.Daemon // for this host's own clock; zero: nobody

	mu    sync.Mutex
	named map[Source]bool // servers of devices that are asked already
}

// devices asks every device, Parallel at a time and Rate a second, in inventory order.
func (r *run) devices(ctx context.Context) {
	slots := make(chan struct{}, max(1, r.Parallel))
	pace := newPace(r.Rate)
	var all sync.WaitGroup
	for i := range r.Inventory.Devices {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
		}
		pace.wait(ctx)
		if ctx.Err() != nil {
			r.notAsked(i)
			continue
		}
		all.Go(func() {
			defer func() { <-slots }()
			r.device(ctx, i)
		})
	}
	all.Wait()
}

// device asks one device, and what follows from its answers. Whatever fails in that costs this device alone.
func (r *run) device(ctx context.Context, i int) {
	device := r.Inventory.Devices[i]
	answered := snapshot.Device{Name: device.Name, Answers: []snapshot.Answer{}}
	judged := true
	whole := shield.Run(r.Log, device.Name, func() {
		answered = r.ask.Ask(ctx, session.Request{Device: device, Kinds: r.Kinds, Next: func(d *snapshot.Device) (next session.Next) {
			judged = shield.Run(r.Log, device.Name, func() { next = r.next(d) })
			return next
		}})
		r.followUp(ctx, i, &answered)
	})
	if !whole || !judged {
		answered.Outcome, answered.Error = snapshot.Protocol, &snapshot.Error{Kind: "panic", Message: broke}
	}
	r.finished(i, answered)
}

// broke is said of a device whose answers this program failed at. They are kept: they are what such a report needs.
const broke = "what the device sent made this program fail; please report that, with the evidence of --save; it says nothing about the other devices"

// followUp asks whom the device names as its NTP servers and, where that may decide something, itself.
func (r *run) followUp(ctx context.Context, i int, d *snapshot.Device) {
	r.sources[i] = r.Judge.Sources(d)
	for _, s := range r.sources[i] {
		r.name(s)
	}
	if server := r.Inventory.Devices[i].NTP; server != "" && r.wantsNTP(d) {
		d.NTP = append(d.NTP, r.query.Query(ctx, server, nil))
	}
}

// next asks whether the clock is read again. Where that hangs on the width of the reference, the references are asked
// again beside it; they rest for some seconds between two questions, for which the end of the run then waits.
func (r *run) next(d *snapshot.Device) session.Next {
	known := r.soFar()
	next := r.Judge.Next(known, d)
	if next.Sample && r.Judge.HangsOnReference(known, d) {
		r.poller.Refresh()
	}
	return next
}

func (r *run) soFar() *snapshot.Snapshot {
	return &snapshot.Snapshot{
		Finished:  r.timeline.Origin().Add(r.timeline.Now()),
		Timeline:  r.clock(),
		Inventory: r.Inventory,
		HostClock: r.hostClock(),
		Servers:   r.poller.Servers(),
	}
}

func (r *run) wantsNTP(d *snapshot.Device) bool {
	switch r.NTPDevices {
	case Always:
		return true
	case Never:
		return false
	}
	return r.Judge.Undecided(r.soFar(), d)
}

// notAsked is a device that the run ended before.
func (r *run) notAsked(i int) {
	d := snapshot.Device{
		Name:    r.Inventory.Devices[i].Name,
		Outcome: snapshot.Timeout,
		Error:   &snapshot.Error{Kind: snapshot.KindInterrupted, Message: "not asked: the run ended first"},
	}
	r.finished(i, d)
}

// finished saves the device, and tells who watches. It is in the snapshot by then, and stays there whatever happens to them.
func (r *run) finished(i int, d snapshot.Device) {
	r.snapshot.Devices[i] = d
	shield.Run(r.Log, d.Name, func() { r.Save.Device(i, d, len(r.timeline.Breaks()), r.soFar) })
	if r.Finished != nil {
		shield.Run(r.Log, d.Name, func() { r.Finished(d) })
	}
}

func (r *run) finish(ctx context.Context) *snapshot.Snapshot {
	s := r.snapshot
	s.Complete = ctx.Err() == nil
	s.Servers = r.inOrder(r.poller.Finish(ctx))
	s.HostClock = r.hostClock()
	s.Finished = s.Started.Add(r.timeline.Now())
	s.Timeline = r.clock()
	s.Notes = append(s.Notes, faultsHere(s.Devices)...)
	return s
}
