package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// judgeTrusted judges the algorithm of a source without a line: its key is one of those that are trusted, and which one is not shown.
// Where all are accepted it is, and where none is it is not.
func judgeTrusted(p *check.Pass) {
	accepted, refused, permanentOnly := sortTrusted(p)
	reason, odd := notUnderstood(p, "ntp")
	switch {
	case odd:
		p.NotMeasuredf("%s", reason)
	case accepted+len(refused) == 0 && len(p.Policy.Authentication.Algorithms) > 0:
		p.NotMeasuredf("with which key it is authenticated is not known")
	case len(refused) == 0 && p.Policy.Authentication.NeedsRole:
		p.NotMeasuredf("role not known; the policy asks routers and switches for different algorithms")
	case len(refused) == 0:
	case accepted > 0:
		p.NotMeasuredf("which of the trusted keys it uses is not shown; %s", list(refused))
	case permanentOnly:
		p.Failf("no trusted key is of an accepted type; %s; %s: POA&M or waiver", list(refused), permanentBy(p))
		p.Because(causePermanent)
	default:
		p.Failf("no trusted key is of an accepted type; %s", list(refused))
		p.Because(causeAlgorithm)
	}
	if len(refused) > 0 {
		p.Cite(configLines(p, "ntp trusted-key")...)
	}
}

// sortTrusted tells the trusted keys of an accepted algorithm from the others, which it names: "key 1 is md5".
func sortTrusted(p *check.Pass) (accepted int, refused []string, permanentOnly bool) {
	allowed := p.Policy.Authentication.Algorithms
	permanentOnly = true
	for _, key := range trustedKeys(p) {
		fixed, used := permanent(p, key), algorithm(p, key)
		if !fixed && (len(allowed) == 0 || slices.Contains(allowed, used)) {
			accepted++
			continue
		}
		refused, permanentOnly = append(refused, fmt.Sprintf("key %d is %s", key, used)), permanentOnly && fixed
	}
	return accepted, refused, permanentOnly
}
