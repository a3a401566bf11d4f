package checks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// removeSource undoes the line of a source. A source without a line, such as a peer that
// chose this device, cannot be undone here.
func removeSource(p *check.Pass, a facts.Association) []string {
	s, ok := sourceLine(p, a)
	switch {
	case ok:
		return []string{"no " + serverLine(s)}
	case p.Config == nil && a.Configured:
		return []string{"no ntp server " + a.Address}
	}
	return nil
}

// replaceSources takes sources away, after adding what must stand in for them.
func replaceSources(p *check.Pass, gone ...facts.Association) remedy {
	var removal []string
	left := map[facts.AddressKey]bool{}
	for _, a := range gone {
		removal = append(removal, removeSource(p, a)...)
		left[facts.KeyOf(a.Address)] = true
	}
	return replace(p, removal, left)
}

// replaceLine takes the line of a source away, after adding what must stand in for it.
func replaceLine(p *check.Pass, s facts.ConfigServer) remedy {
	return replace(p, []string{"no " + serverLine(s)}, map[facts.AddressKey]bool{facts.KeyOf(s.Address): true})
}

// replace takes lines away. Where no other source works, and none can be added by lines, they
// stay: a source that is wrong is found out, and none at all leaves the clock to itself.
func replace(p *check.Pass, removal []string, gone map[facts.AddressKey]bool) remedy {
	added := addSources(p)
	if len(removal) == 0 || len(added.lines) > 0 || works(p, gone) {
		return added.and(lines(removal...))
	}
	return added.and(byHand(fmt.Sprintf("Only when another source works: %s.", strings.Join(removal, ", "))))
}

// works reports whether the device could follow a source besides those that go.
func works(p *check.Pass, gone map[facts.AddressKey]bool) bool {
	return slices.ContainsFunc(realSources(p), func(a facts.Association) bool {
		return a.Usable() && !gone[facts.KeyOf(a.Address)] && !doomed(p, a.Address)
	})
}

// serverLine is the part of a line that identifies it.
func serverLine(s facts.ConfigServer) string {
	return "ntp " + s.Type + " " + inVRF(s.VRF) + family(s) + s.Address
}

func inVRF(name *string) string {
	if name == nil || *name == "" {
		return ""
	}
	return "vrf " + *name + " "
}

// family is the word that says as what a name is to be looked up, as the line has it.
func family(s facts.ConfigServer) string {
	words := strings.Fields(s.Line)
	if i := slices.Index(words, s.Address); i > 0 && (words[i-1] == "ip" || words[i-1] == "ipv6") {
		return words[i-1] + " "
	}
	return ""
}

// wantedLine is the whole line of a source, with the interface that the policy asks for where
// it lacks that. Entering a line again replaces its options, so every check that changes the
// line of a source suggests this one.
func wantedLine(p *check.Pass, s facts.ConfigServer) string {
	if name, ok := ownInterface(p, s); ok {
		s.Source = &name
	}
	words := []string{serverLine(s)}
	add := func(wanted bool, option ...string) {
		if wanted {
			words = append(words, option...)
		}
	}
	number := func(name string, value *int) {
		if value != nil {
			words = append(words, name, strconv.Itoa(*value))
		}
	}
	add(s.Burst, "burst") // in the order in which IOS prints them
	add(s.IBurst, "iburst")
	number("key", s.Key)
	number("minpoll", s.MinPoll)
	number("maxpoll", s.MaxPoll)
	add(s.NormalSync, "normal-sync")
	add(s.Prefer, "prefer")
	if s.Source != nil {
		add(true, "source", *s.Source)
	}
	number("version", s.Version)
	return strings.Join(words, " ")
}
