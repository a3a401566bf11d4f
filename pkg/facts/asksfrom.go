package facts

import (
	"net/netip"
	"strings"
)

// AsksFrom lists the addresses that packets of the device to a source may come from, those of one family or both: the addresses of
// the interface that the line of the source names, or "ntp source"; without either, or where the interface shows none, all that
// the device is known by. Empty: none is known.
func (d *Device) AsksFrom(s ConfigServer) []netip.Addr {
	name := d.asksThrough(s)
	if name == "" || d.Config == nil {
		return d.KnownBy
	}
	var list []netip.Addr
	for _, i := range d.Config.Addresses {
		if a, err := netip.ParseAddr(i.Address); err == nil && sameInterface(i.Interface, name) && !a.IsLinkLocalUnicast() {
			list = append(list, a.Unmap().WithZone(""))
		}
	}
	if len(list) == 0 {
		return d.KnownBy
	}
	return list
}

// asksThrough is the interface whose address packets to a source carry; empty: routing chooses.
func (d *Device) asksThrough(s ConfigServer) string {
	switch {
	case s.Source != nil:
		return *s.Source
	case d.Config == nil:
		return ""
	case text(s.VRF) == "" && d.Config.NTPSource != nil:
		return *d.Config.NTPSource
	}
	for _, own := range d.Config.NTPSourceVRF {
		if own.VRF == text(s.VRF) {
			return own.Interface
		}
	}
	return ""
}

// sameInterface compares names as a device does: "Loopback 0" is loopback0.
func sameInterface(a, b string) bool {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }
	return plain(a) == plain(b)
}
