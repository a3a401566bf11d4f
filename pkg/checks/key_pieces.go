package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// judgeKey names each piece that is missing. One that a line may hold which was not understood is not.
func judgeKey(p *check.Pass, key int) {
	for _, piece := range []struct {
		there bool
		line  string // that holds it
		cause check.Cause
		text  string
	}{
		{p.Config.Authenticate, "authenticate", causeSwitchedOff, "ntp authenticate is off"},
		{algorithm(p, key) != undefined, "authentication-key", causeUndefinedKey, fmt.Sprintf("key %d is not defined", key)},
		{p.Config.Trusted.Contains(key), "trusted-key", causeUntrustedKey, fmt.Sprintf("key %d is not trusted", key)},
	} {
		switch reason, odd := notUnderstood(p, "ntp", piece.line); {
		case piece.there:
		case odd:
			p.NotMeasuredf("%s", reason)
		default:
			p.Failf("%s", piece.text)
			p.Because(piece.cause)
		}
	}
}

// judgeAlgorithm fails for one that the policy does not accept. weak: there are better ones; one that a benchmark calls a permanent
// finding on the platform has none to change to.
func judgeAlgorithm(p *check.Pass, key int) (weak bool) {
	used, allowed := algorithm(p, key), p.Policy.Authentication.Algorithms
	switch {
	case used == undefined:
	case permanent(p, key):
		p.Failf("key %d is %s; %s: POA&M or waiver", key, used, permanentBy(p))
		p.Because(causePermanent)
	case len(allowed) > 0 && !slices.Contains(allowed, used):
		p.Failf("key %d is %s; accepted are %s", key, used, strings.Join(allowed, ", "))
		p.Because(causeAlgorithm)
		return true
	}
	return false
}

// permanent reports whether the platform has no better algorithm than this one, by the policy.
func permanent(p *check.Pass, key int) bool {
	return slices.Contains(p.Policy.Authentication.Permanent, algorithm(p, key))
}

// permanentBy says which benchmark calls it so: "the STIG calls it a permanent finding on IOS".
func permanentBy(p *check.Pass) string {
	on := ""
	if p.OS != nil {
		on = " on " + p.OS.Title
	}
	for _, e := range p.Policy.JudgedBy {
		if e.Benchmark && len(e.ItemsOf("ntp-authentication", "")) > 0 {
			return e.Called + " calls it a permanent finding" + on
		}
	}
	return "a permanent finding" + on
}

const undefined = "not defined"

func algorithm(p *check.Pass, key int) string {
	if used, ok := keysOf(p).types[key]; ok {
		return used
	}
	return undefined
}

func accepted(p *check.Pass) string {
	if allowed := p.Policy.Authentication.Algorithms; len(allowed) > 0 {
		return ", of type " + strings.Join(allowed, " or ")
	}
	return ""
}

// refused reports whether the device says of a source that its packets fail authentication.
func refused(p *check.Pass, s facts.ConfigServer) bool {
	return keysOf(p).refused[facts.KeyOf(s.Address)]
}
