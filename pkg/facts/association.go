package facts

import (
	"math/bits"
	"net/netip"
	"strings"

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

// Falseticker reports whether the device itself discards this source as wrong.
func (a Association) Falseticker() bool { return a.Role == show.RoleFalseticker }

// OwnClock reports whether the source is the device's own clock, as "ntp master" shows it.
func (a Association) OwnClock() bool { return OwnClock(a.Address) }

// Upstream is what the source follows, as the table shows it. Empty: it does not.
func (a Association) Upstream() string { return text(a.RefClock) }

// Answered is how many of the last 8 polls the source answered.
func (a Association) Answered() int { return bits.OnesCount8(uint8(a.Reach)) }

// Usable reports whether the device could follow this source: it answers, it is
// synchronized itself, and the device does not take it for a falseticker.
func (a Association) Usable() bool {
	followable := a.Stratum > 0 && a.Stratum < 16 || a.OwnClock()
	return followable && a.Reach != 0 && !a.Falseticker()
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

// OwnClock reports whether an address or reference identifier stands for a computer's own,
// undisciplined clock: 127.127.x.x, or LOCL with or without dots.
func OwnClock(ref string) bool {
	if strings.Trim(ref, ".") == "LOCL" {
		return true
	}
	addr, err := netip.ParseAddr(ref)
	return err == nil && addr.Is4() && addr.As4()[0] == 127 && addr.As4()[1] == 127
}
