package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpSynchronized = check.Check{
	ID: "ntp-synchronized",
	Doc: check.Doc{
		Title: "The device says that it is synchronized",
		Text: `A device that has lost its sources goes on with its own oscillator: right at
first, a second off within days. Its log lines hardly show it: on IOS by a dot
before the month.

On IOS and IOS XR the word of "show ntp status" counts. A star in the
association table is not enough there: it comes minutes before the clock
follows. NX-OS has no such word. There it counts that a source is followed,
answers and has the time, or that the device itself answers so over NTP.

Passes if the device is synchronized by that. Fails if it is not; the message
gives the reason that the sources and the configuration show: its own
access-group, a source interface without an address, a VRF that no interface
is in, a name that did not resolve, keys that differ. A device that came up a
few minutes ago is settling: that is said, and is no failure.

Where NTP is off and the device is a client of SNTP, it is asked whether SNTP
steers the clock: the time source that the clock shows has to be SNTP.`,
		Remedy: `Look at the sources: whether the device reaches them, and whether they have
the time.`,
		Causes: unsynchronizedAdvice,
	},
	Needs:   []facts.Kind{facts.KindStatus},
	Wants:   []facts.Kind{facts.KindAssociations, facts.KindVersion, facts.KindConfig, facts.KindClock},
	Applies: withoutPTP(ntpRuns),
	Run:     runNTPSynchronized,
}

func runNTPSynchronized(p *check.Pass, _ check.Subject) {
	p.Cite(statusLine(p))
	p.Expectf("synchronized")
	status := p.NTP.Status
	reason, young := settling(p)
	switch {
	case ntpOff(p) && (sntpClient(p) != "" || steeredOtherwise(p)):
		judgeSNTPClock(p)
	case failsWhenOff(p):
	case status.Synchronized == nil:
		statusUnclear(p)
	case *status.Synchronized:
		p.Actualf("%s", howSynchronized(p))
	case young:
		p.Settlingf("%s; not synchronized yet; %s", reason, lookAgain(p))
	default:
		p.Actualf("not synchronized")
		tellWhyUnsynchronized(p)
		for _, a := range realSources(p) {
			p.Cite(row(a))
		}
	}
}

// howSynchronized is what a pass rests on: on some platforms no more than that a source is followed.
func howSynchronized(p *check.Pass) string {
	if _, untold := p.Lacks(show.KindSync); !untold {
		return "synchronized"
	}
	if a, ok := p.NTP.Selected(); ok {
		return "follows " + a.Address
	}
	return "answers over NTP that it has the time"
}
