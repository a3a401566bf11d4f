package fix

import (
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// blur marks the sources of which the table does not tell which line they stand for: rows of one address without a VRF, of which some
// work and some do not, and the names that may explain one of them. Each may be the one that works, so that taking it away may cost
// that; and none is certain to.
func (s *state) blur(d *facts.Device) {
	if d.NTP == nil {
		return
	}
	rows := make(map[facts.AddressKey][]int)
	at := 0
	for _, a := range d.NTP.Associations {
		if a.OwnClock() {
			continue
		}
		if a.Configured && a.VRF == nil {
			rows[facts.KeyOf(a.Address)] = append(rows[facts.KeyOf(a.Address)], at)
		}
		at++
	}
	unexplained := false
	for i := range at {
		group := rows[s.sources[i].key]
		if len(group) == 0 || group[0] != i || !s.mixed(group) {
			continue
		}
		for _, k := range group {
			unexplained = unexplained || s.sources[k].line == nil
			s.sources[k].usable, s.sources[k].blurred = true, true
		}
	}
	for i := at; unexplained && i < len(s.sources); i++ {
		if _, err := netip.ParseAddr(s.sources[i].address); err != nil {
			s.sources[i].usable, s.sources[i].blurred = true, true
		}
	}
}

// mixed reports whether some of several sources work and some do not.
func (s *state) mixed(group []int) bool {
	works := len(s.working(append([]int(nil), group...)))
	return 0 < works && works < len(group)
}

// certain lists the sources that work and are not taken for others.
func (s *state) certain() []int {
	return s.usable(func(x *source) bool { return !x.blurred })
}
