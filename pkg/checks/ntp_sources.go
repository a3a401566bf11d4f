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

A source is a (VRF, address) or a name; the device's own clock does not count.
Fails if fewer are configured than the policy asks for, or if fewer than that
are usable: they answer, have the time, and are not taken for falsetickers.
Where NTP is off servers of SNTP count, usable if SNTP has set the clock.
How many independent roots they lead to is shown; whether these are enough is
asked by ntp-redundancy. Where the policy asks for sources in different
regions, only a person can tell.`,
		Remedy: `Add "ntp server" lines for sources that do not depend on each other.`,
	},
	Controls: append(append(
		stig("CISC-ND-001030", [...]string{"V-215838", "V-220549", "V-215693", "V-220601"}),
		cis("2.3.2")...),
		check.Control{Framework: cisV8, ID: "8.4"},
		check.Control{Framework: rfc8633, ID: "3.2"},
	),
	Needs:   []facts.Kind{facts.KindAssociations},
	Wants:   []facts.Kind{facts.KindConfig, facts.KindVersion},
	Applies: withoutPTP(ntpOrSNTP),
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

func runNTPSources(p *check.Pass, s check.Subject) {
	if s.Name == regions {
		p.Expectf("sources in different regions")
		p.Manualf("look whether the sources stand in different regions")
		return
	}
	if ntpOff(p) {
		judgeSNTPSources(p)
		return
	}
	want := p.Policy.Sources.Min
	sources := p.Sources()
	have, usable := sources.Have(), sources.Usable
	for _, a := range realSources(p) {
		p.Cite(row(a))
	}
	p.Expectf("at least %d", want)
	p.Actualf("%d configured, %d usable, %s", have, usable, check.Count(roots(p), "independent root"))
	reason, fresh := young(p)
	unclear, odd := unclearSources(p)
	switch {
	case have >= want && usable >= want:
	case odd:
		p.NotMeasuredf("%s", unclear)
	case have < want:
		p.Failf("%s; %d needed%s", check.Count(have, "source"), want, undecidable(have))
		mend(p, addSources(p))
	case fresh:
		p.Settlingf("%s", reason)
	default:
		p.Failf("%d of %d sources usable; %d needed", usable, have, want)
		if silent := unbound(p); len(silent) > 0 {
			p.Failf("no address of the device to ask %s from", list(silent))
			mend(p, byHand(fmt.Sprintf("The device has no address to ask %s from (local 0.0.0.0): no interface in their VRF has one. "+
				"Where they are meant to be reached like the others, put the VRF of those on their lines.", list(silent))))
		}
	}
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
	have, want := len(sntpServers(p)), p.Policy.Sources.Min
	usable, known := p.SteeredBySNTP()
	p.Cite(statusLine(p))
	p.Expectf("at least %d", want)
	p.Actualf("%s, %s of SNTP", off, check.Count(have, "server"))
	reason, fresh := young(p)
	switch {
	case have < want && sntpUnknown(p) && !neverSteered(p):
		p.NotMeasuredf("%s; whether it is a client of SNTP is not known", off)
	case have < want:
		p.Failf("%s; %d needed%s; %s", check.Count(have, "source"), want, undecidable(have), off)
		if have == 0 {
			mend(p, addSources(p))
		}
	case usable || want == 0:
	case !known:
		p.NotMeasuredf("whether SNTP has set the clock is not shown")
	case fresh:
		p.Settlingf("%s", reason)
	default:
		p.Failf("0 of %d sources usable; %d needed; SNTP does not steer the clock", have, want)
	}
}

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
