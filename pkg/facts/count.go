package facts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// SourceCount is how many sources of time a device has. A source is an address in a VRF, or a name, or a receiver that is
// attached to the device; the device's own clock is none. Where a count is not known, the number is the least that it can be.
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

// Text is the count as tables show it: usable of configured, and what nobody configured behind a plus: "3/4", "1/0+1". What is
// not known is a question mark: "?/3". Empty: neither is known.
func (c SourceCount) Text() string {
	if !c.ConfiguredKnown && !c.UsableKnown {
		return ""
	}
	text := numberText(c.Usable, c.UsableKnown) + "/" + numberText(c.Configured, c.ConfiguredKnown)
	if c.UsableKnown && c.Dynamic > 0 {
		text += "+" + strconv.Itoa(c.Dynamic)
	}
	return text
}

func numberText(n int, known bool) string {
	if !known {
		return "?"
	}
	return strconv.Itoa(n)
}

// Sources counts the sources of the device.
func (d *Device) Sources() SourceCount { return d.CountSources(func(string) bool { return true }) }

// CountSources counts those of the sources that are wanted, by address or name. A table that was cut, and a line about sources
// that was not understood, hide others. Where NTP is off the servers of SNTP count.
func (d *Device) CountSources(wanted func(address string) bool) SourceCount {
	var c SourceCount
	receivers := 0
	if d.Config != nil {
		for _, s := range d.Config.Sources() {
			if wanted(s.Address) {
				c.Configured++
			}
		}
		c.ConfiguredKnown = !slices.ContainsFunc(d.Config.Unparsed, aboutSources)
		receivers = len(d.Config.Refclocks)
	}
	rows := c.countRows(d, wanted)
	c.Configured += max(receivers, rows)
	if d.ntpOff() {
		c.countSNTP(d, wanted)
	}
	return c
}

// countRows counts what the table shows, and returns the receivers in it.
func (c *SourceCount) countRows(d *Device, wanted func(address string) bool) (receivers int) {
	if d.NTP == nil {
		return 0
	}
	for _, a := range d.NTP.Associations {
		if a.OwnClock() || !wanted(a.Address) {
			continue
		}
		switch {
		case a.Receiver() != "":
			receivers++
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
	return receivers
}

// countSNTP counts the sources of a device on which NTP is off. Whether they are usable, only the clock tells.
func (c *SourceCount) countSNTP(d *Device, wanted func(address string) bool) {
	steers, known := d.SteeredBySNTP()
	if d.Config == nil {
		_, never := d.Lacks(show.KindSNTP)
		c.ConfiguredKnown = c.ConfiguredKnown && never
		c.UsableKnown = c.UsableKnown && (never || known && !steers)
		return
	}
	servers := 0
	for _, s := range d.Config.SNTPServers {
		if wanted(s.Address) {
			servers++
		}
	}
	c.Configured += servers
	if d.Config.SNTPListens {
		c.Dynamic++
		servers++
	}
	switch {
	case servers > 0 && !known:
		c.UsableKnown = false
	case steers:
		c.Usable += servers
	}
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
		if !seen[id] && !isDriver(s.Address) {
			list = append(list, s)
		}
		seen[id] = true
	}
	return list
}
