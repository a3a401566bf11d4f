package checks

import (
	"strings"

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
gives the reason that the sources show. A device that came up a few minutes
ago is settling: that is said, and is no failure.`,
		Remedy: `Reach 0 on all sources: the packets do not come back. Look at routing and
access lists on the way (UDP 123), at the VRF, and at the interface that NTP
packets leave from. Replies that fail authentication: compare key numbers,
keys and types. Sources without time: fix those first. No source: configure
some.`,
	},
	Controls: []check.Control{{Framework: nist, ID: "SC-45(1)"}, {Framework: pci, ID: "10.6.1"}},
	Needs:    []facts.Kind{facts.KindStatus},
	Wants:    []facts.Kind{facts.KindAssociations, facts.KindVersion},
	Applies:  withoutPTP(ntpRuns),
	Run:      runNTPSynchronized,
}

func runNTPSynchronized(p *check.Pass, _ check.Subject) {
	p.Cite(statusLine(p))
	p.Expectf("synchronized")
	status := p.NTP.Status
	reason, young := settling(p)
	switch {
	case failsWhenOff(p):
	case status.Synchronized == nil:
		statusUnclear(p)
	case *status.Synchronized:
		p.Actualf("%s", howSynchronized(p))
	case young:
		p.Settlingf("%s; not synchronized yet; %s", reason, lookAgain(p))
	default:
		p.Actualf("not synchronized")
		p.Failf("%s", whyUnsynchronized(p))
		for _, a := range realSources(p) {
			p.Cite(row(a))
		}
		if noSource(p) {
			mend(p, addSources(p))
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

func noSource(p *check.Pass) bool { return p.NTP.Known && len(realSources(p)) == 0 }

// whyUnsynchronized reads the reason from the sources.
func whyUnsynchronized(p *check.Pass) string {
	sources := realSources(p)
	var silent, timeless, usable int
	var codes strings.Builder
	for _, a := range sources {
		switch {
		case a.Reach == 0:
			silent++
			codes.WriteString(a.Upstream())
		case !a.Usable():
			timeless++
		default:
			usable++
		}
	}
	switch {
	case noSource(p) && len(configured(p)) > 0:
		return "no source; the table shows none of those configured"
	case noSource(p):
		return "no source; none is configured"
	case !p.NTP.Known:
		return "not synchronized; the association table was not read whole"
	case silent == len(sources):
		return "reach 0; " + whySilent(codes.String())
	case usable == 0:
		return "no source that has the time; " + check.Count(timeless, "source") + " answer without it"
	}
	return "not synchronized; " + check.Count(usable, "source") + " would be usable" + loopFilter(p)
}

// whySilent reads the codes that stand in place of a reference.
func whySilent(codes string) string {
	switch {
	case strings.Contains(codes, "AUTH"), strings.Contains(codes, "CRYP"), strings.Contains(codes, "NKEY"):
		return "the replies fail authentication"
	case strings.Contains(codes, "DENY"), strings.Contains(codes, "RSTR"):
		return "a source refuses service"
	case strings.Contains(codes, "RATE"):
		return "a source complains of too many requests"
	}
	return "no source answers"
}

// loopFilter names the state of the clock discipline where it explains something.
func loopFilter(p *check.Pass) string {
	if state := p.NTP.Status.LoopFilter; state != nil && *state == "SPIK" {
		return "; a large step is pending or was refused (SPIK)"
	}
	return ""
}
