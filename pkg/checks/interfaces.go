package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// interfacesKnown reports whether the interfaces of the device were read, so that one that is not among them is not there.
func interfacesKnown(p *check.Pass) bool {
	return p.Config != nil && len(p.Config.Interfaces) > 0 && !p.Config.Misread("interface")
}

// interfaceNamed finds an interface: "Loopback 0" is Loopback0.
func interfaceNamed(p *check.Pass, name string) (i show.Interface, there bool) {
	type key struct{}
	plain := func(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }
	places := check.Once(p, key{}, func() map[string]int {
		at := make(map[string]int, len(p.Config.Interfaces))
		for place := range p.Config.Interfaces {
			at[plain(p.Config.Interfaces[place].Name)] = place
		}
		return at
	})
	if place, there := places[plain(name)]; there {
		return p.Config.Interfaces[place], true
	}
	return i, false
}

// table names a VRF, or the table that is none.
func table(vrf string) string {
	if vrf == "" {
		return "the global table"
	}
	return "VRF " + vrf
}

// ownSourceOf reports whether a VRF has a source interface of its own.
func ownSourceOf(p *check.Pass, name string) bool {
	for _, own := range p.Config.NTPSourceVRF {
		if own.VRF == name {
			return true
		}
	}
	return false
}

// sourceLines are the lines that say from where packets to a source leave.
func sourceLines(p *check.Pass, s silentSource) []facts.Evidence {
	if s.line.Source != nil {
		return []facts.Evidence{configLine(s.line.Line)}
	}
	return append([]facts.Evidence{configLine(s.line.Line)}, configLines(p, "ntp source")...)
}
