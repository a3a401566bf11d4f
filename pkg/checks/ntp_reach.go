package checks

import (
	"math/bits"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

var ntpReach = check.Check{
	ID: "ntp-reach",
	Doc: check.Doc{
		Title: "The source that is followed answers",
		Text: `The reach register remembers the last eight polls of a source, newest last,
and is printed in octal: 377 is eight answers, 0 is none. A source that
answers now and then lets the clock wander in between.

Passes if the followed source answered the share of polls that the policy asks
for, or every poll since it came back. Fails otherwise. The other sources are
noted: a register at a poll interval of 1024 seconds remembers more than two
hours, so an old outage of a spare is no failure.`,
		Remedy: `Look for loss on the way to the source: an overloaded link, a policer or
control-plane protection on NTP, an access list that lets only part of the
path through, two devices with one address.`,
		Causes: followedAdvice,
	},
	Needs:   []facts.Kind{facts.KindAssociations},
	Wants:   []facts.Kind{facts.KindStatus, facts.KindVersion},
	Applies: withoutPTP(ntpFollows),
	Run:     runNTPReach,
}

func runNTPReach(p *check.Pass, _ check.Subject) {
	a, ok := followed(p)
	if !ok {
		return
	}
	p.Cite(row(a))
	p.Expectf("at least %.0f%% of the last 8 polls of %s answered", 100*p.Policy.Reach, a.Address)
	p.Actualf("%d of 8 (reach %o)%s", a.Answered(), a.Reach, silentOthers(p, a))
	below := func(share float64) bool { return float64(a.Answered()) < 8*share }
	if below(p.Policy.Reach) && !unbroken(a.Reach) {
		p.Grade(policy.Gravest(p.Policy.Graded.Reach, below, policy.Off))
		p.Failf("reach %o; %s answered %d of its last 8 polls", a.Reach, a.Address, a.Answered())
	}
}

// unbroken reports whether every poll since the first answer was answered: 1, 3, 7, 17, …
// The register of a source that is new, or was restarted, looks so.
func unbroken(reach int) bool {
	return reach != 0 && bits.OnesCount(uint(reach)) == bits.Len(uint(reach))
}

func silentOthers(p *check.Pass, followed facts.Association) string {
	var names []string
	for _, a := range realSources(p) {
		if a.Reach == 0 && a.Address != followed.Address {
			names = append(names, a.Address)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "; no answer from " + list(names)
}
