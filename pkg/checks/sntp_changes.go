package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// stopSNTP takes the lines away that make the device a client of SNTP: IOS keeps SNTP from working once NTP has started.
func stopSNTP(p *check.Pass) (r remedy) {
	if p.Config == nil {
		return r
	}
	for _, words := range []string{"sntp server", "sntp broadcast client", "sntp multicast client"} {
		for _, line := range p.Config.Evidence(words) {
			r.changes = append(r.changes, show.Change{Verb: show.StopSNTP, Line: strings.TrimSpace(line)})
		}
	}
	return r
}

// fromSNTP moves a client of SNTP to NTP: with its own servers where none of them is wrong, else with others.
func fromSNTP(p *check.Pass) remedy {
	r, wrong := startNTP(p), knownWrong(p)
	moved := false
	for _, address := range sntpServers(p) {
		if wrong[facts.KeyOf(address)] || doomed(p, address) {
			continue
		}
		moved = true
		r = r.and(addSource(p, candidate{address: address, node: -1, why: address + ": its server of SNTP"}))
	}
	if !moved {
		return addSources(p)
	}
	if wantsKeys(p) {
		r = r.and(authenticate(p))
	}
	return r
}
