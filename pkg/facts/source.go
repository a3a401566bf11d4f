package facts

import (
	"net/netip"
	"regexp"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Source is an NTP server as a device names it. VRF is empty for the global table, and where it is not known.
type Source struct{ Address, VRF string }

// mostSources bounds what one device can make the auditor ask: it is the default of "ntp max-associations".
const mostSources = 100

// SourcesOf lists the NTP servers that a device is configured with or has associations with, its own clock left out. The
// table of associations does not print the VRF, so an address that the configuration names is taken from there.
func SourcesOf(d *snapshot.Device) []Source {
	var p parsed
	var n NTP
	p.readConfig(d)
	p.readAssociations(d, &n)
	var list []Source
	add := func(s Source) {
		if len(list) < mostSources && isHost(s.Address) && !OwnClock(s.Address) && !slices.ContainsFunc(list, s.same) {
			list = append(list, s)
		}
	}
	if p.config != nil {
		for _, s := range p.config.Servers {
			add(Source{Address: s.Address, VRF: text(s.VRF)})
		}
		for _, s := range p.config.SNTPServers {
			add(Source{Address: s.Address})
		}
	}
	for _, a := range n.Associations {
		s := Source{Address: a.Address, VRF: text(a.VRF)}
		if a.VRF == nil && slices.ContainsFunc(list, func(t Source) bool { return inventory.SameAddress(s.Address, t.Address) }) {
			continue
		}
		add(s)
	}
	return list
}

func (s Source) same(t Source) bool {
	return s.VRF == t.VRF && inventory.SameAddress(s.Address, t.Address)
}

// ntp-1.example.net
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\.?$`)

// isHost keeps what a device prints from being asked where it is neither an address nor a name.
func isHost(s string) bool {
	a, err := netip.ParseAddr(s)
	if err == nil {
		return !a.IsUnspecified() && !a.IsMulticast()
	}
	return hostName.MatchString(s)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
