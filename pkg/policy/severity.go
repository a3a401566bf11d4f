package policy

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Severity is how grave a failure of a check is. Off means that the check does not run.
type Severity int

// The severities, in rising order.
const (
	Off Severity = iota
	Info
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"off", "info", "low", "medium", "high", "critical"}

// ParseSeverity reads the name of a severity, off included.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range severityNames {
		if n == name {
			return Severity(i), nil
		}
	}
	hint := yamlfile.DidYouMean(name, severityNames[:])
	if hint != "" {
		hint = "; " + hint
	}
	return Off, fmt.Errorf("severity %q: not one of off, info, low, medium, high, critical%s", name, hint)
}

// String is the name that policies and reports use.
func (s Severity) String() string {
	if s < Off || s > Critical {
		return fmt.Sprintf("severity(%d)", int(s))
	}
	return severityNames[s]
}

// MarshalText writes the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Severity) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSeverity(string(text))
	return err
}
