package facts

import (
	"slices"
	"strings"
)

// SourceCount is how many sources of time a device has. A source is an address in a VRF, or a
// name; the device's own clock is none. Where a count is not known, the number is the least
// that it can be.
type SourceCount struct {
	Configured      int // lines; rows marked as configured where the configuration was not read
	Dynamic         int // rows that no line stands for: broadcasts, peers that found the device
	Usable          int // rows that the device could follow, dynamic ones too
	ConfiguredKnown bool
	UsableKnown     bool // of Dynamic as well
}

// Have is how many sources there are, whoever brought them.
func (c SourceCount) Have() int { return c.Configured + c.Dynamic }

// Known reports whether there cannot be more than what was counted.
func (c SourceCount) Known() bool { return c.ConfiguredKnown && c.UsableKnown }

// Sources counts the sources of the device.
func (d *Device) Sources() SourceCount { return d.CountSources(func(string) bool { return true }) }

// CountSources counts those of the sources that are wanted, by address or name. A table that
// was cut, and a line about sources that was not understood, hide others.
func (d *Device) CountSources(wanted func(address string) bool) SourceCount {
	var c SourceCount
	if d.Config != nil {
		for _, s := range d.Config.Sources() {
			if wanted(s.Address) {
				c.Configured++
			}
		}
		c.ConfiguredKnown = !slices.ContainsFunc(d.Config.Unparsed, aboutSources)
	}
	if d.NTP == nil {
		return c
	}
	for _, a := range d.NTP.Associations {
		if a.OwnClock() || !wanted(a.Address) {
			continue
		}
		switch {
		case !a.Configured:
			c.Dynamic++
		case d.Config == nil:
			c.Configured++
		}
		if a.Usable() {
			c.Usable++
		}
	}
	c.UsableKnown = d.NTP.Known
	c.ConfiguredKnown = c.ConfiguredKnown || d.Config == nil && d.NTP.Known
	return c
}

// aboutSources reports whether a line of the configuration might name a source, or begins a
// block in which others do.
func aboutSources(line string) bool {
	return strings.TrimSpace(line) == "ntp" || strings.Contains(line, "ntp") && (strings.Contains(line, "server") || strings.Contains(line, "peer"))
}

// Sources lists the "ntp server" and "ntp peer" lines, the first for each (VRF, address), the
// device's own clock left out.
func (c *Config) Sources() []ConfigServer {
	type identity struct {
		AddressKey
		vrf string
	}
	seen := make(map[identity]bool, len(c.Servers))
	var list []ConfigServer
	for _, s := range c.Servers {
		id := identity{AddressKey: KeyOf(s.Address)}
		if s.VRF != nil {
			id.vrf = *s.VRF
		}
		if !seen[id] && !OwnClock(s.Address) {
			list = append(list, s)
		}
		seen[id] = true
	}
	return list
}
