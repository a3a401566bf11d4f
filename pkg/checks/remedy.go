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

// mayAdd reports whether the policy lets an address become a source: where it approves sources, no other is proposed for whatever
// reason. A placeholder is for a person.
func mayAdd(p *check.Pass, address string) bool {
	return len(p.Policy.Sources.Approved) == 0 || show.IsPlaceholder(address) || approved(p, address)
}

// approvedOnly leaves out sources that the policy does not approve.
func approvedOnly(p *check.Pass, r remedy) (only remedy) {
	only.reasons = r.reasons
	for _, c := range r.changes {
		if c.Verb == show.AddServer && !mayAdd(p, c.Server.Address) {
			only.reasons = append(only.reasons, c.Server.Address+" is not added: policy "+p.Policy.Name+" does not approve it.")
			continue
		}
		only.changes = append(only.changes, c)
	}
	return only
}

// mend puts a remedy into the answer, without sources that the policy does not approve. Where no line about NTP may be entered,
// that stands in place of the changes.
func mend(p *check.Pass, r remedy) {
	r = approvedOnly(p, r)
	switch {
	case p.Config != nil && p.Config.NTPLocked != "" && slices.ContainsFunc(r.changes, show.Change.AboutNTP):
		p.ByHand("No line about NTP is written: %s.", p.Config.NTPLocked)
	default:
		p.Propose(r.changes...)
	}
	for i, reason := range r.reasons {
		if !slices.Contains(r.reasons[:i], reason) {
			p.ByHand("%s", reason)
		}
	}
}
