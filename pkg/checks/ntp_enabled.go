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

Passes if NTP runs, or if the device is a client of SNTP, its simpler form.
Fails if it answers "%NTP is not enabled." and no SNTP server is configured.
On a device without NTP the other checks of NTP do not apply: this is the one
finding.`,
		Remedy: `Configure NTP servers; the first "ntp server" line starts NTP.`,
	},
	Controls: []check.Control{
		{Framework: cisXE17, ID: "2.3.2"},
		{Framework: cisIOS, ID: "2.3.2"},
		{Framework: nist, ID: "SC-45(1)"},
		{Framework: pci, ID: "10.6.1"},
	},
	Needs: []facts.Kind{facts.KindStatus},
	Wants: []facts.Kind{facts.KindConfig},
	Run:   runNTPEnabled,
}

func runNTPEnabled(p *check.Pass, _ check.Subject) {
	p.Cite(statusLine(p))
	p.Expectf("NTP on")
	switch {
	case p.NTP.Enabled == nil:
		p.NotMeasuredf("the answer to show ntp status was not understood")
	case *p.NTP.Enabled:
		p.Actualf("on")
	case p.Config != nil && len(p.Config.SNTPServers) > 0:
		p.Actualf("SNTP, from %s", list(sntpServers(p)))
	default:
		p.Actualf("off")
		p.Failf("NTP is off")
		p.Fix(addSources(p)...)
	}
}

// sntpServers are the addresses and names of the "sntp server" lines.
func sntpServers(p *check.Pass) []string {
	var names []string
	for _, s := range p.Config.SNTPServers {
		names = append(names, s.Address)
	}
	return names
}
