package audit

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// Kinds are the kinds of facts that the checks need which are on for a device of the inventory, and no more.
func Kinds(p *policy.Policy, inv inventory.Inventory) []show.Kind {
	return check.Kinds(slices.DeleteFunc(checks.All(), func(c check.Check) bool { return !isOn(c.ID, p, inv) }))
}

func isOn(id string, p *policy.Policy, inv inventory.Inventory) bool {
	return p.Level(id) != policy.Off ||
		slices.ContainsFunc(inv.Devices, func(d inventory.Device) bool { return p.For(d).Level(id) != policy.Off })
}

// decisions are what collecting has to know of the meaning of answers.
func decisions(p *policy.Policy, inv inventory.Inventory, clock *timeline.Timeline, samples int) collect.Judge {
	limits := make(map[string][]time.Duration, len(inv.Devices))
	for _, d := range inv.Devices {
		limits[d.Name] = offsetLimits(p.For(d))
	}
	extra := furtherReadings(samples)
	sampler := facts.NewSampler(platforms.All(), inv)
	compares := isOn("ntp-consistent", p, inv)
	return collect.Judge{
		Next: func(run *snapshot.Snapshot, d *snapshot.Device) session.Next {
			if kinds := sampler.Again(d); compares && len(kinds) > 0 {
				return session.Next{Again: kinds}
			}
			again, at := sampler.Next(run, d, facts.Question{Limits: limits[d.Name], Extra: extra, Now: clock.Now()})
			return session.Next{Sample: again, At: at}
		},
		HangsOnReference: func(run *snapshot.Snapshot, d *snapshot.Device) bool {
			return sampler.HangsOnReference(run, d, limits[d.Name])
		},
		Undecided: func(run *snapshot.Snapshot, d *snapshot.Device) bool {
			return sampler.Undecided(run, d, limits[d.Name])
		},
		Sources: sourcesOf(sampler),
	}
}

// furtherReadings says in the terms of facts how often a clock may be read again: there a negative number is the default.
func furtherReadings(samples int) int {
	switch {
	case samples == 0:
		return -1
	case samples < 0:
		return 0
	}
	return samples
}

// SourcesOf lists the NTP servers that a device of the inventory names.
func SourcesOf(inv inventory.Inventory) func(*snapshot.Device) []collect.Source {
	return sourcesOf(facts.NewSampler(platforms.All(), inv))
}

func sourcesOf(sampler *facts.Sampler) func(*snapshot.Device) []collect.Source {
	return func(d *snapshot.Device) (sources []collect.Source) {
		for _, s := range sampler.Sources(d) {
			sources = append(sources, collect.Source(s))
		}
		return sources
	}
}

func offsetLimits(p *policy.Policy) []time.Duration {
	var limits []time.Duration
	for _, l := range p.ClockOffset {
		limits = append(limits, l.Value)
	}
	return limits
}
