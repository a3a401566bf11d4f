package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpServed = check.Check{
	ID: "ntp-served",
	Doc: check.Doc{
		Title: "Only devices that are meant to serve time do",
		Text: `Every device that runs NTP is also a server, to anybody who asks. The answer
tells what the device follows, how well, and that it is there at all. RFC 8633
asks leaves of the network not to answer.

Passes if another audited device takes time from this one, or if it did not
answer a query from here. Fails if it answered although nobody in the fleet
uses it. A device that was not asked is not judged, and one in a part of the
fleet may have clients elsewhere.`,
		Remedy: `Restrict NTP with "ntp access-group". On IOS: "ntp disable" also turns it off
on an interface with no clients. A server for clients outside the fleet needs
a waiver.`,
	},
	Needs:   []facts.Kind{facts.KindStatus},
	Wants:   []facts.Kind{facts.KindAssociations, facts.KindConfig},
	Applies: ntpRuns,
	Run:     runNTPServed,
}

func runNTPServed(p *check.Pass, _ check.Subject) {
	users := p.Graph.Users(p.Node)
	p.Expectf("no answer, unless somebody takes time from it")
	switch {
	case idleWhenOff(p):
	case len(users) > 0:
		p.Actualf("serves %s", list(nodeNames(p.Graph, users)))
	case p.AnswersNTP == nil:
		p.NotMeasuredf("it was not asked over NTP")
	case !*p.AnswersNTP:
		p.Actualf("no answer")
	case p.Fleet.Partial:
		p.NotApplicablef("it answers; its clients may stand outside this part of the fleet")
	case len(p.KnownBy) == 0:
		p.NotMeasuredf("it answers; by which address others use it is not known")
	case unreadTables(p) > 0:
		p.NotMeasuredf("it answers; the sources of %s are not known, which may be its clients", check.Count(unreadTables(p), "device"))
	default:
		p.Actualf("answers")
		p.Failf("answers NTP, though nobody uses it")
		if p.Config != nil && len(p.Config.AccessGroups) == 0 {
			mend(p, restrictAccess(p, show.IPv4, show.IPv6))
		}
	}
}

// unreadTables is how many devices of the fleet may take time from a device unseen.
func unreadTables(p *check.Pass) int {
	type key struct{}
	return check.OnceForAll(p, key{}, func() (n int) {
		for i := range p.Fleet.Devices {
			d := &p.Fleet.Devices[i]
			off := d.NTP != nil && d.NTP.Enabled != nil && !*d.NTP.Enabled
			if !off && (d.NTP == nil || !d.NTP.Known) {
				n++
			}
		}
		return n
	})
}
