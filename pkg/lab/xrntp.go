package lab

import (
	"fmt"
	"strings"
	"time"
)

// xrNTPStatus is the status of IOS with the habits of IOS-XR: no uptime, no full stop at the end, and the state of
// authentication.
func xrNTPStatus(v *vty, _ []string) string {
	d := v.device
	now := d.lab.base.now()
	s := d.ntpState(now)
	if !s.enabled {
		return ntpOff
	}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	old := d.spec.Legend == "old"
	nominal, precision := 1e9, 23
	if old {
		nominal, precision = 1000, 24
	}
	drift := 30e-6 * (2*d.stable("crystal") - 1)
	actual := nominal * (1 - drift)
	if d.spec.IOSXR.OddFrequency {
		actual = -303831165.7828
	}
	line("\n%s", strings.TrimRight(s.firstLine(), " "))
	line("nominal freq is %.4f Hz, actual freq is %.4f Hz, precision is 2**%d", nominal, actual, precision)
	line("reference time is %s", xrStamp(d, s.updated))
	line("clock offset is %.3f msec, root delay is %.3f msec", milliseconds(s.offset), milliseconds(s.rootDelay))
	line("root dispersion is %.2f msec, peer dispersion is %.2f msec", milliseconds(s.rootDisp), milliseconds(s.peerDisp))
	if old {
		return b.String()
	}
	state := d.loopFilter(s)
	line("loopfilter state is '%s' (%s), drift is %.10f s/s", state, loopFilterText(state), drift)
	if s.updated.IsZero() {
		line("system poll interval is %d, never updated", d.spec.NTP.Poll)
	} else {
		line("system poll interval is %d, last update was %d sec ago", d.spec.NTP.Poll, int(now.Sub(s.updated).Seconds()))
	}
	if d.current().keys.authenticate {
		line("authenticate is enabled")
	}
	return b.String()
}

// xrStamp is an NTP timestamp; never is written as 1970.
func xrStamp(d *device, at time.Time) string {
	if at.IsZero() {
		return "00000000.00000000 (00:00:00.000 UTC Thu Jan  1 1970)"
	}
	return d.ntpStamp(at)
}

func xrAssociations(v *vty, _ []string) string {
	d := v.device
	now := d.lab.base.now()
	s := d.ntpState(now)
	if !s.enabled {
		return ntpOff
	}
	old := d.spec.Legend == "old"
	var b strings.Builder
	b.WriteString("\n      address         ref clock     st  when  poll reach  delay  offset    disp\n")
	for _, a := range s.peers {
		tally, disp := a.tally, xrNumber(milliseconds(a.disp), 7, 3)
		if old && tally == 'x' {
			tally = ' '
		}
		if a.disp >= maxDispersion {
			disp = map[bool]string{true: "16000.", false: "15937"}[old]
		}
		b.WriteString(xrAddress(d, a, tally))
		fmt.Fprintf(&b, "%-15s %3d %5s %5d %4o %7s %7s %7s\n", a.printedRefID(old), a.view.stratum, a.when(now), int(a.poll.Seconds()), a.reach,
			xrNumber(milliseconds(a.delay), 7, 2), xrNumber(milliseconds(a.offset), 7, 3), disp)
	}
	if old {
		b.WriteString(" * master (synced), # master (unsynced), + selected, - candidate, ~ configured\n")
	} else {
		b.WriteString(" * sys_peer, # selected, + candidate, - outlayer, x falseticker, ~ configured\n")
	}
	return b.String()
}

// xrAddress is the beginning of a row. What follows a VRF or a long address stands on a line of its own.
func xrAddress(d *device, a association, tally byte) string {
	text := fmt.Sprintf("%c%c%s", tally, a.tilde(), a.address)
	if a.vrf != "" {
		text += " vrf " + a.vrf
	}
	const column = 19 // of the reference clock
	if a.vrf == "" && len(text) < column {
		return fmt.Sprintf("%-*s", column, text)
	}
	if d.spec.IOSXR.VRFIndent == "blanks" {
		return text + "\n" + strings.Repeat(" ", column-1)
	}
	return text + "\n\t\t   "
}

// xrNumber writes a number into a column, with fewer decimals where it is large.
func xrNumber(value float64, width, decimals int) string {
	for ; decimals > 0; decimals-- {
		if text := fmt.Sprintf("%.*f", decimals, value); len(text) <= width {
			return text
		}
	}
	return fmt.Sprintf("%.0f", value)
}
