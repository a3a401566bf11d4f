package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var ntpApproved = check.Check{
	ID: "ntp-approved",
	Doc: check.Doc{
		Title: "Time comes from approved sources only",
		Text: `A forgotten test server, a public pool, or a peer that configured itself can
take over the time of a device, and nobody watches it.

Each source is held against the approved addresses and names of the policy. A
source that is configured by name is approved by its name. The table shows its
address: that row is approved by the name that explains it, if the resolver of
this host says so, or if no more rows than approved names are left that no
other line explains. A peer or broadcast that found the device is explained by
no line. A receiver of the device is its own.
Fails for each source that is not in the list; inconclusive where only one of
several names could explain it. Does not apply if the policy approves nothing
in particular.`,
		Remedy: `Remove the source, or add it to "sources: approved" in the policy.`,
	},
	Needs: []facts.Kind{facts.KindAssociations},
	Wants: []facts.Kind{facts.KindConfig},
	Applies: func(p *check.Pass) (reason string, applies bool) {
		if len(p.Policy.Sources.Approved) == 0 {
			return "the policy approves nothing in particular", false
		}
		return ntpOrSNTP(p)
	},
	Subjects: namedSources,
	Run:      runNTPApproved,
}

// namedSources lists the rows of the association table, then the configured sources that
// have no row. Where there is neither, the device itself has to answer for that.
func namedSources(p *check.Pass) []check.Subject {
	if ntpOff(p) {
		return sntpSubjects(p)
	}
	var subjects []check.Subject
	rows := realSources(p)
	for i := range rows {
		subjects = append(subjects, check.Subject{Name: subjectName(rows[i].Address, rows[i].VRF), Association: &rows[i]})
	}
	lines, r := configured(p), rollOf(p)
	for i, line := range lines {
		if len(r.rowAt[facts.KeyOf(line.Address)]) == 0 {
			subjects = append(subjects, check.Subject{Name: subjectName(line.Address, line.VRF), Server: &lines[i]})
		}
	}
	if !p.NTP.Known {
		subjects = append(subjects, check.Subject{Name: unreadRows})
	}
	return subjects
}

// unreadRows stands for what a table that was cut may hide.
const unreadRows = "unread rows"

func runNTPApproved(p *check.Pass, s check.Subject) {
	p.Expectf("one of %s", list(p.Policy.Sources.Approved))
	switch {
	case ntpOff(p):
		judgeApprovedSNTP(p, s.Name)
		return
	case s.Server != nil:
		judgeApprovedLine(p, *s.Server)
		return
	case s.Association == nil:
		p.NotMeasuredf("the association table was not read whole")
		return
	}
	p.Cite(row(*s.Association))
	address := s.Association.Address
	p.Actualf("%s", address)
	if name := s.Association.Receiver(); name != "" {
		p.Actualf("%s, a receiver of its own", name)
		return
	}
	switch by := explain(p, *s.Association); {
	case approved(p, address):
	case by.approved:
		p.Actualf("%s, by its name %s", address, by.name)
	case by.open:
		p.Inconclusivef("%s may be what an approved name stands for", address)
	default:
		p.Failf("%s is not approved", address)
		mend(p, replaceSources(p, *s.Association))
	}
}

// judgeApprovedSNTP judges a source of a device on which NTP is off; an empty name stands for none at all.
func judgeApprovedSNTP(p *check.Pass, address string) {
	switch {
	case sntpUnknown(p):
		p.NotMeasuredf("%s; whether it is a client of SNTP is not known", off)
	case address == "" && p.Config != nil && p.Config.SNTPListens:
		p.Cite(configLines(p, "sntp")...)
		p.Actualf("%s", sntpClient(p))
		p.Failf("SNTP broadcasts are taken from any server")
	case address == "":
		p.Cite(statusLine(p))
		p.Actualf("%s", off)
		p.Failf("no approved source; %s", off)
	case !approved(p, address):
		p.Cite(configLines(p, "sntp server "+address)...)
		p.Actualf("%s", address)
		p.Failf("%s is not approved", address)
	}
}

// judgeApprovedLine judges a configured source that the table does not show: a name that
// was resolved, or a source in trouble.
func judgeApprovedLine(p *check.Pass, s facts.ConfigServer) {
	p.Cite(configLine(s.Line))
	p.Actualf("%s", s.Address)
	switch {
	case approved(p, s.Address):
	case isName(s.Address) && rowsMayBe(p, s.Address):
		p.NotApplicablef("a name; the addresses in the association table are judged")
	case isName(s.Address) && !p.NTP.Known:
		p.NotMeasuredf("the association table was not read whole")
	default:
		p.Failf("%s is not approved", s.Address)
		mend(p, replaceLine(p, s))
	}
}

func approved(p *check.Pass, address string) bool {
	type key struct{}
	return check.Once(p, key{}, func() map[facts.AddressKey]bool {
		list := map[facts.AddressKey]bool{}
		for _, a := range p.Policy.Sources.Approved {
			list[facts.KeyOf(a)] = true
		}
		return list
	})[facts.KeyOf(address)]
}
