package report

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// withoutEdition names the platforms of the fleet for which the policy is a benchmark without an edition: their devices are
// held against what it asks of others.
func withoutEdition(fleet *facts.Fleet, p *policy.Policy) []string {
	var notes []string
	for i := range fleet.Devices {
		d := &fleet.Devices[i]
		if d.OS == nil || !d.Outcome.Answered() {
			continue
		}
		if found := d.Found(); p.For(found).LacksEdition(found) {
			notes = append(notes, fmt.Sprintf("policy %s has no edition for %s: judged by its settings; the findings name no control of it", p.Name, d.OS.Title))
		}
	}
	return unique(notes)
}
