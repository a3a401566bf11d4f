package checks

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpFresh = check.Check{
	ID: "ntp-fresh",
	Doc: check.Doc{
		Title: "The clock was corrected lately",
		Text: `A device goes on calling itself synchronized for a while after its source has
fallen silent. The age of the last correction shows it.

The age is counted in polls, not in seconds: a healthy device polls every 64
to 1024 seconds and may leave out a correction. Fails if a synchronized device
has missed more polls than the policy allows. Old releases do not print the
last update; the age of the last packet from the followed source then counts.`,
		Remedy: `Look for what ntp-reach shows: loss on the way to the source, or a source that
is gone.`,
		Causes: followedAdvice,
	},
	Needs:   []facts.Kind{facts.KindStatus, show.KindPeerAge},
	Wants:   []facts.Kind{facts.KindAssociations, facts.KindVersion},
	Applies: withoutPTP(ntpFollows),
	Run:     runNTPFresh,
}

func runNTPFresh(p *check.Pass, _ check.Subject) {
	p.Cite(statusLine(p))
	p.Expectf("a correction within %d polls", p.Policy.FreshPolls)
	reason, fresh := young(p)
	age, poll, ok := lastUpdate(p)
	switch {
	case failsWhenOff(p):
	case p.NTP.Status.Synchronized == nil:
		statusUnclear(p)
	case !synchronized(p) && fresh:
		p.Settlingf("%s; not synchronized yet", reason)
	case !synchronized(p):
		p.Because(causeLostSync)
		leaveTo(p, "not synchronized", "ntp-synchronized")
	case fresh:
		p.Settlingf("%s", reason)
	case !ok:
		p.NotMeasuredf("the age of the last update is not printed")
	default:
		p.Actualf("%s ago, polling every %d s", interval.Age(age), poll/time.Second)
		missed := func(polls int) bool { return age > time.Duration(polls)*poll }
		if missed(p.Policy.FreshPolls) {
			p.Grade(policy.Gravest(p.Policy.Graded.FreshPolls, missed, policy.Off))
			p.Failf("last update %s ago, polls every %d s", interval.Age(age), poll/time.Second)
		}
	}
}

// lastUpdate is the age of the last correction and the poll interval: of the system, else
// of the source that is followed.
func lastUpdate(p *check.Pass) (age, poll time.Duration, ok bool) {
	if s := p.NTP.Status; s.LastUpdateSeconds != nil && s.Poll != nil {
		return seconds(*s.LastUpdateSeconds), seconds(*s.Poll), true
	}
	a, ok := p.NTP.Selected()
	if !ok || a.When == nil || a.Poll <= 0 {
		return 0, 0, false
	}
	p.Cite(row(a))
	return seconds(*a.When), seconds(a.Poll), true
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
