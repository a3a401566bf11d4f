package facts

import (
	"net/netip"
	"regexp"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Source is an NTP server as a device names it. VRF is empty for the global table, and where it is not known.
type Source struct{ Address, VRF string }

// mostSources bounds what one device can make the auditor ask: it is the default of "ntp max-associations".
const mostSources = 100

// Sources lists the NTP servers that a device is configured with or has associations with, its reference clocks left out. The
// table of associations does not print the VRF, so an address that the configuration names is taken from there.
func (a *Sampler) Sources(d *snapshot.Device) []Source {
	p := a.system(d).parse(d, func(c platform.Command) bool { return tells(c, KindAssociations) || tells(c, KindConfig) })
	var list []Source
	type identity struct {
		AddressKey
		vrf string
	}
	taken, named := map[identity]bool{}, map[AddressKey]bool{}
	add := func(s Source) {
		id := identity{KeyOf(s.Address), s.VRF}
		if len(list) < mostSources && isHost(s.Address) && !taken[id] {
			list, taken[id], named[id.AddressKey] = append(list, s), true, true
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
	for _, row := range p.rows() {
		if row.VRF != nil || !named[KeyOf(row.Address)] {
			add(Source{Address: row.Address, VRF: text(row.VRF)})
		}
	}
	return list
}

// ntp-1.example.net
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\.?$`)

// isHost keeps what a device prints from being asked where it is neither an address nor a name, or a reference clock of its own.
func isHost(s string) bool {
	a, err := netip.ParseAddr(s)
	if err == nil {
		return !a.IsUnspecified() && !a.IsMulticast() && !isDriver(s)
	}
	return hostName.MatchString(s)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
