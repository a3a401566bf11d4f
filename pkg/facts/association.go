package facts

import (
	"math/bits"
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Names of the values that checks pass around.
type (
	ConfigServer = show.ConfigServer
	Timestamps   = show.Timestamps
	Outcome      = snapshot.Outcome
	AddressKey   = inventory.AddressKey
)

// Unsupported is the outcome of a device that is none of the platforms that can be judged.
const Unsupported = snapshot.Unsupported

// KeyOf is the key by which addresses and names are compared.
func KeyOf(address string) AddressKey { return inventory.KeyOf(address) }

// KeyOfAddr is KeyOf an address that was parsed already.
func KeyOfAddr(a netip.Addr) AddressKey { return inventory.KeyOfAddr(a) }

// noData is the dispersion, in seconds, from which a row carries no measurement yet: it
// starts near 16 s and halves with each answer.
const noData = 4

// discarded reports whether the device marks this source as wrong. Some platforms and the old legend have no such mark: that it
// is absent means nothing there.
func (a Association) discarded() bool { return a.Role == show.RoleFalseticker }

// Upstream is what the source follows, as the table shows it. Empty: it does not.
func (a Association) Upstream() string { return text(a.RefClock) }

// Answered is how many of the last 8 polls the source answered.
func (a Association) Answered() int { return bits.OnesCount8(uint8(a.Reach)) }

// Usable reports whether the device could follow this source: it answers, it is synchronized itself, or a reference clock of
// the device, and the device does not take it for a falseticker.
func (a Association) Usable() bool {
	followable := a.Stratum > 0 && a.Stratum < 16 || a.Stratum == 0 && isDriver(a.Address)
	return followable && a.Reach != 0 && !a.discarded()
}

// Measured reports whether offset, delay and dispersion rest on any answers.
func (a Association) Measured() bool {
	return a.Reach != 0 && (a.Dispersion == nil || a.Dispersion.Seconds() < noData)
}

// Selected returns the source that the device follows. ok is false where it follows none,
// or where the table was not read.
func (n *NTP) Selected() (source Association, ok bool) {
	if n == nil {
		return Association{}, false
	}
	for _, a := range n.Associations {
		if a.Selected() {
			return a, true
		}
	}
	return Association{}, false
}
