package lab

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// nxosTime is a clock line: "18:57:38.347 UTC Mon Oct 19 2015", or "07:18:32.193 PM CDT Mon Jul 02 2018".
func nxosTime(d *device) string {
	shown, milliseconds, _ := d.takeReading()
	s := d.current()
	local, label := s.zone.local(shown)
	layout := "15:04:05"
	if s.twelveHours {
		layout = "03:04:05"
	}
	if milliseconds {
		layout += ".000"
	}
	if s.twelveHours {
		layout += " PM"
	}
	return d.spoilClock(local.Format(layout) + " " + label + " " + local.Format(d.traits.dayLayout))
}

// logLine begins with the year. The zone is shown where "clock format show-timezone syslog" says so.
func (nxos) logLine(d *device, message string) string {
	c, s := d.runningConfig(), d.current()
	local, label := s.zone.local(d.clock.read(d.lab.base.now()))
	layout := "2006 Jan _2 15:04:05"
	switch {
	case c.has("logging timestamp milliseconds"):
		layout += ".000"
	case c.has("logging timestamp microseconds"):
		layout += ".000000"
	}
	text := local.Format(layout)
	if c.has("clock format show-timezone syslog") {
		text += " " + label
	}
	return text + " " + s.hostname + " " + message
}

// nxosSource is the source line, and the warning of a device without servers.
func nxosSource(d *device) (warning, source string) {
	s := d.current()
	if s.protocol == "ntp" && len(s.peers) == 0 {
		warning = "Warning: No NTP peer/server configured. Time may be out of sync.\n"
	}
	source = map[string]string{"ntp": "NTP", "ptp": "PTP", "gnss": "GNSS"}[s.protocol]
	if d.spec.Clock.Source != "" {
		source = d.spec.Clock.Source
	}
	if source == "" {
		source = s.protocol
	}
	return warning, "Time source is " + source + "\n"
}

func nxosClockAnswer(v *vty, _ []string) string {
	d := v.device
	line := nxosTime(d) + "\n"
	warning, source := nxosSource(d)
	switch d.spec.NXOS.Clock {
	case none:
		return line
	case "before":
		if warning != "" {
			warning = "\n" + warning
		}
		return warning + source + line
	}
	return line + warning + source
}

func nxosClockDetail(v *vty, words []string) string {
	text := nxosClockAnswer(v, words)
	z := v.device.current().zone
	if z.summer == nil {
		return text
	}
	write := func(c changeover) string {
		day := []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}[c.weekday]
		return fmt.Sprintf("Week %d %s %s %02d:%02d Hours", c.week, day, c.month, c.hour, c.minute)
	}
	return text + fmt.Sprintf("summer-time configuration:\n---------------------------\ntimezone name: %s\nStarts       : %s\nEnds         : %s\nMinute offset: %d\n",
		z.summer.name, write(z.summer.start), write(z.summer.end), int(z.summer.save.Minutes()))
}

// nxosCopyright is the head of "show version".
const nxosCopyright = `Cisco Nexus Operating System (NX-OS) Software
TAC support: http://www.cisco.com/tac
Copyright (C) 2002-2023, Cisco and/or its affiliates.
All rights reserved.
The copyrights to certain works contained in this software are
owned by other third parties and used and distributed under their own
licenses, such as open source.  This software is provided "as is," and unless
otherwise stated, there is no warranty, express or implied.
Certain components of this software are licensed under
the GNU General Public License (GPL) version 2.0 or 3.0.
`

// nxosVersion prints one text for each release of the specification.
func nxosVersion(v *vty, _ []string) string {
	spec := v.device.spec
	text := nxosVersionText(v.device, spec.OSVersion)
	for _, further := range spec.Stack {
		text += nxosVersionText(v.device, further)
	}
	return text
}

func nxosVersionText(d *device, version string) string {
	spec := d.spec
	up := d.uptime(d.lab.base.now())
	image := strings.NewReplacer("(", ".", ")", ".").Replace(version)
	software := fmt.Sprintf("  BIOS: version 01.11\n  NXOS: version %s\n  Host NXOS: version %s\n  BIOS compile time:  06/30/2023\n"+
		"  NXOS image file is: bootflash:///nxos64-cs.%sM.bin\n  NXOS compile time:  4/30/2023 12:00:00 [05/01/2023 07:42:13]\n  NXOS boot mode: LXC\n",
		version, version, image)
	chassis := "cisco " + spec.Model + " Chassis"
	if spec.NXOS.ACI {
		software = fmt.Sprintf("  BIOS:      version 07.69\n  kickstart: version %[1]s [build %[1]s]\n  system:    version %[1]s [build %[1]s]\n  PE:        version %[1]s\n"+
			"  BIOS compile time:       04/07/2021\n  kickstart image file is: /bootflash/aci-n9000-dk9.%[2]sbin\n"+
			"  kickstart compile time:  09/30/2022 12:00:00 [09/30/2022 12:00:00]\n  system image file is:    /bootflash/auto-s\n", version, image)
		chassis = "cisco " + spec.Model + ` ("supervisor")`
	}
	local, _ := d.current().zone.local(d.clock.read(d.lab.base.origin.Add(-spec.Uptime)))
	reset := fmt.Sprintf("Last reset at %d usecs after %s\n", 1000+int(769579*d.stable("reset")), local.Format("Mon Jan _2 15:04:05 2006"))
	return nxosCopyright + "\nSoftware\n" + software + "\nHardware\n  " + chassis + "\n" +
		"  Intel(R) Xeon(R) CPU D-1526 @ 1.80GHz with 32802700 kB of memory.\n  Processor Board ID " + spec.Serial + "\n" +
		"  Device name: " + d.current().hostname + "\n  bootflash:  115805708 kB\n\n" +
		"Kernel uptime is " + nxosUptime(up) + "\n\n" + reset + "  Reason: Reset Requested by CLI command reload\n  System version: " + version +
		"\n  Service: \n\nplugin\n  Core Plugin, Ethernet Plugin\n\nActive Package(s):\n\n"
}

// productID is the part of a model without the series: "Nexus9000 C93180YC-FX3" is N9K-C93180YC-FX3.
func productID(model string) string {
	series, rest, ok := strings.Cut(model, " ")
	if digit := strings.TrimPrefix(series, "Nexus"); ok && digit != "" && digit != series {
		return "N" + digit[:1] + "K-" + rest
	}
	return model
}

// nxosUptime is "60 day(s), 17 hour(s), 26 minute(s), 51 second(s)".
func nxosUptime(up time.Duration) string {
	seconds := int(up.Seconds())
	parts := []string{}
	for _, u := range []struct {
		name    string
		seconds int
	}{{"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}} {
		parts = append(parts, fmt.Sprintf("%d %s(s)", seconds/u.seconds, u.name))
		seconds %= u.seconds
	}
	return strings.Join(slices.Clip(parts), ", ")
}
