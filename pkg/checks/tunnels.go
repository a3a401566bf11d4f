package checks

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// certainty is what is known of the way that NTP takes to the sources.
type certainty int

const (
	wayUnknown     certainty = iota // for one source at least, routing decides
	throughTunnel                   // all leave through tunnels that need keys
	perhapsCovered                  // all leave through such a tunnel, or through an interface with a crypto map
)

// way is how NTP reaches the sources.
type way struct {
	certain    certainty
	interfaces []string // tunnels, and interfaces with a crypto map
	lines      []facts.Evidence
}

func (w way) text() string {
	switch w.certain {
	case throughTunnel:
		return "all sources leave through " + list(w.interfaces)
	case perhapsCovered:
		return "the crypto map of " + list(w.interfaces) + " may cover its NTP"
	}
	return "which way its sources are reached is not known"
}

// wayToSources looks where packets to the usable sources leave from; to all that are configured, where none is usable.
func wayToSources(p *check.Pass) way {
	var w way
	sources := usableLines(p)
	ways := map[certainty]int{}
	for _, s := range sources {
		name := sourceInterface(p, s)
		c, through := wayOut(p, name, vrf(s.VRF))
		ways[c]++
		for _, i := range through {
			if !slices.Contains(w.interfaces, i) {
				w.interfaces = append(w.interfaces, i)
			}
		}
		w.lines = append(w.lines, configLine(s.Line))
	}
	switch {
	case len(sources) == 0:
	case ways[throughTunnel] == len(sources):
		w.certain = throughTunnel
	case ways[throughTunnel]+ways[perhapsCovered] == len(sources):
		w.certain = perhapsCovered
	}
	return w
}

// usableLines are the lines of the sources that can be followed. How a row without a line of its own is reached is not known.
func usableLines(p *check.Pass) []facts.ConfigServer {
	var lines []facts.ConfigServer
	for _, a := range realSources(p) {
		if !a.Usable() {
			continue
		}
		s, _ := sourceLine(p, a)
		lines = append(lines, s)
	}
	if len(lines) == 0 {
		return configured(p)
	}
	return lines
}

// wayOut tells what packets pass through that carry the address of an interface, or else are of a VRF. Of any interface but
// a tunnel the address says nothing: routing decides.
func wayOut(p *check.Pass, name, vrf string) (c certainty, through []string) {
	if name == "" {
		return wayOutOfVRF(p, vrf)
	}
	for _, i := range p.Config.Interfaces {
		if !strings.EqualFold(i.Name, name) {
			continue
		}
		switch {
		case i.TunnelProtection != "":
			return throughTunnel, []string{i.Name}
		case i.CryptoMap != "":
			return perhapsCovered, []string{i.Name}
		}
	}
	return wayUnknown, nil
}

// wayOutOfVRF knows the way where a VRF has tunnels only.
func wayOutOfVRF(p *check.Pass, name string) (c certainty, through []string) {
	if name == "" {
		return wayUnknown, nil
	}
	var all []show.Interface
	for _, i := range p.Config.Interfaces {
		if i.VRF == name && !i.Shutdown && len(i.Addresses) > 0 && !strings.HasPrefix(strings.ToLower(i.Name), "loopback") {
			all = append(all, i)
		}
	}
	for _, i := range all {
		if i.TunnelProtection == "" {
			return wayUnknown, nil
		}
		through = append(through, i.Name)
	}
	if len(all) == 0 {
		return wayUnknown, nil
	}
	return throughTunnel, through
}
