package lab

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

func (nxos) commands(root *node) {
	leave := func(v *vty, _ []string) string {
		v.over = true
		return ""
	}
	root.add(1, "exit", leave)
	root.add(1, "end", func(*vty, []string) string { return "" })
	root.add(1, "terminal length <0-511>", func(v *vty, words []string) string { return v.setSize(&v.length, words[0]) })
	root.add(1, "terminal width <24-511>", func(v *vty, words []string) string { return v.setSize(&v.width, words[0]) })
	root.add(1, "terminal monitor", func(v *vty, _ []string) string {
		v.monitor = true
		return ""
	})
	root.add(1, "terminal no monitor", func(v *vty, _ []string) string {
		v.monitor = false
		return ""
	})
	root.add(1, "configure terminal", nxosConfigure)
	root.add(1, "copy running-config startup-config", nxosSave)
	for _, word := range nxosFurther {
		root.add(1, word, nil)
	}
	nxosShowCommands(root)
}

// nxosFurther are commands that the lab does not answer. They make abbreviations ambiguous, as on a device.
var nxosFurther = strings.Fields(`attach clear debug delete dir echo find install ping reload run-script send setup sleep
	ssh system tar telnet test traceroute undebug where write`)

func nxosShowCommands(root *node) {
	for _, word := range strings.Fields(`aaa access-lists accounting bgp cdp cli crypto environment feature hardware hosts
		interface ip ipv6 lldp logging mac module ntp platform processes role running-config startup-config system users
		version vlan vpc vrf`) {
		root.add(1, "show "+word, nil)
	}
	root.add(1, "show clock", nxosClockAnswer)
	root.add(1, "show clock detail", nxosClockDetail)
	root.add(1, "show version", nxosVersion)
	root.add(1, "show privilege", nxosPrivilege)
	root.add(1, "show crypto ca certificates", nxosCertificates)
	root.add(1, "show hostname", func(v *vty, _ []string) string { return v.device.current().hostname + " \n" })
	root.add(1, "show inventory", func(v *vty, _ []string) string {
		spec := v.device.spec
		return fmt.Sprintf("NAME: \"Chassis\",  DESCR: \"%s Chassis\"\nPID: %-19s ,  VID: V01 ,  SN: %-21s\n", spec.Model, productID(spec.Model), spec.Serial)
	})
	root.add(1, "show user-account <name>", func(v *vty, words []string) string {
		return fmt.Sprintf("user:%s\n        this user account has no expiry date\n        roles:%s \n", words[0], v.device.spec.NXOS.Role)
	})
	config := func(words string, keep func(string) bool) {
		root.add(1, "show running-config"+words, func(v *vty, _ []string) string { return nxosRunning(v, words, keep) })
	}
	config("", func(string) bool { return true })
	config(" all", func(string) bool { return true })
	config(" ntp", func(line string) bool { return begins(line, "ntp") })
	root.add(1, "show startup-config", nxosStartup)
	nxosNTPCommands(root)
}

// nxosRunning is a configuration below its head, or the lines of a section.
func nxosRunning(v *vty, words string, keep func(string) bool) string {
	d := v.device
	if d.spec.NXOS.ACI {
		return nxosNoConfig(v)
	}
	c := d.runningConfig()
	c.lines = slices.DeleteFunc(slices.Clone(c.lines), func(l configLine) bool { return !keep(l.text) })
	return nxosHead(v, "show running-config"+words, "") + nxosText(c) + "\n"
}

// nxosNoConfig refuses a command on a leaf, whose configuration is on the controller.
func nxosNoConfig(v *vty) string {
	v.status = statusSyntax
	return nxosMarker(v, wordStart(v.line, 1), "Invalid input detected")
}

// nxosHead is what stands above a configuration; further is lines that this one has in addition.
func nxosHead(v *vty, command, further string) string {
	d := v.device
	changed := d.lastChange()
	if changed.IsZero() {
		changed = d.lab.base.origin
	}
	bios := " Bios:version 01.11 "
	if d.spec.NXOS.NoBIOS {
		bios = ""
	}
	return fmt.Sprintf("\n!Command: %s\n!Running configuration last done at: %s\n!Time: %s\n%s\nversion %s%s\n",
		command, nxosMoment(d, changed), nxosMoment(d, d.lab.base.now()), further, d.spec.OSVersion, bios)
}

// nxosMoment is a moment as the heads of configurations write it.
func nxosMoment(d *device, at time.Time) string {
	local, _ := d.current().zone.local(d.clock.read(at))
	return local.Format("Mon Jan _2 15:04:05 2006")
}

func nxosPrivilege(v *vty, _ []string) string {
	if !v.device.spec.NXOS.Privilege {
		return v.os.invalid(v, wordStart(v.line, 1))
	}
	return fmt.Sprintf("User name: %s\nCurrent privilege level: %d\nFeature privilege: Enabled\n", v.device.spec.Username, v.privilege)
}

func nxosConfigure(v *vty, _ []string) string {
	if v.device.spec.NXOS.ACI {
		return v.os.invalid(v, 0)
	}
	v.config = &configMode{mode: "config"}
	return "Enter configuration commands, one per line. End with CNTL/Z.\n"
}

// nxosSave takes its time, and says how far it is.
func nxosSave(v *vty, _ []string) string {
	v.print("\r[                                        ]   1%\r")
	if !v.compute(v.device.spec.SaveDelay) {
		return ""
	}
	v.device.save()
	return "[########################################] 100%\nCopy complete, now saving to disk (please wait)...\nCopy complete.\n"
}

// filter reads one or more stages. A bar within quotes belongs to the expression, and so does one without a blank before
// it.
func (nxos) filter(v *vty, line string) (filter, string) {
	_, behind, piped := strings.Cut(line, "|")
	if !piped {
		return filter{}, ""
	}
	var first filter
	at := &first
	for stages := 0; ; stages++ {
		word, rest, _ := strings.Cut(strings.TrimLeft(behind, " "), " ")
		pattern, next, more := nxosPattern(rest)
		known := slices.DeleteFunc(strings.Fields("begin count exclude include no-more section"), func(k string) bool { return !strings.HasPrefix(k, word) })
		switch {
		case word == "" || len(known) == 1 && pattern == "" && known[0] != "count" && known[0] != "no-more":
			return filter{}, nxosMarker(v, len(line), "Incomplete command")
		case len(known) != 1 || stages > 8:
			return filter{}, nxosMarker(v, max(0, strings.LastIndex(line, word)), "Invalid command")
		}
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			return filter{}, "grep: Invalid regular expression\n"
		}
		if known[0] != "no-more" {
			*at = filter{word: known[0], pattern: compiled, count: "%d\n"}
		} else {
			v.unpaged = true
		}
		if !more {
			return first, ""
		}
		if at.pattern != nil {
			at.next = &filter{}
			at = at.next
		}
		behind = next
	}
}

// nxosPattern takes an expression, quoted or not, off the front of a text. "\|" is an alternation, as in grep.
func nxosPattern(text string) (pattern, next string, more bool) {
	text = " " + text
	if quoted, ok := strings.CutPrefix(strings.TrimLeft(text, " "), `"`); ok {
		pattern, next, _ = strings.Cut(quoted, `"`)
		_, next, more = strings.Cut(next, "|")
	} else {
		pattern, next, more = strings.Cut(text, " |")
		pattern = strings.TrimSpace(pattern)
	}
	return strings.ReplaceAll(pattern, `\|`, "|"), next, more
}
