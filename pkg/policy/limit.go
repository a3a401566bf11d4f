package policy

import (
	"cmp"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Limit is the bound that a value must not exceed for a severity to apply.
// Clock and peer offsets count by magnitude.
type Limit = LimitOf[time.Duration]

// LimitOf is a bound with the severity of a failure to keep it.
type LimitOf[T any] struct {
	Severity Severity // Off: the severity of the check itself
	Value    T
}

// Graded holds the limits that a policy states as a map from severity to value, in rising order of
// severity. A limit of one value stands here as nothing. The plain field of the Policy is
// the mildest of the grades: what keeps it keeps all.
type Graded struct {
	PeerOffset          []Limit
	Stratum, FreshPolls []LimitOf[int]
	Reach               []LimitOf[float64] // falling by Value: less is worse
}

// Gravest returns the highest severity whose limit is broken; otherwise where none is, or where the
// highest that is broken has no severity of its own.
func Gravest[T any](limits []LimitOf[T], broken func(limit T) bool, otherwise Severity) Severity {
	gravest := Off
	for _, l := range limits {
		if broken(l.Value) {
			gravest = max(gravest, l.Severity)
		}
	}
	if gravest == Off {
		return otherwise
	}
	return gravest
}

// direction is how limits must follow one another as the severity rises.
type direction int

const (
	rising  direction = 1
	falling direction = -1
)

func (d direction) String() string {
	if d == falling {
		return "falling"
	}
	return "rising"
}

// limits is one value, or a map from severity to value.
func limits[T cmp.Ordered](of form[T], d direction) form[[]LimitOf[T]] {
	return form[[]LimitOf[T]]{
		read: func(n yamlfile.Node) ([]LimitOf[T], bool) {
			if n.IsMap() {
				grades := readGrades(n, of, d)
				return grades, len(grades) > 0
			}
			value, ok := of.read(n)
			return []LimitOf[T]{{Value: value}}, ok
		},
		write: func(all []LimitOf[T]) value {
			if single(all) {
				return of.write(all[0].Value)
			}
			var m mapping
			for _, l := range all {
				m = append(m, pair{l.Severity.String(), of.write(l.Value)})
			}
			return m
		},
		schema: object{"anyOf": []object{of.schema, eachOf(severityNames[1:], of.schema).with("minProperties", 1)}},
	}
}

// readGrades gives them in rising order of severity.
func readGrades[T cmp.Ordered](n yamlfile.Node, of form[T], d direction) []LimitOf[T] {
	pairs := n.Map(severityNames[1:]...).Pairs()
	if len(pairs) == 0 {
		n.Problemf("write one value, or {low: 100ms, high: 1s}", "%s states no value", n.Key())
	}
	slices.SortStableFunc(pairs, func(a, b yamlfile.Pair) int {
		return cmp.Compare(slices.Index(severityNames[:], a.Key), slices.Index(severityNames[:], b.Key))
	})
	var grades []LimitOf[T]
	for _, p := range pairs {
		value, ok := of.read(p.Value)
		if !ok {
			continue
		}
		if last := len(grades) - 1; last >= 0 && cmp.Compare(value, grades[last].Value) != int(d) {
			p.Value.Problemf("", "%s must be %s with the severity: %s is %v", n.Key(), d, grades[last].Severity, grades[last].Value)
			continue
		}
		grades = append(grades, LimitOf[T]{Severity(slices.Index(severityNames[:], p.Key)), value})
	}
	return grades
}

// single reports whether a limit is one value without a severity of its own.
func single[T any](limits []LimitOf[T]) bool { return len(limits) == 1 && limits[0].Severity == Off }

// graded is the row of a limit whose mildest value has a plain field in the Policy, and whose grades, where it has some,
// stand in Graded.
func graded[T any](path string, f form[[]LimitOf[T]], at func(*Policy) (mildest *T, grades *[]LimitOf[T]), about string) field {
	return field{
		path: keys(path),
		read: func(_ reader, n yamlfile.Node, p *Policy) bool {
			all, ok := f.read(n)
			if !ok {
				return false
			}
			mildest, grades := at(p)
			*mildest, *grades = all[0].Value, all
			if single(all) {
				*grades = nil
			}
			return true
		},
		write: func(p *Policy) value {
			mildest, grades := at(p)
			if *grades == nil {
				return f.write([]LimitOf[T]{{Value: *mildest}})
			}
			return f.write(*grades)
		},
		apply: func(to, from *Policy) {
			mildest, grades := at(to)
			statedMildest, statedGrades := at(from)
			*mildest, *grades = *statedMildest, *statedGrades
		},
		schema: f.schema.about(about),
	}
}
