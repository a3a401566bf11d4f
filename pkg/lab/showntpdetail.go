package lab

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"
)

func showNTPAssociationsDetail(v *vty, _ []string) string {
	d := v.device
	now := d.lab.base.now()
	s := d.ntpState(now)
	if !s.enabled {
		return ntpOff
	}
	var b strings.Builder
	for i, a := range s.peers {
		b.WriteString(d.detail(a, i, now) + "\n")
	}
	return b.String()
}

// detail is the block of one association.
func (d *device) detail(a association, index int, now time.Time) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	old := d.spec.Legend == "old"
	mode, theirs := "client", "server"
	if a.symmetric {
		mode, theirs = "active", "active"
	}
	if a.last.IsZero() {
		theirs = "unspec"
	}
	poll := int(a.poll.Seconds())
	name := a.address
	if d.traits.vrfInDetail && a.vrf != "" {
		name += " vrf " + a.vrf
	}
	line("%s %s", name, strings.Join(a.flags(old), ", "))
	line("ref ID %s, time %s", padAddress(a.printedRefID(old)), d.peerStamp(a.view.reference))
	line("our mode %s, peer mode %s, our poll intvl %d, peer poll intvl %d", mode, theirs, poll, poll)
	line("root delay %.2f msec, root disp %.2f, reach %o, sync dist %.2f",
		milliseconds(a.view.rootDelay), milliseconds(a.view.rootDisp), a.reach, milliseconds(a.syncDistance(now)))
	jitter, version := "", a.version
	if !old {
		jitter = fmt.Sprintf(", jitter %.2f msec", 0.97*d.stable("jitter "+a.address))
	}
	line("delay %.2f msec, offset %.4f msec, dispersion %.2f%s", milliseconds(a.delay), milliseconds(a.offset), milliseconds(a.disp), jitter)
	line("precision 2**%d, version %d", max(a.view.precision, -a.view.precision), version)
	if !old {
		line("assoc id %d, assoc name %s", 21000+index, cmp.Or(a.name, a.address))
		sent := int(d.ntpUptime(now)/a.poll) + 1
		line("assoc in packets %d, assoc out packets %d, assoc error packets 0", min(sent, sent*a.reach), sent)
	}
	d.stamps(line, a, old)
	d.filters(line, a)
	if !old {
		line("minpoll = 6, maxpoll = 10")
	}
	return b.String()
}

// flags are the words of the first line, in the order of IOS.
func (a association) flags(old bool) []string {
	flags := []string{"configured"}
	if !a.configured {
		flags[0] = "dynamic"
	}
	if !old {
		flags = append(flags, ipVersion(a.address))
	}
	if a.signed {
		flags = append(flags, "authenticated")
	}
	switch a.tally {
	case '*':
		flags = append(flags, "our_master")
	case '#':
		flags = append(flags, "selected")
	case '+':
		flags = append(flags, map[bool]string{true: "selected", false: "candidate"}[old])
	}
	if a.usable() && a.tally != 'x' || a.local {
		flags = append(flags, "sane", "valid")
	} else if a.usable() {
		flags = append(flags, "sane", "invalid")
	} else {
		flags = append(flags, "insane", "invalid")
	}
	if a.view.stratum >= 16 {
		flags = append(flags, "unsynced")
	}
	return append(flags, "stratum "+itoa(a.view.stratum))
}

func ipVersion(address string) string {
	if strings.Contains(address, ":") {
		return "ipv6"
	}
	return "ipv4"
}

// padAddress pads an address as new code does before the comma.
func padAddress(refID string) string {
	if strings.HasPrefix(refID, ".") {
		return refID
	}
	return fmt.Sprintf("%-15s", refID)
}

// syncDistance is the root distance of a peer, RFC 5905 §11.1.
func (a association) syncDistance(now time.Time) time.Duration {
	if a.last.IsZero() {
		return 16 * time.Second
	}
	return (a.view.rootDelay+a.delay)/2 + a.view.rootDisp + a.disp + rootGrowth(now.Sub(a.last))
}

// peerStamp is a timestamp of somebody else's clock, in this device's zone.
func (d *device) peerStamp(shown time.Time) string {
	if shown.IsZero() {
		return d.ntpStamp(time.Time{})
	}
	stamp := ntpTime(shown)
	return fmt.Sprintf("%08X.%08X (%s)", stamp>>32, stamp&math.MaxUint32, d.timeText(shown, true))
}

// stamps writes the three stamps of the last packet. A client's origin stamp is never set in new code.
func (d *device) stamps(line func(string, ...any), a association, old bool) {
	receive := "rec"
	if old {
		receive = "rcv"
	}
	line("org time %s", d.ntpStamp(time.Time{}))
	line("%s time %s", receive, d.ntpStamp(a.last))
	line("xmt time %s", d.ntpStamp(a.last))
}

// filters writes the last eight samples, newest first.
func (d *device) filters(line func(string, ...any), a association) {
	var delays, offsets, errors strings.Builder
	source := d.lab.sourceAt(a.address)
	for n := range 8 {
		delay, offset, grown := time.Duration(0), time.Duration(0), 16*time.Second
		if source != nil && !a.last.IsZero() && a.reach>>n&1 == 1 {
			polled := a.last.Add(-time.Duration(n) * a.poll)
			delay, offset = d.measure(source, a.address, polled, a.delay, n)
			grown = time.Millisecond + rootGrowth(time.Duration(n)*a.poll)
		}
		fmt.Fprintf(&delays, "%8.2f", milliseconds(delay))
		fmt.Fprintf(&offsets, "%8.2f", milliseconds(offset))
		fmt.Fprintf(&errors, "%8.2f", milliseconds(grown))
	}
	line("filtdelay = %s", delays.String())
	line("filtoffset =%s", offsets.String())
	line("filterror = %s", errors.String())
}
