package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// remedy is the changes that mend something, and why others that would are not proposed: a line is
// typed by somebody who trusts it, so what is not known to be safe is said and not proposed.
type remedy struct {
	changes []show.Change
	reasons []string
}

func changes(c ...show.Change) remedy { return remedy{changes: c} }

func byHand(reason string) remedy { return remedy{reasons: []string{reason}} }

// and is this remedy and, after it, others.
func (r remedy) and(others ...remedy) remedy {
	sum := remedy{append([]show.Change(nil), r.changes...), append([]string(nil), r.reasons...)}
	for _, o := range others {
		sum.changes, sum.reasons = append(sum.changes, o.changes...), append(sum.reasons, o.reasons...)
	}
	return sum
}

// mend puts a remedy into the answer. Where no line about NTP may be entered, that stands in place of the changes.
func mend(p *check.Pass, r remedy) {
	switch {
	case p.Config != nil && p.Config.NTPLocked != "" && slices.ContainsFunc(r.changes, show.Change.AboutNTP):
		p.ByHand("No line about NTP is written: %s.", p.Config.NTPLocked)
	default:
		p.Propose(r.changes...)
	}
	for _, reason := range r.reasons {
		p.ByHand("%s", reason)
	}
}
