package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
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
