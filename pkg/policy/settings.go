package policy

import (
	"cmp"
	"slices"
	"time"
)

// settings are the requirements that one file, or one override, states. nil: not stated.
type settings struct {
	clockOffset, peerOffset []Limit
	stratum, freshPolls     []LimitOf[int]
	reach                   []LimitOf[float64]
	settle                  *time.Duration

	sourcesMin *int
	approved   *[]string
	regions    *bool

	log, debug stampSettings
	timezone   *string

	authRequired, authConsistent *bool
	algorithms                   *[]KindAlgorithms // the default kind is always there

	interfaceAllow        *[]string
	switchWithoutLoopback *string
	referencesMin         *int
	traceable             *string
	level                 *int
	levels                *[]LevelChecks
	editions              *[]Edition
	checks                []CheckLevel
}

type stampSettings struct{ datetime, zone, msec, year *Want }

// apply changes the policy to what the settings state. Slices of the policy are replaced and never
// changed, because copies of it share them.
func (s settings) apply(p *Policy) {
	s.applyLimits(p)
	set(&p.Sources.Min, s.sourcesMin)
	set(&p.Sources.Approved, s.approved)
	set(&p.Sources.Regions, s.regions)
	s.log.apply(&p.Log)
	s.debug.apply(&p.Debug)
	set(&p.Timezone, s.timezone)
	set(&p.Authentication.Required, s.authRequired)
	set(&p.Authentication.Consistent, s.authConsistent)
	if s.algorithms != nil {
		i := slices.IndexFunc(*s.algorithms, func(k KindAlgorithms) bool { return k.Kind == defaultKind })
		p.Authentication.Algorithms = (*s.algorithms)[i].Algorithms
		p.Authentication.ByKind = *s.algorithms
	}
	set(&p.Interface.Allow, s.interfaceAllow)
	set(&p.Interface.SwitchWithoutLoopback, s.switchWithoutLoopback)
	set(&p.References.Min, s.referencesMin)
	set(&p.References.Traceable, s.traceable)
	set(&p.BenchmarkLevel, s.level)
	set(&p.Editions, s.editions)
	s.applyChecks(p)
}

func set[T any](field *T, stated *T) {
	if stated != nil {
		*field = *stated
	}
}

func (s settings) applyLimits(p *Policy) {
	if s.clockOffset != nil {
		p.ClockOffset = s.clockOffset
	}
	if s.peerOffset != nil {
		p.PeerOffset, p.Graded.PeerOffset = s.peerOffset[0].Value, graded(s.peerOffset)
	}
	if s.stratum != nil {
		p.Stratum, p.Graded.Stratum = s.stratum[0].Value, graded(s.stratum)
	}
	if s.freshPolls != nil {
		p.FreshPolls, p.Graded.FreshPolls = s.freshPolls[0].Value, graded(s.freshPolls)
	}
	if s.reach != nil {
		p.Reach, p.Graded.Reach = s.reach[0].Value, graded(s.reach)
	}
	set(&p.Settle, s.settle)
}

func (s stampSettings) apply(side *Stamps) {
	set(&side.Datetime, s.datetime)
	set(&side.Zone, s.zone)
	set(&side.Msec, s.msec)
	set(&side.Year, s.year)
}

// applyChecks keeps the order of the catalogue. A check that is listed anew no longer depends on the
// level of the benchmark that listed it before.
func (s settings) applyChecks(p *Policy) {
	if s.levels != nil {
		p.Levels = *s.levels
	} else if len(s.checks) > 0 {
		p.Levels = without(p.Levels, s.checks)
	}
	if len(s.checks) == 0 {
		return
	}
	merged := slices.Clone(s.checks)
	for _, c := range p.Checks {
		if !lists(s.checks, c.ID) {
			merged = append(merged, c)
		}
	}
	p.Checks = inCatalogueOrder(merged)
}

func inCatalogueOrder(checks []CheckLevel) []CheckLevel {
	return slices.SortedFunc(slices.Values(checks), func(a, b CheckLevel) int {
		return cmp.Or(cmp.Compare(position(a.ID), position(b.ID)), cmp.Compare(a.ID, b.ID))
	})
}

// position of an id that is newer than the catalogue is after it.
func position(id string) int {
	if i := slices.Index(catalogue, id); i >= 0 {
		return i
	}
	return len(catalogue)
}

func lists(checks []CheckLevel, id string) bool {
	return slices.ContainsFunc(checks, func(c CheckLevel) bool { return c.ID == id })
}

func without(levels []LevelChecks, checks []CheckLevel) []LevelChecks {
	var rest []LevelChecks
	for _, l := range levels {
		ids := slices.DeleteFunc(slices.Clone(l.Checks), func(id string) bool { return lists(checks, id) })
		if len(ids) > 0 {
			rest = append(rest, LevelChecks{l.Level, ids})
		}
	}
	return rest
}
