package platform

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// DoubtConfig takes back a configuration whose section holds fewer sources than another answer lists as configured: lines of
// it are missing. Nothing ends a section of some systems, and what an account may not read may be left out of one without a
// word. Lines about NTP that were not understood may be sources, and where an interface sends broadcasts to may be listed.
func (r *Reader) DoubtConfig(section, list string, configured int) {
	c := r.State.Config
	if c == nil {
		return
	}
	held := len(c.Servers)
	for _, line := range c.Unparsed {
		if strings.HasPrefix(strings.TrimSpace(line), "ntp") {
			held++
		}
	}
	for _, i := range c.InterfaceNTP {
		if sends(i.Line) {
			held++
		}
	}
	if configured <= held {
		return
	}
	r.State.Config = nil
	r.Gap(show.KindConfig, section, fmt.Sprintf("%s: not whole: it holds %d sources, and %s lists %d configured", section, held, list, configured))
}

// sends reports whether a line below an interface makes it send broadcasts or multicasts, and not listen to them.
func sends(line string) bool {
	words := strings.Fields(line)
	return (slices.Contains(words, "broadcast") || slices.Contains(words, "multicast")) && !slices.Contains(words, "client")
}

// IsOwnClock recognizes 127.127.x.x, as "ntp master" shows the device's own clock among its sources.
func IsOwnClock(address string) bool {
	a, err := netip.ParseAddr(address)
	return err == nil && a.Is4() && a.As4()[0] == 127 && a.As4()[1] == 127
}
