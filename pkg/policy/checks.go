package policy

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// CheckLevel is the severity of one check.
type CheckLevel struct {
	ID       string
	Severity Severity
	ByKind   []OfKind[Severity] // other severities for kinds of devices; For chooses from them
}

// LevelChecks are the checks that a benchmark asks for from a level on.
type LevelChecks struct {
	Level  int
	Checks []string
}

// Level returns the severity of a check; Off where the policy does not list it, or lists it for a
// higher level of the benchmark.
func (p *Policy) Level(id string) Severity {
	for _, l := range p.Levels {
		if p.BenchmarkLevel < l.Level && slices.Contains(l.Checks, id) {
			return Off
		}
	}
	for _, c := range p.Checks {
		if c.ID == id {
			return c.Severity
		}
	}
	return Off
}

// checks is the row of the severities. What a policy lists adds to what it extends.
func checks(path string) field {
	return field{
		path: keys(path),
		read: func(r reader, n yamlfile.Node, p *Policy) bool {
			p.Checks, p.orderingMark = r.severities(n)
			return len(p.Checks) > 0
		},
		write: func(p *Policy) value {
			var m mapping
			for _, c := range inCatalogueOrder(p.Checks) {
				m = append(m, pair{c.ID, byKindValue(severity, c.Severity, c.ByKind)})
			}
			return m
		},
		apply: applyChecks,
		schema: object{
			"type":                 []string{"object", "null"},
			"propertyNames":        reference("check"),
			"additionalProperties": object{"anyOf": []object{reference("severity"), eachOf(kinds(), reference("severity"))}},
		},
	}
}

// severities also gives the place of the check that needs a limit.
func (r reader) severities(n yamlfile.Node) (checks []CheckLevel, ordering yamlfile.Mark) {
	for _, p := range n.Map().Pairs() {
		known := r.knownCheck(p.Key, p.At)
		levels, ok := readByKind(p.Value, severity, new(Severity))
		if p.Key == logOrdering {
			ordering = p.At
		}
		if known && ok {
			checks = append(checks, CheckLevel{p.Key, levels[0].Value, beyondOne(levels)})
		}
	}
	return checks, ordering
}

// severity of one check.
var severity = form[Severity]{
	read:  readSeverity,
	write: func(s Severity) value { return scalar(s.String()) },
}

func severitySchema() object {
	return object{"anyOf": []object{{"enum": severityNames}, {"const": false}}}
}

// checksForKind settles the severities that depend on the kind of the device.
func (p *Policy) checksForKind(d inventory.Device) {
	if !slices.ContainsFunc(p.Checks, func(c CheckLevel) bool { return len(c.ByKind) > 0 }) {
		return
	}
	p.Checks = slices.Clone(p.Checks)
	for i := range p.Checks {
		c := &p.Checks[i]
		c.Severity, _ = choose(c.ByKind, d, c.Severity)
		c.ByKind = nil
	}
}

// readSeverity also takes what YAML 1.1 makes of off.
func readSeverity(n yamlfile.Node) (Severity, bool) {
	if n.Is("off", "false") {
		return Off, true
	}
	if n.Is("on", "true") {
		n.Problemf("write info, low, medium, high, critical or off", "%s: how grave a failure is, is not said", n.Key())
		return Off, false
	}
	name, ok := n.Choice(severityNames[:]...)
	if !ok {
		return Off, false
	}
	s, err := ParseSeverity(name)
	return s, err == nil
}

// applyChecks keeps the order of the catalogue. A check that is listed anew no longer depends on the level of the
// benchmark that listed it before, unless levels are stated together with it.
func applyChecks(to, from *Policy) {
	if len(from.Levels) == 0 {
		to.Levels = without(to.Levels, from.Checks)
	}
	merged := slices.Clone(from.Checks)
	for _, c := range to.Checks {
		if !lists(from.Checks, c.ID) {
			merged = append(merged, c)
		}
	}
	to.Checks = inCatalogueOrder(merged)
	if lists(from.Checks, logOrdering) {
		to.orderingMark = from.orderingMark
	}
}

const logOrdering = "log-ordering"

// needsLogOrdering notes that log lines are to be put in order, and nothing says how well. No default would do: whether
// a second or a millisecond is enough depends on what the lines are read for.
func (p *Policy) needsLogOrdering() {
	if p.Level(logOrdering) != Off && p.LogOrdering == 0 {
		p.orderingMark.Problemf("write limits: {log_ordering: 100ms}", "the check %s needs a limit", logOrdering)
	}
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

// levels is the row of the checks that depend on the level of a benchmark.
func levels(path string) field {
	return field{
		path: keys(path),
		read: func(r reader, n yamlfile.Node, p *Policy) bool {
			p.Levels = r.levels(n)
			return true
		},
		write: func(p *Policy) value {
			var m mapping
			for _, l := range p.Levels {
				m = append(m, pair{strconv.Itoa(l.Level), sorted(l.Checks)})
			}
			return m
		},
		apply:  func(to, from *Policy) { to.Levels = from.Levels },
		schema: eachOf(levelNames(), object{"type": []string{"array", "null"}, "items": reference("check")}),
	}
}

func levelNames() []string {
	var names []string
	for level := 1; level <= highestLevel; level++ {
		names = append(names, strconv.Itoa(level))
	}
	return names
}

func (r reader) levels(n yamlfile.Node) []LevelChecks {
	var levels []LevelChecks
	names := levelNames()
	for _, p := range n.Map(names...).Pairs() {
		l := LevelChecks{Level: 1 + slices.Index(names, p.Key)}
		for _, item := range p.Value.List() {
			if id, ok := r.checkID(item); ok {
				l.Checks = append(l.Checks, id)
			}
		}
		levels = append(levels, l)
	}
	return levels
}
