package checks

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

var ntpSources = check.Check{
	ID: "ntp-sources",
	Doc: check.Doc{
		Title: "The device has enough sources",
		Text: `With one source a device believes whatever it is told. With two that disagree
it cannot know which is right. Three outvote one that is wrong, and four still
do when one of them is lost: RFC 8633 asks for four, the CIS Controls and the
STIG for two.

A source is a (VRF, address), a name, or a receiver; the device's own clock
does not count. Fails if fewer are configured than the policy asks for, or if
fewer are usable than it asks for: they answer, have the time, and are not
taken for falsetickers. A benchmark whose check text shows two lines asks for
two lines and one that is usable; a second one that is lost is told at low, as
beyond the check text.
Where NTP is off servers of SNTP count, usable if SNTP has set the clock.
Where PTP or a receiver steers the clock, no NTP source is needed by a policy
that asks for two at most and has ntp-enabled; under others it fails.
How many independent roots the sources lead to is shown. Whether these are
enough is asked by ntp-redundancy; where that is off, sources that lead to one
root count as one. Where the policy asks for sources in different regions,
only a person can tell.`,
		Remedy: `Add "ntp server" lines for sources that do not depend on each other.`,
		Causes: silenceAdvice,
	},
	Needs:   []facts.Kind{facts.KindAssociations},
	Wants:   []facts.Kind{facts.KindConfig, facts.KindVersion, facts.KindClock},
	Applies: sourcesAsked,
	Subjects: func(p *check.Pass) []check.Subject {
		if p.Policy.Sources.Regions {
			return []check.Subject{{}, {Name: regions}}
		}
		return []check.Subject{{}}
	},
	Run: runNTPSources,
}

// regions is a subject of its own, so that the number of sources is judged all the same.
const regions = "regions"

// aPair is how many sources PTP and a receiver stand for: PTP chooses its grandmaster among several by itself, and a policy that
// asks for more than a pair wants them seen.
const aPair = 2

// sourcesAsked leaves a clock that PTP or a receiver steers, without any NTP source, to ntp-enabled.
func sourcesAsked(p *check.Pass) (reason string, applies bool) {
	name := steeredBy(p)
	if name == "" {
		return ntpOrSNTP(p)
	}
	if p.Sources().Have() == 0 && p.Policy.Sources.Min <= aPair && p.Asked("ntp-enabled") {
		return name + " steers the clock; no NTP source is behind it", false
	}
	return "", true
}

func runNTPSources(p *check.Pass, s check.Subject) {
	want := p.Policy.Sources
	if want.Usable < want.Min {
		p.Expectf("at least %d, of which %d usable", want.Min, want.Usable)
	} else {
		p.Expectf("at least %d", want.Min)
	}
	for _, a := range realSources(p) {
		p.Cite(row(a))
	}
	switch {
	case s.Name == regions:
		judgeRegions(p)
	case steeredBy(p) != "":
		judgeBesidePTP(p)
	case ntpOff(p):
		judgeSNTPSources(p)
	case p.NTP.Enabled == nil && sntpClient(p) != "":
		p.NotMeasuredf("whether NTP runs, or SNTP alone, is not known%s", unread(p))
	default:
		judgeNTPSources(p)
	}
}

func judgeRegions(p *check.Pass) {
	p.Expectf("sources in different regions")
	if name := receiverOf(p); name != "" {
		p.Manualf("look whether the sources stand in different regions, and whether %s is an approved source", name)
		return
	}
	p.Manualf("look whether the sources stand in different regions")
}

// receiverOf names a receiver that the device takes time from. Empty: none.
func receiverOf(p *check.Pass) string {
	if name := steeredBy(p); name != "" && name != "PTP" {
		return name
	}
	for _, a := range realSources(p) {
		if name := a.Receiver(); name != "" {
			return name
		}
	}
	return ""
}

// judgeBesidePTP counts the NTP sources of a clock that something else steers. Whether they are usable shows nothing: NTP may
// stand by.
func judgeBesidePTP(p *check.Pass) {
	have, want := p.Sources().Have(), p.Policy.Sources.Min
	unclear, odd := unclearSources(p)
	p.Cite(steeringLines(p)...)
	p.Actualf("%s steers the clock; %s of NTP", steeredBy(p), check.Count(have, "source"))
	switch {
	case have >= want:
	case odd:
		p.NotMeasuredf("%s", unclear)
	default:
		p.Failf("%s; %d needed; %s steers the clock", check.Count(have, "NTP source"), want, steeredBy(p))
		mend(p, byHand(fmt.Sprintf("No NTP line is written beside %s: decide first which of the two is to steer the clock.", steeredBy(p))))
	}
}

func judgeNTPSources(p *check.Pass) {
	want, sources := p.Policy.Sources, p.Sources()
	have, usable := sources.Have(), toldApart(p, sources.Usable)
	p.Actualf("%d configured, %d usable, %s", have, sources.Usable, check.Count(roots(p), "independent root"))
	reason, fresh := young(p)
	unclear, odd := unclearSources(p)
	switch {
	case have >= want.Min && usable >= want.Min:
	case odd:
		p.NotMeasuredf("%s", unclear)
	case have < want.Min:
		p.Failf("%s; %d needed%s", check.Count(have, "source"), want.Min, undecidable(have))
		mend(p, addSources(p))
	case fresh:
		p.Settlingf("%s", reason)
	case usable > 0 && usable >= want.Usable:
		p.Beyondf("%s; %d is enough for the policy", usableText(have, usable, sources.Usable), want.Usable)
	default:
		p.Failf("%s; %d needed", usableText(have, usable, sources.Usable), want.Usable)
		tellUnbound(p)
		tellSilent(p, have)
	}
}

// usableText says how many sources of those that the device has are usable, or that the usable ones are fewer clocks.
func usableText(have, usable, before int) string {
	if usable < before {
		return fmt.Sprintf("%s to %s", check.Count(before, "usable source"), check.Count(usable, "independent root"))
	}
	return fmt.Sprintf("%d of %s usable", usable, check.Count(have, "source"))
}

// toldApart is how many of the usable sources count: all of them where ntp-redundancy asks for their roots, or where
// the question cannot be put, else as many as there are roots.
func toldApart(p *check.Pass, usable int) int {
	if p.Fleet.Partial || len(p.Fleet.Devices) < 2 || p.Asked("ntp-redundancy") {
		return usable
	}
	return min(usable, roots(p))
}

// tellUnbound names the sources that are asked from no address.
func tellUnbound(p *check.Pass) {
	silent := unbound(p)
	if len(silent) == 0 {
		return
	}
	p.Failf("no address of the device to ask %s from", list(silent))
	mend(p, byHand(fmt.Sprintf("The device has no address to ask %s from (local 0.0.0.0): no interface in their VRF has one. "+
		"Where they are meant to be reached like the others, put the VRF of those on their lines.", list(silent))))
}

// unbound names the sources that are asked from no address: their VRF has no interface with one. NX-OS alone shows that.
func unbound(p *check.Pass) (names []string) {
	for _, a := range realSources(p) {
		if a.Local != nil && *a.Local == "0.0.0.0" && a.Reach == 0 {
			names = append(names, a.Address)
		}
	}
	return names
}

// judgeSNTPSources counts the sources of a device on which NTP is off.
func judgeSNTPSources(p *check.Pass) {
	want, sources := p.Policy.Sources, p.Sources()
	have := sources.Have()
	p.Cite(statusLine(p))
	p.Actualf("%s, %s of SNTP", off, check.Count(have, "source"))
	reason, fresh := young(p)
	switch {
	case have < want.Min && sntpUnknown(p) && !neverSteered(p):
		p.NotMeasuredf("%s; whether it is a client of SNTP is not known", off)
	case have < want.Min:
		p.Failf("%s; %d needed%s; %s", check.Count(have, "source"), want.Min, undecidable(have), off)
		if have == 0 {
			mend(p, addSources(p))
		} else {
			mend(p, byHand(besideSNTP))
		}
	case sources.Usable >= want.Usable:
	case !sources.UsableKnown:
		p.NotMeasuredf("whether SNTP has set the clock is not shown")
	case fresh:
		p.Settlingf("%s", reason)
	default:
		p.Failf("0 of %s usable; %d needed; SNTP does not steer the clock", check.Count(have, "source"), want.Usable)
		mend(p, byHand(besideSNTP))
	}
}

// besideSNTP is what a client of SNTP gets in place of lines of servers.
const besideSNTP = "Move from SNTP to NTP in a window, where the device can run it: the first ntp line stops SNTP, and nothing sets the clock until a server has answered over NTP. " +
	"Else give SNTP further servers."

// unclearSources tells what might hide further sources.
func unclearSources(p *check.Pass) (reason string, unclear bool) {
	if !p.NTP.Known {
		return "the association table was not read whole", true
	}
	if p.Config == nil {
		return "", false
	}
	return notUnderstood(p, "ntp")
}

func undecidable(have int) string {
	if have == 2 {
		return ", as two that disagree cannot be decided between"
	}
	return ""
}

// roots counts the different ends of the chains that start at the usable sources.
func roots(p *check.Pass) int {
	ends := make(map[string]bool)
	for _, e := range p.Graph.Nodes[p.Node].Sources {
		if kind, at := p.Graph.Root(e.To); e.Usable && (kind == topology.Rooted || kind == topology.Unknown) {
			ends[fmt.Sprint(at)] = true
		}
	}
	return len(ends)
}
