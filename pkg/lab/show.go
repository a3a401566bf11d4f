package lab

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func addShowCommands(root *node) {
	for _, word := range furtherShow {
		root.add(1, "show "+word, nil)
	}
	root.add(1, "show clock", showClock)
	root.add(1, "show clock detail", showClockDetail)
	root.add(1, "show calendar", showCalendar)
	root.add(1, "show ntp associations", showNTPAssociations)
	root.add(1, "show ntp associations detail", showNTPAssociationsDetail)
	root.add(1, "show ntp status", showNTPStatus)
	root.add(1, "show ntp information", nil)
	root.add(1, "show ntp packets", nil)
	root.add(1, "show sntp", showSNTP)
	root.add(1, "show version", showVersion)
	root.add(1, "show crypto pki certificates", showPKICertificates)
	root.add(1, "show privilege", func(v *vty, _ []string) string {
		return fmt.Sprintf("Current privilege level is %d\n", v.privilege)
	})
	root.add(1, "show history", func(v *vty, _ []string) string {
		return "  " + strings.Join(v.history, "\n  ") + "\n"
	})
	root.add(1, "show inventory", showInventory)
	// Below privilege 2 the command does not exist; between, it shows only what that level may configure.
	root.add(2, "show running-config", showRunningConfig)
	root.add(2, "show running-config all", showRunningConfig)
	root.add(15, "show startup-config", showStartupConfig)
	root.add(2, "show ntp config", showNTPConfig)
}

// showRunningConfig prints everything at privilege 15, and below it only what that level could have configured:
// nothing of interest.
func showRunningConfig(v *vty, _ []string) string {
	text := v.device.runningConfig().text()
	if v.privilege < 15 {
		text = "!\nboot-start-marker\nboot-end-marker\n!\n!\n!\nend\n"
	}
	changed := v.device.timeText(v.device.clock.read(v.device.lab.base.origin), false)
	return fmt.Sprintf("Building configuration...\n\nCurrent configuration : %d bytes\n!\n! Last configuration change at %s by %s\n!\n%s\n",
		len(text), changed, v.device.spec.Username, text)
}

func showNTPConfig(v *vty, _ []string) string {
	var b strings.Builder
	for _, line := range v.device.runningConfig().lines {
		if strings.HasPrefix(line.text, "ntp ") {
			b.WriteString(" " + line.text + "\n")
		}
	}
	return b.String()
}

func showInventory(v *vty, _ []string) string {
	spec := v.device.spec
	return fmt.Sprintf("NAME: \"1\", DESCR: %q\nPID: %-18s, VID: V01  , SN: %s\n\n", spec.Model, spec.Model, spec.Serial)
}

// showVersion follows the layout of IOS, and of IOS-XE where the platform says so.
func showVersion(v *vty, _ []string) string {
	d := v.device
	spec, now := d.spec, d.lab.base.now()
	first := fmt.Sprintf("Cisco IOS Software, %s Software (%s-UNIVERSALK9-M), Version %s, RELEASE SOFTWARE (fc1)",
		family(spec.Model), family(spec.Model), spec.OSVersion)
	if v.platform == platformIOSXE {
		first = fmt.Sprintf("Cisco IOS XE Software, Version %s\nCisco IOS Software [Cupertino], %s Software (%s_IOSXE), Version %s, RELEASE SOFTWARE (fc3)",
			spec.OSVersion, family(spec.Model), strings.ToUpper(family(spec.Model)), spec.OSVersion)
	}
	started := d.clock.read(d.lab.base.origin.Add(-spec.Uptime))
	lines := []string{
		first,
		"Technical Support: http://www.cisco.com/techsupport",
		"Copyright (c) 1986-2023 by Cisco Systems, Inc.",
		"Compiled Tue 18-Jul-23 10:02 by prod_rel_team",
		"",
		"ROM: Bootstrap program is simulated boot loader",
		"",
		fmt.Sprintf("%s uptime is %s", d.current().hostname, uptimeText(d.uptime(now))),
		"System returned to ROM by power-on",
		"System restarted at " + d.timeText(started, false),
		`System image file is "flash:/simulated.bin"`,
		"Last reload reason: Reload Command",
		"",
		fmt.Sprintf("cisco %s (PowerPC405) processor (revision A0) with 524288K bytes of memory.", spec.Model),
		"Processor board ID " + spec.Serial,
		"Last reset from power-on",
		"24 Gigabit Ethernet interfaces",
		"",
		"Model number                    : " + spec.Model,
		"System serial number            : " + spec.Serial,
		"",
		"Configuration register is 0xF",
		"",
	}
	return strings.Join(lines, "\n") + "\n" + stackTable(spec)
}

// stackTable lists the members of a stack.
func stackTable(spec DeviceSpec) string {
	if len(spec.Stack) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("Switch Ports Model                     SW Version            SW Image\n------ ----- -----                     ----------            ----------\n")
	for i, version := range append([]string{spec.OSVersion}, spec.Stack...) {
		mark := " "
		if i == 0 {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s%5d 28    %-25s %-21s %s-UNIVERSALK9-M\n", mark, i+1, spec.Model, version, family(spec.Model))
	}
	return b.String() + "\n"
}

// family is the first part of a model that names the hardware: "WS-C2960X-24TS-L" is C2960X.
func family(model string) string {
	parts := strings.Split(strings.TrimPrefix(model, "WS-"), "-")
	return parts[0]
}

// uptimeText is "1 year, 2 weeks, 3 days, 4 hours, 5 minutes"; what is zero at the front is left out.
func uptimeText(d time.Duration) string {
	const day = 24 * time.Hour
	units := []struct {
		name string
		unit time.Duration
	}{{"year", 365 * day}, {"week", 7 * day}, {"day", day}, {"hour", time.Hour}, {"minute", time.Minute}}
	var parts []string
	for _, u := range units {
		n := d / u.unit
		d %= u.unit
		plural := "s"
		if n == 1 {
			plural = ""
		}
		if n > 0 || u.unit == time.Minute && len(parts) == 0 {
			parts = append(parts, fmt.Sprintf("%d %s%s", n, u.name, plural))
		}
	}
	return strings.Join(slices.Clip(parts), ", ")
}
