package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A number belongs to a pair of client and server: that it works with one server says nothing of another. It is known where the
// inventory says so; else a placeholder stands for it, and the line is for a person.

// authenticationChanges completes the pieces for one source; one that another finding takes
// away needs none.
func authenticationChanges(p *check.Pass, s facts.ConfigServer) remedy {
	switch {
	case doomed(p, s.Address):
		return replaceLine(p, s)
	case s.Key == nil:
		return keyFor(p, s.Address).and(useKey(p, s), authenticate(p))
	}
	return keyChanges(p, s, *s.Key)
}

// keyChanges make a key count that a line names. One that is defined is not defined again: peers and clients hold what it is
// now. A better algorithm comes under a number of its own, to which the sources move one after the other.
func keyChanges(p *check.Pass, s facts.ConfigServer, key int) remedy {
	if used := algorithm(p, key); used != undefined && !bestThereIs(p, used) {
		return rekey(p, s, key, used)
	}
	return define(p, s, key).and(trust(p, key), authenticate(p))
}

// rekey moves a source from a key to one of an algorithm that the policy accepts.
func rekey(p *check.Pass, s facts.ConfigServer, old int, used string) remedy {
	number := newNumber(p, s, old)
	wanted := bestAlgorithm(p)
	r := changes(show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: number, Type: wanted}, Why: fmt.Sprintf(
		"new key for ntp-authentication (%s -> %s): the same number, type and secret on %s first, ask their owner; key %d stays in force until no line and no client uses it",
		used, wanted, list(sourcesWith(p, old)), old)})
	if algorithm(p, number) != undefined {
		r = remedy{}
	}
	moved := s.Whole()
	moved.Key = &number
	return r.and(trust(p, number), changes(
		show.Change{Verb: show.UseKey, Server: &moved, Line: s.Line},
		show.Change{Verb: show.Untrust, Key: &show.KeyNumber{Number: old}, Line: trustedLine(p, old)},
		show.Change{Verb: show.RemoveKey, Key: &show.KeyNumber{Number: old, Type: used}},
	), authenticate(p))
}

// keyFor defines and trusts the key that a server shares with the device, as far as that is missing.
func keyFor(p *check.Pass, address string) remedy {
	n, kind, known := sharedKey(p, address)
	if !known {
		return newKey(p, agreedWith(address))
	}
	var r remedy
	if algorithm(p, n) == undefined {
		r = changes(show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: n, Type: kind}})
	}
	return r.and(trust(p, n))
}

// sharedKey is the key that a server shares with the device by the inventory, as far as it can be used: the device has it, or its
// type is known; and the policy takes its algorithm.
func sharedKey(p *check.Pass, address string) (number int, kind string, known bool) {
	number, kind, known = p.Fleet.SharedKey(p.Device, address)
	used := algorithm(p, number)
	switch {
	case !known:
		return 0, "", false
	case used == undefined:
		used = kind
	case kind != "" && kind != used: // another key under the same number
		return 0, "", false
	}
	if used == "" || !bestThereIs(p, used) {
		return 0, "", false
	}
	return number, used, true
}

// sharedType is the type of a key on the line of a server: that of the inventory where it names this one, else the best there is.
func sharedType(p *check.Pass, s facts.ConfigServer, key int) string {
	if n, kind, known := sharedKey(p, s.Address); known && n == key {
		return kind
	}
	return bestAlgorithm(p)
}

// keyOn is the key that the line of a server names: its number, else what stands for it.
func keyOn(p *check.Pass, address string) (number *int, agreed string) {
	if n, _, known := sharedKey(p, address); known {
		return &n, ""
	}
	return nil, agreedWith(address)
}

// agreedWith stands for a number that is not known.
func agreedWith(address string) string {
	if show.IsPlaceholder(address) {
		return show.Placeholder("number agreed with its owner")
	}
	return show.Placeholder("number agreed with the owner of " + address)
}

// useKey puts a key on the line of a source, whose other options stay.
func useKey(p *check.Pass, s facts.ConfigServer) remedy {
	line := s.Whole()
	line.Key, line.KeyAgreed = keyOn(p, s.Address)
	return changes(show.Change{Verb: show.UseKey, Server: &line, Line: s.Line})
}

// define defines a key that the line of a source names, unless it is defined.
func define(p *check.Pass, s facts.ConfigServer, key int) remedy {
	if algorithm(p, key) != undefined {
		return remedy{}
	}
	return changes(show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: key, Type: sharedType(p, s, key)}})
}

func trust(p *check.Pass, key int) remedy {
	if p.Config.Trusted.Contains(key) {
		return remedy{}
	}
	return changes(show.Change{Verb: show.Trust, Key: &show.KeyNumber{Number: key}})
}

// mostKeys is how many keys one plan defines and trusts: a person has to agree each with an owner.
const mostKeys = 32

// authenticate switches the use of keys on, once each that a source has is defined and trusted: others would be refused.
func authenticate(p *check.Pass) remedy {
	type key struct{}
	return check.Once(p, key{}, func() (r remedy) {
		if p.Config.Authenticate {
			return r
		}
		done := map[int]bool{}
		for _, s := range configured(p) {
			if s.Key == nil || done[*s.Key] || doomed(p, s.Address) {
				continue
			}
			done[*s.Key] = true
			if len(done) > mostKeys {
				return byHand("No line is written for ntp authenticate: its sources have more than 32 keys. Define and trust each first, and switch it on last.")
			}
			r = r.and(define(p, s, *s.Key), trust(p, *s.Key))
		}
		return r.and(changes(show.Change{Verb: show.Authenticate}))
	})
}

// trustedLine is the line that trusts a key, alone or in a range; empty: none is known.
func trustedLine(p *check.Pass, key int) string {
	in := ""
	for _, r := range p.Config.Trusts {
		switch {
		case key < r.Low || key > r.High:
		case r.Low == r.High:
			return "ntp trusted-key " + r.Text()
		default:
			in = "ntp trusted-key " + r.Text()
		}
	}
	return in
}

// newNumber is the number under which a source gets another key: that which the inventory names, else a free one, the same for
// all sources that share the old one.
func newNumber(p *check.Pass, s facts.ConfigServer, old int) int {
	if n, _, known := sharedKey(p, s.Address); known && n != old {
		return n
	}
	free := freeNumbers(p)
	return free[slices.Index(weakKeys(p), old)]
}

// acceptable reports whether a key may be used: its algorithm is one that the policy takes, or it can still be defined.
func acceptable(p *check.Pass, n int) bool {
	used := algorithm(p, n)
	return used == undefined || bestThereIs(p, used)
}

// weakKeys are the keys on lines of sources whose algorithm the policy does not take, in rising order.
func weakKeys(p *check.Pass) []int {
	type key struct{}
	return check.Once(p, key{}, func() []int {
		var weak []int
		for _, s := range configured(p) {
			if s.Key != nil && !acceptable(p, *s.Key) && !slices.Contains(weak, *s.Key) {
				weak = append(weak, *s.Key)
			}
		}
		slices.Sort(weak)
		return weak
	})
}

// freeNumbers are as many numbers as there are weak keys: the lowest that are on no line, stand for no key and are in no range
// that is trusted; where ranges are trusted, above the highest in use.
func freeNumbers(p *check.Pass) []int {
	type key struct{}
	return check.Once(p, key{}, func() []int {
		taken, highest, ranges := map[int]bool{}, 0, false
		take := func(n int) { taken[n], highest = true, max(highest, n) }
		for n := range keysOf(p).types {
			take(n)
		}
		for _, s := range p.Config.Servers {
			if s.Key != nil {
				take(*s.Key)
			}
			if n, _, named := p.Fleet.SharedKey(p.Device, s.Address); named {
				take(n) // it is another key
			}
		}
		for _, r := range p.Config.Trusted {
			ranges = ranges || r.High > r.Low
			highest = max(highest, r.High)
		}
		var free []int
		next := 1
		if ranges {
			next = highest + 1
		}
		for ; len(free) < len(weakKeys(p)); next++ {
			if !taken[next] && !p.Config.Trusted.Contains(next) {
				free = append(free, next)
			}
		}
		return free
	})
}

// sourcesWith names the sources whose lines have a key.
func sourcesWith(p *check.Pass, key int) (names []string) {
	for _, s := range configured(p) {
		if s.Key != nil && *s.Key == key {
			names = append(names, s.Address)
		}
	}
	return names
}
