package policy

import (
	"slices"
	"strconv"
	"time"
)

// stated is the whole policy as settings, everything but overrides and waivers.
func stated(p *Policy) settings {
	s := settings{
		clockOffset: p.ClockOffset, settle: &p.Settle,
		peerOffset: ungraded(p.Graded.PeerOffset, p.PeerOffset), stratum: ungraded(p.Graded.Stratum, p.Stratum),
		freshPolls: ungraded(p.Graded.FreshPolls, p.FreshPolls), reach: ungraded(p.Graded.Reach, p.Reach),
		sourcesMin: &p.Sources.Min, approved: &p.Sources.Approved, regions: &p.Sources.Regions,
		log:      stampSettings{&p.Log.Datetime, &p.Log.Zone, &p.Log.Msec, &p.Log.Year},
		debug:    stampSettings{&p.Debug.Datetime, &p.Debug.Zone, &p.Debug.Msec, &p.Debug.Year},
		timezone: &p.Timezone, authRequired: &p.Authentication.Required, authConsistent: &p.Authentication.Consistent,
		algorithms:     &[]KindAlgorithms{{defaultKind, p.Authentication.Algorithms}},
		interfaceAllow: &p.Interface.Allow, referencesMin: &p.References.Min, traceable: &p.References.Traceable,
		levels: &p.Levels, editions: &p.Editions, checks: p.Checks,
	}
	if p.Authentication.ByKind != nil {
		s.algorithms = &p.Authentication.ByKind
	}
	if p.Interface.SwitchWithoutLoopback != "" {
		s.switchWithoutLoopback = &p.Interface.SwitchWithoutLoopback
	}
	if p.BenchmarkLevel != 0 {
		s.level = &p.BenchmarkLevel
	}
	return s
}

func ungraded[T any](grades []LimitOf[T], one T) []LimitOf[T] {
	if grades != nil {
		return grades
	}
	return []LimitOf[T]{{Value: one}}
}

// mapping is what is stated, in the order of the documentation.
func (s settings) mapping() mapping {
	return mapping{
		{"editions", s.editionMapping()},
		{"level", optional(s.level, strconv.Itoa)},
		{"levels", s.levelMapping()},
		{"limits", mapping{
			{"clock_offset", limits(s.clockOffset, duration)},
			{"peer_offset", limits(s.peerOffset, duration)},
			{"stratum", limits(s.stratum, func(i int) scalar { return scalar(strconv.Itoa(i)) })},
			{"reach", limits(s.reach, percent)},
			{"fresh_polls", limits(s.freshPolls, func(i int) scalar { return scalar(strconv.Itoa(i)) })},
			{"settle", optional(s.settle, func(d time.Duration) string { return string(duration(d)) })},
		}},
		{"sources", mapping{
			{"min", optional(s.sourcesMin, strconv.Itoa)},
			{"approved", sorted(s.approved)},
			{"regions", optional(s.regions, func(asked bool) string { return choose(asked, "manual", "any") })},
		}},
		{"timestamps", mapping{{"log", s.log.mapping()}, {"debug", s.debug.mapping()}}},
		{"timezone", optional(s.timezone, orAny)},
		{"authentication", mapping{
			{"required", optional(s.authRequired, strconv.FormatBool)},
			{"consistent", optional(s.authConsistent, strconv.FormatBool)},
			{"algorithms", s.algorithmMapping()},
		}},
		{"source_interface", mapping{
			{"allow", sorted(s.interfaceAllow)},
			{"switch_without_loopback", optional(s.switchWithoutLoopback, func(w string) string { return w })},
		}},
		{"references", mapping{{"min", optional(s.referencesMin, strconv.Itoa)}, {"traceable", optional(s.traceable, orAny)}}},
		{"checks", s.checkMapping()},
	}
}

func optional[T any](v *T, text func(T) string) scalar {
	if v == nil {
		return ""
	}
	return scalar(text(*v))
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

func orAny(text string) string {
	if text == "" {
		return "any"
	}
	return string(quote(text))
}

func percent(share float64) scalar {
	return scalar(strconv.FormatFloat(share*100, 'f', -1, 64) + "%")
}

// sorted gives sets one form.
func sorted(set *[]string) words {
	if set == nil {
		return nil
	}
	return append(words{}, slices.Sorted(slices.Values(*set))...)
}

func limits[T any](all []LimitOf[T], text func(T) scalar) any {
	if len(all) == 1 && all[0].Severity == Off {
		return text(all[0].Value)
	}
	var m mapping
	for _, l := range all {
		m = append(m, pair{l.Severity.String(), text(l.Value)})
	}
	return m
}

func (s stampSettings) mapping() mapping {
	text := func(w Want) string { return [...]string{Any: "any", Required: "true", Forbidden: "false"}[w] }
	return mapping{
		{"datetime", optional(s.datetime, text)}, {"zone", optional(s.zone, text)},
		{"msec", optional(s.msec, text)}, {"year", optional(s.year, text)},
	}
}

func (s settings) algorithmMapping() any {
	if s.algorithms == nil {
		return scalar("")
	}
	text := func(list []string) any {
		if len(list) == 0 {
			return scalar("any")
		}
		return sorted(&list)
	}
	var m mapping
	for _, k := range inKindOrder(*s.algorithms, func(k KindAlgorithms) string { return k.Kind }) {
		m = append(m, pair{k.Kind, text(k.Algorithms)})
	}
	if len(m) == 1 {
		return m[0].value
	}
	return m
}

func (s settings) editionMapping() mapping {
	if s.editions == nil {
		return nil
	}
	var m mapping
	for _, e := range inKindOrder(*s.editions, func(e Edition) string { return e.Kind }) {
		m = append(m, pair{e.Kind, quote(e.Name)})
	}
	return m
}

func inKindOrder[T any](all []T, kind func(T) string) []T {
	order := kinds()
	return slices.SortedStableFunc(slices.Values(all), func(a, b T) int {
		return slices.Index(order, kind(a)) - slices.Index(order, kind(b))
	})
}

func (s settings) levelMapping() mapping {
	if s.levels == nil {
		return nil
	}
	var m mapping
	for _, l := range *s.levels {
		m = append(m, pair{strconv.Itoa(l.Level), sorted(&l.Checks)})
	}
	return m
}

func (s settings) checkMapping() mapping {
	var m mapping
	for _, c := range inCatalogueOrder(s.checks) {
		m = append(m, pair{c.ID, scalar(c.Severity.String())})
	}
	return m
}
