package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// pooled reports whether devices reach an address by the name of a pool alone: who answers at such an address tomorrow is not
// theirs to say, so it is on no line.
func pooled(p *check.Pass, address string) bool {
	type key struct{}
	return check.OnceForAll(p, key{}, func() map[facts.AddressKey]bool {
		reached := map[facts.AddressKey]bool{}
		for i := range p.Fleet.Devices {
			if d := &p.Fleet.Devices[i]; d.NTP != nil && d.Config != nil && usesPool(d) {
				markPooled(reached, d)
			}
		}
		for i := range p.Fleet.Devices {
			if c := p.Fleet.Devices[i].Config; c != nil {
				for _, s := range c.Servers {
					delete(reached, facts.KeyOf(s.Address))
				}
			}
		}
		return reached
	})[facts.KeyOf(address)]
}

func usesPool(d *facts.Device) bool {
	for _, s := range d.Config.Servers {
		if poolName(s.Address) {
			return true
		}
	}
	return false
}

// markPooled marks the rows that stand for the name of a pool, and those that may: no line explains them.
func markPooled(reached map[facts.AddressKey]bool, d *facts.Device) {
	lines := d.RowLines()
	for i, a := range d.NTP.Associations {
		if !a.OwnClock() && (lines[i] == nil || poolName(lines[i].Address)) {
			reached[facts.KeyOf(a.Address)] = true
		}
	}
}

// poolName reports whether a source is the name of a pool, such as 0.pool.ntp.org.
func poolName(name string) bool {
	return isName(name) && strings.Contains(strings.ToLower(name), "pool")
}
