package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

var ntpStratum = check.Check{
	ID: "ntp-stratum",
	Doc: check.Doc{
		Title: "The device stands near a good clock",
		Text: `The stratum counts the steps to a reference clock. Each step adds error and
one more device that can fail. A high stratum by itself is no fault: healthy
networks have devices at 6 and 7.

Fails if the stratum of a synchronized device exceeds that of the policy.
Whether it fits that of the source it follows is asked by ntp-consistent.`,
		Remedy: `Take time from servers nearer to the top of the network. Look for a chain of
devices that each follow the next, and for an "ntp master" with a high stratum
that has taken over.`,
		Causes: followedAdvice,
	},
	Needs:   []facts.Kind{facts.KindStatus},
	Wants:   []facts.Kind{facts.KindAssociations},
	Applies: withoutPTP(ntpFollows),
	Run:     runNTPStratum,
}

// unsynchronizedStratum is what a device without the time says (RFC 5905 §7.3).
const unsynchronizedStratum = 16

func runNTPStratum(p *check.Pass, _ check.Subject) {
	p.Cite(statusLine(p))
	p.Expectf("at most %d", p.Policy.Stratum)
	status := p.NTP.Status
	reason, fresh := young(p)
	switch {
	case failsWhenOff(p):
	case status.Synchronized == nil, synchronized(p) && status.Stratum == nil:
		statusUnclear(p)
	case !synchronized(p) || *status.Stratum >= unsynchronizedStratum:
		if fresh {
			p.Settlingf("%s; not synchronized yet", reason)
			return
		}
		p.Because(causeLostSync)
		leaveTo(p, "not synchronized", "ntp-synchronized")
	case *status.Stratum > p.Policy.Stratum:
		p.Actualf("%d", *status.Stratum)
		p.Grade(policy.Gravest(p.Policy.Graded.Stratum, func(l int) bool { return *status.Stratum > l }, policy.Off))
		p.Failf("stratum %d; the highest allowed is %d", *status.Stratum, p.Policy.Stratum)
	default:
		p.Actualf("%d", *status.Stratum)
	}
}
