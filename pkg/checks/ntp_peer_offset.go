package checks

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpPeerOffset = check.Check{
	ID: "ntp-peer-offset",
	Doc: check.Doc{
		Title: "The device agrees with the source it follows",
		Text: `This is the device's own word: how far it believes to be from its source. A
large value means that NTP has not got hold of the clock, whatever the source
is worth.

Passes if the offset is within the limit, or could be explained by a path that
is slower in one direction: half the delay is taken off before it counts.
Fails if more than the limit remains.`,
		Remedy: `Wait for a device that has just started or was just stepped. If the offset
stays, look for a source across a congested or lopsided path and prefer a
nearer one, and for a device too busy to run NTP. On IOS: take an "ntp
clock-period" line that was copied from another device out with "no ntp
clock-period".`,
		Causes: followedAdvice,
	},
	Needs:   []facts.Kind{facts.KindAssociations, show.KindPeerOffsets},
	Wants:   []facts.Kind{facts.KindStatus, facts.KindVersion},
	Applies: withoutPTP(ntpFollows),
	Run:     runNTPPeerOffset,
}

func runNTPPeerOffset(p *check.Pass, _ check.Subject) {
	a, ok := followed(p)
	if !ok {
		return
	}
	p.Cite(row(a))
	p.Expectf("within %s of %s, half the delay allowed for", interval.Limit(p.Policy.PeerOffset), a.Address)
	p.Limit(peerLimits(p)...)
	if !a.Measured() || a.Offset == nil {
		p.NotMeasuredf("%s has given no samples lately", a.Address)
		return
	}
	claim := interval.Around(*a.Offset, a.Delay/2)
	p.Measure(claim)
	p.Actualf("%s, delay %s", interval.Signed(*a.Offset), interval.Span(a.Delay))
	outside := func(limit time.Duration) bool { return claim.Within(limit) == interval.Outside }
	if outside(p.Policy.PeerOffset) {
		p.Grade(policy.Gravest(p.Policy.Graded.PeerOffset, outside, policy.Off))
		p.Failf("%s from %s, limit %s", interval.Signed(*a.Offset), a.Address, interval.Limit(p.Policy.PeerOffset))
	}
}

func peerLimits(p *check.Pass) []policy.Limit {
	if graded := p.Policy.Graded.PeerOffset; len(graded) > 0 {
		return graded
	}
	return []policy.Limit{{Value: p.Policy.PeerOffset}}
}
