package checks

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// Why a source is silent.
const (
	causeAccessGroup     check.Cause = "access-group"
	causeAccessList      check.Cause = "access-list"
	causeAuthentication  check.Cause = "authentication"
	causeRefused         check.Cause = "refused"
	causeRate            check.Cause = "rate"
	causeName            check.Cause = "name"
	causeNoVRF           check.Cause = "vrf"
	causeSourceInterface check.Cause = "source-address"
	causeOtherTable      check.Cause = "other-table"
	causeDisabled        check.Cause = "interface"
	causeSilent          check.Cause = "silence"
)

// silenceAdvice is what to do about each cause.
var silenceAdvice = []check.Advice{
	{Cause: causeName, Text: "Configure a name server for the table of the source, or name the source by its address."},
	{Cause: causeNoVRF, Text: "Correct the VRF on the lines of the sources, or put an interface with an address into it."},
	{Cause: causeAccessGroup, Text: "Add an access-group of type peer with a list that permits the sources. Leave the lines for clients as they are."},
	{Cause: causeAccessList, Text: "Permit the sources in the list of the access-group of type peer."},
	{Cause: causeSourceInterface, Text: "Name an NTP source interface that is up and has an address, or give this one an address."},
	{Cause: causeOtherTable, Text: "Name a source interface of the right table on the lines of these sources."},
	{Cause: causeDisabled, Text: "On IOS: remove \"ntp disable\" from the interface that leads to the sources."},
	{Cause: causeAuthentication, Text: "Compare number, type and secret of the key with the owner of each source."},
	{Cause: causeRefused, Text: "Ask the owner of the source to permit this device."},
	{Cause: causeRate, Text: "Poll the source less often: remove \"burst\" and a low \"minpoll\" from its line."},
	{Cause: causeSilent, Text: "Find where the packets get lost (UDP port 123): routing, access lists and firewalls on the way, the interface that they leave from."},
}

// silence is why sources are silent, as far as the table and the configuration show.
type silence struct {
	cause check.Cause
	text  string // a clause: "no interface is in VRF MGMT"
	more  string // a second one, with the details; empty: none
	doubt string // what stands before a reason that is not certain: "may be why"; empty: it is certain
	lines []facts.Evidence
	names bool   // it is about the sources themselves, which are named in any case
	todo  string // what to do about just this, a sentence; empty: what the cause asks for

	sources []string // that it holds for
}

func (s *silence) certain() bool { return s.doubt == "" }

// rank puts certain reasons before likely ones, and these before the others.
func (s *silence) rank() int { return slices.Index([]string{"", mostLikely, mayBeWhy}, s.doubt) }

// clause is the reason in words, with the sources that it holds for where these are not all of so many.
func (s *silence) clause(of int) string {
	text := s.text
	if s.doubt != "" {
		text = s.doubt + ": " + text
	}
	if s.names || len(s.sources) < of {
		text += " (" + list(s.sources) + ")"
	}
	if s.more != "" {
		text += "; " + s.more
	}
	return text
}

// silentSource is a source that gives no answer.
type silentSource struct {
	address, vrf string
	line         *facts.ConfigServer // nil: there is none, or the configuration is not known
	code         string              // that stands in place of a reference: AUTH
	unresolved   bool                // a name without a row
}

func (s *silentSource) name() string { return subjectName(s.address, &s.vrf) }

// silentRow is the row of a source as one that gives no answer.
func silentRow(p *check.Pass, a facts.Association) silentSource {
	s := silentSource{address: a.Address, vrf: vrf(a.VRF), code: strings.Trim(a.Upstream(), ".")}
	if line, ok := sourceLine(p, a); ok {
		s.line, s.vrf = &line, cmp.Or(s.vrf, vrf(line.VRF))
	}
	return s
}

// why looks for what explains that the source gives no answer. A reason that is certain goes before one that may be.
func (s silentSource) why(p *check.Pass) (why silence, found bool) {
	for _, suspect := range []func(*check.Pass, silentSource) (silence, bool){
		answersOtherwise, notResolved, nowhere, noPeerGroup, notInTheList, noSourceAddress, fromAnotherTable, switchedOff,
	} {
		reason, fits := suspect(p, s)
		if fits && (!found || reason.certain()) {
			why, found = reason, true
		}
		if found && why.certain() {
			break
		}
	}
	why.sources = []string{s.name()}
	return why, found
}

// whyAllSilent gives the reasons of several silent sources, each once: the certain ones first, then those of most sources.
func whyAllSilent(p *check.Pass, sources []silentSource) []silence {
	var reasons []silence
	for _, s := range sources {
		why, found := s.why(p)
		if !found {
			continue
		}
		same := func(r silence) bool { return r.cause == why.cause && r.text == why.text && r.doubt == why.doubt }
		at := slices.IndexFunc(reasons, same)
		if at < 0 {
			reasons = append(reasons, why)
			continue
		}
		reasons[at].sources = append(reasons[at].sources, why.sources...)
	}
	slices.SortStableFunc(reasons, func(a, b silence) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(len(b.sources), len(a.sources)))
	})
	return reasons
}

// tellSilence fails for sources none of which answers, and says why as far as that is known.
func tellSilence(p *check.Pass, sources []silentSource) {
	const told = 3
	reasons := whyAllSilent(p, sources)
	whole := len(reasons) > 0 && reasons[0].certain() && len(reasons[0].sources) == len(sources)
	if !whole {
		p.Failf("no source answers (reach 0)")
	}
	for i := range reasons[:min(len(reasons), told)] {
		r := &reasons[i]
		p.Failf("%s", r.clause(len(sources)))
		p.Because(r.cause)
		p.Cite(r.lines...)
		mend(p, r.remedy(p))
	}
	if whole {
		p.Failf("reach 0 on all sources")
	}
	p.Because(causeSilent)
}

// tellSilent adds, to a failure that some sources bring about, why they are silent. of is how many sources there are.
func tellSilent(p *check.Pass, of int) {
	silent := silentSources(p)
	for _, r := range whyAllSilent(p, silent) {
		p.Failf("%s", r.clause(of))
		p.Because(r.cause)
		p.Cite(r.lines...)
		mend(p, r.remedy(p))
	}
	if len(silent) > 0 {
		p.Because(causeSilent)
	}
}
