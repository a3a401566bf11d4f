package report

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// judgedBy are the editions that any device was judged by, in the order of the first device that was.
func judgedBy(fleet *facts.Fleet, p *policy.Policy) []*policy.Edition {
	var editions []*policy.Edition
	for i := range fleet.Devices {
		editions = append(editions, p.For(fleet.Devices[i].Found()).JudgedBy...)
	}
	return unique(editions)
}

func newEditions(editions []*policy.Edition) []Edition {
	list := make([]Edition, len(editions))
	for i, e := range editions {
		list[i] = Edition{e.ID, e.Title(), Optional(e.Version), Optional(e.Published), e.VerifiedOn}
	}
	return list
}

// editionsText names the editions that devices were judged by, with their dates. Empty: none.
func (r *Report) editionsText() string {
	texts := make([]string, len(r.Policy.Editions))
	for i, e := range r.Policy.Editions {
		dates := "verified on " + e.VerifiedOn
		if e.Published != "" {
			dates = "published " + string(e.Published) + ", " + dates
		}
		texts[i] = fmt.Sprintf("%s (%s)", e.Framework, dates)
	}
	return strings.Join(texts, ", ")
}

// stale names the editions that were last compared with their text more than a year ago, by the reference's clock: a newer
// one may ask for something else.
func stale(fleet *facts.Fleet, editions []*policy.Edition) []string {
	var notes []string
	for _, e := range editions {
		if e.Stale(fleet.ReferenceTime()) {
			notes = append(notes, fmt.Sprintf("%s was last compared with its text on %s: look for a newer one at %s", e.Title(), e.VerifiedOn, e.Source))
		}
	}
	return notes
}

// withoutEdition names the platforms of the fleet for which the policy is a benchmark without an edition: their devices are
// held against what it asks of others.
func withoutEdition(fleet *facts.Fleet, p *policy.Policy) []string {
	var notes []string
	for i := range fleet.Devices {
		d := &fleet.Devices[i]
		if d.OS == nil || !d.Outcome.Answered() {
			continue
		}
		found := d.Found()
		switch reason, title := p.For(found).LacksEdition(found), d.OS.Title; reason {
		case policy.NoEdition:
			notes = append(notes, fmt.Sprintf("policy %s has no edition for %s: judged by its settings; the findings name no control of it", p.Name, title))
		case policy.NoRole:
			notes = append(notes, fmt.Sprintf("policy %s: the findings of some devices with %s name no control, as it depends on their role; write role: router or role: switch in the inventory", p.Name, title))
		}
	}
	return unique(notes)
}
