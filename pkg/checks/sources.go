package checks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// configured lists the "ntp server" and "ntp peer" lines, one for each (VRF, address), the
// device's own clock left out. It is empty where the configuration is not known.
func configured(p *check.Pass) []facts.ConfigServer {
	if p.Config == nil {
		return nil
	}
	var list []facts.ConfigServer
	for _, s := range p.Config.Servers {
		same := func(t facts.ConfigServer) bool {
			return inventory.SameAddress(s.Address, t.Address) && vrf(s.VRF) == vrf(t.VRF)
		}
		if !facts.OwnClock(s.Address) && !slices.ContainsFunc(list, same) {
			list = append(list, s)
		}
	}
	return list
}

func vrf(name *string) string {
	if name == nil {
		return ""
	}
	return *name
}

// sourceLine finds the configuration line of an association. The table does not print the
// VRF, so an association without one matches any.
func sourceLine(p *check.Pass, a facts.Association) (facts.ConfigServer, bool) {
	for _, s := range configured(p) {
		if inventory.SameAddress(s.Address, a.Address) && (a.VRF == nil || *a.VRF == vrf(s.VRF)) {
			return s, true
		}
	}
	return facts.ConfigServer{}, false
}

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

// replaceSources takes sources away, after adding what must stand in for them: as many as
// the policy asks for, and one at least.
func replaceSources(p *check.Pass, wrong []facts.Association) []string {
	missing := max(1, p.Policy.Sources.Min) - (sourceCount(p) - len(wrong))
	lines := addSources(p, missing)
	for _, a := range wrong {
		lines = append(lines, removeSource(p, a)...)
	}
	return lines
}

// serverLine is the part of a line that identifies it.
func serverLine(s facts.ConfigServer) string {
	return fmt.Sprintf("ntp %s %s%s", s.Type, inVRF(s.VRF), s.Address)
}

func inVRF(name *string) string {
	if name == nil || *name == "" {
		return ""
	}
	return "vrf " + *name + " "
}

// addSources suggests lines for n more sources: approved ones first, then the servers that
// the rest of the fleet uses and that were measured right, in the VRF that the device uses
// for its other sources. What cannot be suggested is a placeholder.
func addSources(p *check.Pass, n int) []string {
	var lines []string
	taken := func(address string) bool {
		return hasSource(p, address) || slices.ContainsFunc(p.KnownBy, func(own netip.Addr) bool {
			return inventory.SameAddress(own.String(), address)
		})
	}
	prefix := "ntp server " + inVRF(commonVRF(p))
	for _, address := range candidates(p) {
		line := prefix + address
		if len(lines) < n && !taken(address) && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for len(lines) < n {
		lines = append(lines, fmt.Sprintf("%s<address %d>", prefix, len(lines)+1))
	}
	return lines
}

// candidates lists the addresses that a device might well take time from, best first.
func candidates(p *check.Pass) []string {
	if approved := p.Policy.Sources.Approved; len(approved) > 0 {
		return approved
	}
	var list []string
	for _, i := range p.Graph.Servers() {
		node := p.Graph.Nodes[i]
		wrong := node.Measured != nil && node.Measured.Verdict == facts.Falseticker
		if kind, _ := p.Graph.Root(i); kind == topology.Rooted && !wrong {
			list = append(list, node.Address)
		}
	}
	return list
}

func hasSource(p *check.Pass, address string) bool {
	for _, s := range configured(p) {
		if inventory.SameAddress(s.Address, address) {
			return true
		}
	}
	if p.NTP == nil {
		return false
	}
	return slices.ContainsFunc(p.NTP.Associations, func(a facts.Association) bool {
		return inventory.SameAddress(a.Address, address)
	})
}

// commonVRF is the VRF that all configured sources share, if they do.
func commonVRF(p *check.Pass) *string {
	var common *string
	for i, s := range configured(p) {
		if i > 0 && vrf(common) != vrf(s.VRF) {
			return nil
		}
		common = s.VRF
	}
	return common
}

// isName reports whether a source is configured by name rather than by address.
func isName(address string) bool {
	_, err := netip.ParseAddr(address)
	return err != nil
}

// subjectName tells the sources of a device apart.
func subjectName(address string, vrf *string) string {
	return strings.TrimSpace(address + " " + strings.TrimSpace(inVRF(vrf)))
}
