// Package audit is the whole job as a library: [Run] asks devices and NTP servers, [Evaluate] holds what they answered
// against a policy.
//
//	evidence, err := audit.Run(ctx, inv, p, audit.Options{HostKeys: session.HostKeys{File: knownHosts}})
//	…
//	r := audit.Evaluate([]*snapshot.Snapshot{evidence}, p)
//	fmt.Println(r.ExitCode())
//
// Evidence that was saved is judged in the same way, at any later time: nothing in Evaluate reads a clock, a socket or a
// file. Several snapshots, of sites or of a run that was resumed, are judged as one fleet.
package audit

import (
	"context"
	"log/slog"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// Options say how a run goes about it. The zero value is that of the command line.
type Options struct {
	Tool     snapshot.Tool    // who runs it; its version is part of the client identification
	HostKeys session.HostKeys // the zero value is strict, and needs a file
	Limits   session.Limits   // a zero field has its default
	Legacy   bool             // offer every device the broken algorithms that old images need
	Agent    string           // socket of an SSH agent; empty: none

	Parallel   int                // sessions open at once; 0: 64
	Rate       float64            // new logins a second; 0: 20, negative: no limit
	Sockets    int                // NTP queries open at once; 0: the default of pkg/ntpquery
	NTPDevices collect.NTPDevices // empty: Auto
	Samples    int                // further readings of a clock while its verdict is open; 0: 3, or 8 of whole seconds, negative: none

	Resumes string           // id of the run that this one resumes; empty: none
	Named   []collect.Source // servers to ask that devices named in a run before this one
	// ResolveDeviceNames looks up the names of sources on the lines of devices as well, and not only those of the policy and the
	// inventory.
	ResolveDeviceNames bool
	Save               *snapshot.Writer // takes each device as it finishes; the caller finishes it. nil: nothing is saved

	Finished func(snapshot.Device) // called once for each device, from many goroutines. nil: none
	Log      *slog.Logger          // nil: none
}

// Defaults of Options. Every login costs the servers of AAA several transactions; 20 a second is what a small one bears.
const (
	defaultParallel = 64
	defaultRate     = 20
)

func (o Options) withDefaults() Options {
	if o.Parallel <= 0 {
		o.Parallel = defaultParallel
	}
	switch {
	case o.Rate == 0:
		o.Rate = defaultRate
	case o.Rate < 0:
		o.Rate = 0
	}
	if o.NTPDevices == "" {
		o.NTPDevices = collect.Auto
	}
	return o
}

// Run asks every device of an inventory, read-only, what the checks of a policy need, and the NTP servers. It returns when
// all is asked or ctx ends, whichever comes first; Complete of the snapshot tells the two apart. A device that cannot be asked is
// data, and no error: the error is for what keeps a run from starting.
func Run(ctx context.Context, inv inventory.Inventory, p *policy.Policy, o Options) (*snapshot.Snapshot, error) {
	o = o.withDefaults()
	clock := timeline.Start()
	ask, err := session.New(o.session(clock))
	if err != nil {
		return nil, err
	}
	plan := o.plan(inv, p, clock)
	if err := o.Save.Begin(plan.Head(clock)); err != nil {
		return nil, err
	}
	query := ntpquery.New(ntpquery.Config{Timeline: clock, Sockets: o.Sockets, Log: o.Log})
	return collect.Run(ctx, plan, clock, ask, query), nil
}

func (o Options) session(clock *timeline.Timeline) session.Config {
	return session.Config{
		Timeline:  clock,
		Platforms: platforms.All(),
		HostKeys:  o.HostKeys,
		Limits:    o.Limits,
		Legacy:    o.Legacy,
		Version:   o.Tool.Version,
		Agent:     o.Agent,
		Log:       o.Log,
	}
}

func (o Options) plan(inv inventory.Inventory, p *policy.Policy, clock *timeline.Timeline) collect.Plan {
	return collect.Plan{
		RunID:       snapshot.NewRunID(clock.Origin()),
		Resumes:     o.Resumes,
		Tool:        o.Tool,
		Inventory:   inv,
		Kinds:       Kinds(p, inv),
		Parallel:    o.Parallel,
		Rate:        o.Rate,
		NTPDevices:  o.NTPDevices,
		Judge:       decisions(p, inv, clock, o.Samples),
		Named:       o.Named,
		Names:       names(p, inv),
		DeviceNames: o.ResolveDeviceNames,
		Save:        o.Save,
		Finished:    o.Finished,
		Log:         o.Log,
	}
}

// Evaluate holds the evidence of one run, or of several that are judged as one fleet, against a policy. The report is judged by
// [check.DefaultTerms]; its Judge takes others.
func Evaluate(runs []*snapshot.Snapshot, p *policy.Policy) *report.Report {
	fleet := facts.From(platforms.All(), runs...)
	return report.New(fleet, check.Run(checks.All(), fleet, p), p, check.DefaultTerms(), fix.For(platforms.All()))
}
