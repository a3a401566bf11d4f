package checks

import (
	"cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// sntpServers are the addresses and names of the "sntp server" lines; none where the
// configuration is not known.
func sntpServers(p *check.Pass) []string {
	if p.Config == nil {
		return nil
	}
	var names []string
	for _, s := range p.Config.SNTPServers {
		names = append(names, s.Address)
	}
	return names
}

// sntpClient says by which lines the device is a client of SNTP, as an answer shows it; empty: by none that is known.
func sntpClient(p *check.Pass) string {
	switch servers := sntpServers(p); {
	case len(servers) > 0:
		return "SNTP, from " + list(servers)
	case p.Config != nil && p.Config.SNTPListens:
		return "SNTP, from broadcasts"
	}
	return ""
}

// sntpUnknown reports whether the device may be a client of SNTP: its configuration is not known, and its platform has SNTP.
func sntpUnknown(p *check.Pass) bool {
	_, never := p.Lacks(show.KindSNTP)
	return p.Config == nil && !never
}

// sntpSubjects are the sources of a device on which NTP is off. The device itself stands for none.
func sntpSubjects(p *check.Pass) []check.Subject {
	var subjects []check.Subject
	for _, address := range sntpServers(p) {
		subjects = append(subjects, check.Subject{Name: address})
	}
	if len(subjects) == 0 {
		return []check.Subject{{}}
	}
	return subjects
}

// neverSteered reports whether the clock shows that nothing has ever set it.
func neverSteered(p *check.Pass) bool { return p.Clock.NeverSteered() }

// judgeSNTPClock judges a client of SNTP, which has no status and no table: its clock has to show that SNTP steers it.
func judgeSNTPClock(p *check.Pass) {
	p.Cite(configLines(p, "sntp")...)
	p.Expectf("a clock that SNTP steers")
	p.Actualf("%s", cmp.Or(sntpClient(p), "SNTP"))
	yes, known := p.SteeredBySNTP()
	if p.Clock != nil {
		p.Cite(p.Clock.Evidence...)
	}
	reason, fresh := young(p)
	switch {
	case !known:
		p.NotMeasuredf("whether SNTP steers the clock is not shown")
	case yes:
	case fresh:
		p.Settlingf("%s; SNTP does not steer the clock yet; %s", reason, lookAgain(p))
	default:
		p.Failf("SNTP does not steer the clock; %s", setBy(p.Clock))
		p.Because(causeSNTP)
	}
}

// setBy says what a clock shows of who set it last.
func setBy(c *facts.Clock) string {
	switch {
	case c.NeverSteered():
		return "it was never set"
	case c.Authoritative != nil && !*c.Authoritative:
		return "not authoritative (*), " + source(c)
	}
	return source(c)
}
