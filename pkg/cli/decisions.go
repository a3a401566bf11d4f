package cli

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// commands are what the enabled checks need, and no more.
func (j *judge) commands(inv inventory.Inventory) []string {
	enabled := slices.DeleteFunc(checks.All(), func(c check.Check) bool { return !j.enabled(c.ID, inv) })
	return facts.Commands(check.Kinds(enabled))
}

func (j *judge) enabled(id string, inv inventory.Inventory) bool {
	return j.policy.Level(id) != policy.Off ||
		slices.ContainsFunc(inv.Devices, func(d inventory.Device) bool { return j.policy.For(d).Level(id) != policy.Off })
}

// checkCommands are what one check reads.
func checkCommands(c check.Check) []string { return facts.Commands(c.Needs) }

// decisions are what collecting has to know of the meaning of answers.
func (j *judge) decisions(inv inventory.Inventory, clock *timeline.Timeline, samples int) collect.Judge {
	limits := make(map[string][]time.Duration, len(inv.Devices))
	for _, d := range inv.Devices {
		limits[d.Name] = offsetLimits(j.policy.For(d))
	}
	return collect.Judge{
		Next: func(run *snapshot.Snapshot, d *snapshot.Device) session.Next {
			again, at := facts.NextSample(run, d, facts.Question{Limits: limits[d.Name], Extra: samples, Now: clock.Now()})
			return session.Next{Sample: again, At: at}
		},
		HangsOnReference: func(run *snapshot.Snapshot, d *snapshot.Device) bool {
			return facts.HangsOnReference(run, d, limits[d.Name])
		},
		Undecided: func(run *snapshot.Snapshot, d *snapshot.Device) bool {
			return facts.Undecided(run, d, limits[d.Name])
		},
		Sources: sourcesOf,
	}
}

// sourcesOf lists the NTP servers that a device names.
func sourcesOf(d *snapshot.Device) []collect.Source {
	var sources []collect.Source
	for _, s := range facts.SourcesOf(d) {
		sources = append(sources, collect.Source(s))
	}
	return sources
}

func offsetLimits(p *policy.Policy) []time.Duration {
	var limits []time.Duration
	for _, l := range p.ClockOffset {
		limits = append(limits, l.Value)
	}
	return limits
}
