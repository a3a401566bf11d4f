package policy

import "time"

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

func graded[T any](limits []LimitOf[T]) []LimitOf[T] {
	if len(limits) == 1 && limits[0].Severity == Off {
		return nil
	}
	return limits
}
