package lab

import (
	"fmt"
	"math"
	"net/netip"
	"strings"
	"time"
)

// ntpOff is the answer of every NTP command where NTP does not run. There is no blank behind the percent sign.
const ntpOff = "%NTP is not enabled.\n"

func showNTPAssociations(v *vty, _ []string) string {
	now := v.device.lab.base.now()
	s := v.device.ntpState(now)
	apart := v.device.spec.NTP.Columns == columnsApart
	switch {
	case !s.enabled:
		return ntpOff
	case v.device.spec.Legend == "old":
		return oldTable(s, now, apart)
	}
	return newTable(s, now, apart)
}

// columnsApart keeps a blank before a number that is as wide as its column, 1000 seconds and more among them.
const columnsApart = "apart"

// newTable is the table of NTPv4 code.
func newTable(s ntpState, now time.Time, apart bool) string {
	var b strings.Builder
	b.WriteString("\n  address         ref clock       st   when   poll reach  delay  offset   disp\n")
	for _, a := range s.peers {
		fmt.Fprintf(&b, "%c%c%-15s %-15s %2d%7s%7d%6o%s%s%s\n", a.tally, a.tilde(), a.address, a.printedRefID(false),
			a.view.stratum, a.when(now), int(a.poll.Seconds()), a.reach,
			cell(squeeze(a.delay, 6), 7, apart), cell(squeeze(a.offset, 7), 8, apart), cell(squeeze(a.disp, 6), 7, apart))
	}
	b.WriteString(" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n")
	return b.String()
}

// oldTable is the table of NTPv3 code. There "+" is a survivor, as "+" is in new code, and a
// falseticker carries no mark.
func oldTable(s ntpState, now time.Time, apart bool) string {
	var b strings.Builder
	b.WriteString("\n      address         ref clock     st  when  poll reach  delay  offset    disp\n")
	for _, a := range s.peers {
		tally, disp := a.tally, fmt.Sprintf("%.1f", milliseconds(a.disp))
		if tally == 'x' {
			tally = ' '
		}
		if tally == '*' && !s.synced {
			tally = '#'
		}
		if a.disp >= maxDispersion {
			disp = "16000."
		}
		fmt.Fprintf(&b, "%c%c%-16s %-15s %3d%6s%6d%5o%s%s%s\n", tally, a.tilde(), a.address, a.printedRefID(true),
			a.view.stratum, a.when(now), int(a.poll.Seconds()), a.reach,
			cell(fmt.Sprintf("%.1f", milliseconds(a.delay)), 8, apart), cell(fmt.Sprintf("%.2f", milliseconds(a.offset)), 8, apart), cell(disp, 8, apart))
	}
	b.WriteString(" * master (synced), # master (unsynced), + selected, - candidate, ~ configured\n")
	return b.String()
}

// cell is a number at the right edge of its column.
func cell(number string, width int, apart bool) string {
	if apart && len(number) >= width {
		return " " + number
	}
	return fmt.Sprintf("%*s", width, number)
}

func (a association) tilde() byte {
	if a.configured {
		return '~'
	}
	return ' '
}

// printedRefID is the peer's own reference: an address, or a code between dots. Old code prints 0.0.0.0 of a peer
// that is not synchronized.
func (a association) printedRefID(old bool) string {
	switch {
	case old && a.view.stratum >= 16:
		return "0.0.0.0"
	case strings.Contains(a.view.refID, ":"): // on the wire an IPv6 address is a digest, and looks like IPv4
		return netip.AddrFrom4(refIDBytes(a.view.refID)).String()
	case strings.Contains(a.view.refID, "."):
		return a.view.refID
	case a.view.refID == "":
		return ".INIT."
	}
	return "." + a.view.refID + "."
}

// when is the seconds since the last packet, or "-".
func (a association) when(now time.Time) string {
	if a.last.IsZero() {
		return "-"
	}
	return fmt.Sprint(int(now.Sub(a.last).Seconds()))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// squeeze writes milliseconds into a column: three decimals, fewer where the number is large, and at last only
// the point, as in "15937.".
func squeeze(d time.Duration, width int) string {
	ms := milliseconds(d)
	for decimals := 3; decimals > 0; decimals-- {
		if text := fmt.Sprintf("%.*f", decimals, ms); len(text) <= width {
			return text
		}
	}
	return fmt.Sprintf("%.0f.", ms)
}

func showNTPStatus(v *vty, _ []string) string {
	d := v.device
	now := d.lab.base.now()
	s := d.ntpState(now)
	if !s.enabled {
		return ntpOff
	}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	nominal, precision, comma := 1000.0003, 14, ", "
	if d.spec.Clock.Tick >= 4*time.Millisecond || d.spec.Legend == "old" {
		nominal, precision = 250, 10
	}
	drift := 30e-6 * (2*d.stable("crystal") - 1)
	if d.spec.Legend == "old" {
		comma = ","
	}
	line("%s", s.firstLine())
	line("nominal freq is %.4f Hz%sactual freq is %.4f Hz, precision is 2**%d", nominal, comma, nominal*(1-drift), precision)
	if d.spec.Legend != "old" {
		line("ntp uptime is %d (1/100 of seconds), resolution is %.0f", d.ntpUptime(now)/(10*time.Millisecond)/100*100, 1e6/math.Round(nominal))
	}
	line("reference time is %s", d.ntpStamp(s.updated))
	line("clock offset is %.4f msec, root delay is %.2f msec", milliseconds(s.offset), milliseconds(s.rootDelay))
	line("root dispersion is %.2f msec, peer dispersion is %.2f msec", milliseconds(s.rootDisp), milliseconds(s.peerDisp))
	if d.spec.Legend == "old" {
		return b.String()
	}
	state := d.loopFilter(s)
	line("loopfilter state is '%s' (%s), drift is %.9f s/s", state, loopFilterText(state), drift)
	if s.updated.IsZero() {
		line("system poll interval is %d, never updated.", d.spec.NTP.Poll)
	} else {
		line("system poll interval is %d, last update was %d sec ago.", d.spec.NTP.Poll, int(now.Sub(s.updated).Seconds()))
	}
	return b.String()
}

func (s ntpState) firstLine() string {
	switch {
	case s.synced:
		return fmt.Sprintf("Clock is synchronized, stratum %d, reference is %-15s", s.stratum, s.reference)
	case s.reference != "":
		return fmt.Sprintf("Clock is unsynchronized, stratum %d, reference is %-15s", s.stratum, s.reference)
	}
	return "Clock is unsynchronized, stratum 16, no reference clock"
}

// ntpStamp is an NTP timestamp of the device's own clock and its text in the device's zone. Never is written as 1900.
func (d *device) ntpStamp(at time.Time) string {
	shown := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	if !at.IsZero() {
		shown = d.clock.read(at)
	}
	stamp := ntpTime(shown)
	return fmt.Sprintf("%08X.%08X (%s)", stamp>>32, stamp&math.MaxUint32, d.timeText(shown, true))
}

func (d *device) loopFilter(s ntpState) string {
	switch {
	case d.spec.NTP.Claims.LoopFilter != "":
		return d.spec.NTP.Claims.LoopFilter
	case s.synced || s.everSynced:
		return "CTRL"
	}
	return "NSET"
}

func loopFilterText(state string) string {
	switch state {
	case "NSET":
		return "Never set"
	case "FSET":
		return "Drift set from file"
	case "FREQ":
		return "Drift being measured"
	case "SPIK":
		return "Spike"
	}
	return "Normal Controlled Loop"
}
