package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// bestAlgorithm is the first that the policy accepts; on a platform that has none of them, that of the permanent finding: it is
// better than no key. Empty: the platform's own best.
func bestAlgorithm(p *check.Pass) string {
	for _, list := range [][]string{p.Policy.Authentication.Permanent, p.Policy.Authentication.Algorithms} {
		if len(list) > 0 {
			return list[0]
		}
	}
	return ""
}

// bestThereIs reports whether a key of an algorithm may be used: the policy accepts it, or the platform has no better one.
func bestThereIs(p *check.Pass, algorithm string) bool {
	a := p.Policy.Authentication
	return len(a.Algorithms) == 0 || slices.Contains(a.Algorithms, algorithm) || slices.Contains(a.Permanent, algorithm)
}

// newKey defines a key of the best algorithm that there is. Where the policy does not accept that, it says what excuses it.
func newKey(p *check.Pass, agreed string) remedy {
	best := bestAlgorithm(p)
	r := changes(
		show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Agreed: agreed, Type: best}},
		show.Change{Verb: show.Trust, Key: &show.KeyNumber{Agreed: agreed}},
	)
	if slices.Contains(p.Policy.Authentication.Permanent, best) {
		r.reasons = []string{fmt.Sprintf("A key of type %s is better than none. For its algorithm alone get a POA&M or a waiver: %s.", best, permanentBy(p))}
	}
	return r
}
