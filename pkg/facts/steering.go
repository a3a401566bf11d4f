package facts

import (
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// NeverSteered reports whether the clock shows that nothing has ever set it.
func (c *Clock) NeverSteered() bool { return c != nil && (c.NeverSet || c.Source == "none") }

// SteeredBySNTP reports whether SNTP holds the clock: the clock names it as its source, and says that it was set. It is not
// known where the source is not shown.
func (d *Device) SteeredBySNTP() (yes, known bool) {
	switch c := d.Clock; {
	case c == nil:
		return false, false
	case c.NeverSteered(), c.Authoritative != nil && !*c.Authoritative:
		return false, true
	}
	return hasPrefixFold(d.Clock.Source, "SNTP"), d.Clock.Source != ""
}

// TimeProtocol is what steers a clock in place of NTP, in the text of a clock or of a line: PTP, GNSS or GPS, whatever follows
// it, as in "ptp domain 0" and "PTP (grandmaster …)". Empty: none of them.
func TimeProtocol(text string) string {
	word := text
	if end := strings.IndexFunc(text, func(r rune) bool { return !isLetter(r) }); end >= 0 {
		word = text[:end]
	}
	switch name := strings.ToUpper(word); name {
	case "PTP", "GNSS", "GPS":
		return name
	}
	return ""
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// SteeredBy names what steers the clock in place of NTP and SNTP: PTP or a receiver. NTP may be on beside it, as it always is
// on NX-OS. A line about another protocol does not speak for a clock that names NTP as its source while NTP runs: it is meant
// for that of another VDC. Empty: neither, or not known.
func (d *Device) SteeredBy() string {
	if d.Clock != nil {
		if name := TimeProtocol(d.Clock.Source); name != "" {
			return name
		}
	}
	saysNTP := d.Clock != nil && hasPrefixFold(d.Clock.Source, "NTP") && !d.ntpOff()
	if d.Config == nil || d.Config.ClockProtocol == nil || saysNTP {
		return ""
	}
	return TimeProtocol(*d.Config.ClockProtocol)
}

// GivesTAI reports whether a clock that PTP steers is off by what TAI is ahead of UTC: 37 s since 2017. A second more or less is
// allowed for, as the next leap second may have either sign.
func (d *Device) GivesTAI() bool {
	const ahead, leap = 37 * time.Second, time.Second
	if d.Clock == nil || d.Clock.Offset == nil || d.SteeredBy() != "PTP" {
		return false
	}
	off := *d.Clock.Offset
	return off.Overlaps(interval.Around(ahead, leap)) && off.Width() < leap // a wider one shows nothing
}

// ntpOff reports whether the device says that NTP does not run.
func (d *Device) ntpOff() bool { return d.NTP != nil && d.NTP.Enabled != nil && !*d.NTP.Enabled }
