package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// authenticationChanges completes the pieces for one source; one that another finding takes
// away needs none. A number belongs to a pair: which one a server shares with this device is for its
// owner to say.
func authenticationChanges(p *check.Pass, s facts.ConfigServer) remedy {
	switch {
	case doomed(p, s.Address):
		return replaceLine(p, s)
	case s.Key == nil:
		return byHand(fmt.Sprintf("No key is put on the line of %s: which number, type and secret it shares with this device is for its owner to say. "+
			"Then define the key and trust it, put its number on the line, and switch on ntp authenticate last.", s.Address))
	}
	return keyChanges(p, *s.Key)
}

// keyChanges make a key count that a line names, Authenticate last, so that no source is refused
// in between. A key that is defined is not defined again: peers and clients hold what it is now.
func keyChanges(p *check.Pass, key int) remedy {
	var r remedy
	used, allowed := algorithm(p, key), p.Policy.Authentication.Algorithms
	switch {
	case used == undefined:
		r.changes = append(r.changes, show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: key, Type: bestAlgorithm(p)}})
	case len(allowed) > 0 && !slices.Contains(allowed, used):
		r.reasons = append(r.reasons, fmt.Sprintf("Key %d is not redefined: whoever shares it holds the old one under that number. "+
			"Agree with the owners on a free number for a key of type %s, define and trust it, and move one source after the other.", key, strings.Join(allowed, " or ")))
	}
	if !p.Config.Trusted.Contains(key) {
		r.changes = append(r.changes, show.Change{Verb: show.Trust, Key: &show.KeyNumber{Number: key}})
	}
	switch unproven := unprovenKeys(p); {
	case p.Config.Authenticate:
	case len(unproven) == 0:
		r.changes = append(r.changes, show.Change{Verb: show.Authenticate})
	default:
		r.reasons = append(r.reasons, fmt.Sprintf("ntp authenticate is left to you: the keys of %s were never seen to work, and with it a source whose key differs is lost. "+
			"Check number, type and secret with the owner of each first.", list(unproven)))
	}
	return r
}

// unprovenKeys names the sources with a key on their line whose replies the device does not call authenticated.
func unprovenKeys(p *check.Pass) []string {
	proven := make(map[facts.AddressKey]bool)
	if p.NTP != nil {
		for _, a := range p.NTP.Associations {
			if a.Authenticated != nil && *a.Authenticated {
				proven[facts.KeyOf(a.Address)] = true
			}
		}
	}
	var names []string
	for _, s := range p.Config.Servers {
		if s.Key != nil && !proven[facts.KeyOf(s.Address)] {
			names = append(names, s.Address)
		}
	}
	return names
}

// bestAlgorithm is the first that the policy accepts; empty: the platform's own best.
func bestAlgorithm(p *check.Pass) string {
	if accepted := p.Policy.Authentication.Algorithms; len(accepted) > 0 {
		return accepted[0]
	}
	return ""
}
