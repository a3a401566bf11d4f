package checks

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// configured lists the "ntp server" and "ntp peer" lines, one for each (VRF, address), the
// device's own clock left out. It is empty where the configuration is not known.
func configured(p *check.Pass) []facts.ConfigServer {
	if p.Config == nil {
		return nil
	}
	return p.Config.Sources()
}

func vrf(name *string) string {
	if name == nil {
		return ""
	}
	return *name
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

// isName reports whether a source is configured by name rather than by address.
func isName(address string) bool {
	_, err := netip.ParseAddr(address)
	return err != nil
}

// subjectName tells the sources of a device apart.
func subjectName(address string, vrf *string) string {
	return strings.TrimSpace(address + " " + strings.TrimSpace(inVRF(vrf)))
}
