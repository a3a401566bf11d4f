package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var ntpEnabled = check.Check{
	ID: "ntp-enabled",
	Doc: check.Doc{
		Title: "The device takes time from the network",
		Text: `A clock that nothing steers drifts by seconds a week and is wrong after the
first power cut.

Passes if NTP runs, if the device is a client of SNTP, its simpler form, of
servers or of broadcasts, or if PTP or a receiver steers its clock. What the
clock names as its source counts as much as a line: SNTP, PTP, GNSS, GPS.
Fails if NTP is off and nothing of that is there. NX-OS runs NTP without a
peer or server as well: that is off, too.
On a device without NTP the other checks of NTP do not apply: this is the one
finding. Where the policy does not ask it, or a waiver excuses it, they answer
themselves.`,
		Remedy: `Configure NTP servers. NX-OS needs "feature ntp" as well; on IOS and IOS XR
the first server starts NTP.`,
	},
	Needs: []facts.Kind{facts.KindStatus},
	Wants: []facts.Kind{facts.KindConfig, facts.KindClock},
	Run:   runNTPEnabled,
}

func runNTPEnabled(p *check.Pass, _ check.Subject) {
	p.Cite(statusLine(p))
	p.Expectf("NTP on")
	switch bySNTP, _ := p.SteeredBySNTP(); {
	case steeredBy(p) != "":
		p.Cite(steeringLines(p)...)
		p.Actualf("%s", steeredBy(p))
	case p.NTP.Enabled == nil:
		statusUnclear(p)
	case *p.NTP.Enabled:
		p.Actualf("on")
	case sntpClient(p) != "":
		p.Actualf("%s", sntpClient(p))
	case bySNTP:
		p.Cite(p.Clock.Evidence...)
		p.Actualf("SNTP")
	case sntpUnknown(p) && !neverSteered(p):
		p.NotMeasuredf("%s; whether it is a client of SNTP is not known", off)
	case !neverSteered(p) && (p.Clock == nil || p.Clock.Source == ""):
		p.NotMeasuredf("%s; what steers the clock in its place is not shown", off)
	default:
		p.Actualf("off")
		p.Failf("%s", offBecause(p))
		mend(p, addSources(p))
	}
}
