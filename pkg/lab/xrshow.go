package lab

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

func (iosxr) commands(root *node) {
	leave := func(v *vty, _ []string) string {
		v.over = true
		return ""
	}
	root.add(1, "exit", leave)
	root.add(1, "quit", leave)
	root.add(1, "terminal length <0-512>", func(v *vty, words []string) string { return v.setSize(&v.length, words[0]) })
	root.add(1, "terminal width <0-512>", func(v *vty, words []string) string { return v.setSize(&v.width, words[0]) })
	for word, off := range map[string]bool{"no-timestamp": true, "timestamp": false} {
		root.add(1, "terminal exec prompt "+word, func(v *vty, _ []string) string {
			v.stampless = off
			return ""
		})
	}
	for word, on := range map[string]bool{"monitor": true, "no monitor": false} {
		root.add(1, "terminal "+word, func(v *vty, _ []string) string {
			v.monitor = on
			return ""
		})
	}
	root.add(15, "configure", xrConfigure)
	root.add(15, "configure terminal", xrConfigure)
	root.add(15, "configure exclusive", xrConfigure)
	for _, word := range strings.Fields(`admin bash clear copy crypto debug delete describe dir locale monitor ping process reload
		run ssh telnet traceroute undebug which`) {
		root.add(1, word, nil)
	}
	xrShowCommands(root)
}

// xrSections are the parts of the configuration that can be asked for alone.
var xrSections = strings.Fields("aaa clock domain hostname interface ipv4 ipv6 line logging ntp router service snmp-server ssh username vrf")

func xrShowCommands(root *node) {
	for _, word := range strings.Fields(`aaa access-lists arp bgp calendar cdp cef crypto interfaces ip ipv4 ipv6 isis lldp logging
		memory platform processes redundancy route snmp ssh users version vrf`) {
		root.add(1, "show "+word, nil)
	}
	root.add(1, "show clock", showClock)
	root.add(1, "show clock detail", func(v *vty, _ []string) string {
		return v.device.clockLine() + "\n" + v.device.timeSourceLine(v.device.lab.base.now()) + "\n"
	})
	root.add(1, "show ntp status", xrNTPStatus)
	root.add(1, "show ntp associations", xrAssociations)
	root.add(1, "show ntp associations detail", showNTPAssociationsDetail)
	root.add(1, "show ipv4 vrf all interface brief", xrInterfaceBrief)
	root.add(1, "show version", xrVersion)
	root.add(1, "show inventory", func(v *vty, _ []string) string {
		spec := v.device.spec
		return fmt.Sprintf("NAME: \"Rack 0\", DESCR: \"Cisco %s\"\nPID: %-18s, VID: V01, SN: %s\n\n", spec.Model, spec.Model, spec.Serial)
	})
	root.add(1, "show running-config", xrRunning)
	root.add(1, "show startup-config", xrRunning)
	for _, section := range xrSections {
		root.add(1, "show running-config "+section, func(v *vty, args []string) string { return xrSection(v, section, args, false) })
		root.add(1, "show running-config "+section+" <name>", func(v *vty, args []string) string { return xrSection(v, section, args, false) })
		root.add(1, "show running-config formal "+section, func(v *vty, args []string) string { return xrSection(v, section, args, true) })
	}
	root.add(15, "show configuration failed", func(*vty, []string) string { return noItems })
	root.add(15, "show configuration commit list", nil)
}

// noItems is the answer where a section is empty.
const noItems = "% No such configuration item(s)\n\n"

// xrSection is one section of the configuration, as blocks or formal.
func xrSection(v *vty, section string, args []string, formal bool) string {
	lines := v.device.runningConfig().formal(strings.Join(append([]string{section}, args...), " "))
	switch {
	case len(lines) == 0:
		return noItems
	case formal:
		return strings.Join(lines, "\n") + "\n\n"
	}
	return xrBlocks(lines) + "\n"
}

// xrHeadLines are the comments before a configuration.
func xrHeadLines(d *device) string {
	changed := d.lastChange()
	if changed.IsZero() {
		changed = d.lab.base.origin
	}
	local, _ := d.current().zone.local(d.clock.read(changed))
	return fmt.Sprintf("!! IOS XR Configuration %s\n!! Last configuration change at %s by %s\n!\n", d.spec.OSVersion,
		local.Format("Mon Jan _2 15:04:05 2006"), d.spec.Username)
}

func xrRunning(v *vty, _ []string) string {
	return xrHeadLines(v.device) + xrBlocks(v.device.runningConfig().formal("")) + "end\n\n"
}

// showInMode is "show" in configuration mode: of the candidate, of what failed, or a command of exec mode.
func (x iosxr) showInMode(v *vty, line string, words []string) {
	if len(words) < 2 || len(words[1]) < 4 || !strings.HasPrefix("configuration", words[1]) {
		v.execute(line)
		return
	}
	failed := len(words) > 2
	if failed && !strings.HasPrefix("failed", words[2]) {
		v.print(x.invalid(v, wordStart(line, 2)))
		return
	}
	v.print(x.stamp(v))
	if failed {
		v.emit("!! SEMANTIC ERRORS: This configuration was rejected by\n!! the system due to semantic errors. The individual\n" +
			"!! errors with each failed configuration command can be\n!! found below.\n\n\n" + strings.Join(v.candidate.failed, "\n") + "\nend\n\n")
		return
	}
	v.emit("Building configuration...\n!! IOS XR Configuration " + v.device.spec.OSVersion + "\n" + v.candidate.text() + "end\n\n")
}

// text is the candidate: what it adds as blocks, and what it removes.
func (c *candidate) text() string {
	var b strings.Builder
	for i := 0; i < len(c.edits); {
		if c.edits[i].remove {
			b.WriteString(c.edits[i].String() + "\n")
			i++
			continue
		}
		var added []string
		for ; i < len(c.edits) && !c.edits[i].remove; i++ {
			added = append(added, hideXRKey(c.edits[i].text))
		}
		b.WriteString(xrBlocks(added))
	}
	return b.String()
}

func xrVersion(v *vty, _ []string) string {
	text := xrVersionText(v.device, v.device.spec.OSVersion)
	for _, further := range v.device.spec.Stack {
		text += "\n" + xrVersionText(v.device, further)
	}
	return text
}

func xrVersionText(d *device, version string) string {
	series, _, _ := strings.Cut(d.spec.Model, "-")
	return fmt.Sprintf("Cisco IOS XR Software, Version %[1]s LNT\nCopyright (c) 2013-2023 by Cisco Systems, Inc.\n\n"+
		"Build Information:\n Built By     : builder\n Built On     : Thu Jun 29 03:07:05 UTC 2023\n Build Host   : simulated\n"+
		" Workspace    : /simulated/%[1]s/ws\n Version      : %[1]s\n Label        : %[1]s\n\n"+
		"cisco %[2]s (Intel(R) Xeon(R) CPU D-1530 @ 2.41GHz)\n"+
		"cisco %[3]s (Intel(R) Xeon(R) CPU D-1530 @ 2.41GHz) processor with 64GB of memory\n%[4]s uptime is %[5]s\nCisco %[3]s Chassis\n\n",
		version, series, d.spec.Model, d.current().hostname, uptimeText(d.uptime(d.lab.base.now())))
}

// filter reads one stage, and refuses a second one.
func (x iosxr) filter(v *vty, line string) (filter, string) {
	_, behind, piped := strings.Cut(line, "|")
	if !piped {
		return filter{}, ""
	}
	word, pattern, _ := strings.Cut(strings.TrimLeft(behind, " "), " ")
	pattern = strings.TrimSpace(pattern)
	known := slices.DeleteFunc(strings.Fields("begin exclude file include utility"), func(k string) bool { return !strings.HasPrefix(k, word) })
	switch {
	case word == "" || len(known) == 1 && pattern == "":
		return filter{}, "% Incomplete command.\n"
	case len(known) != 1 || known[0] == "utility" || known[0] == "file":
		return filter{}, "% Error parsing piping string. Quitting...\n"
	}
	if unquoted, ok := strings.CutPrefix(pattern, `"`); ok {
		if pattern, ok = strings.CutSuffix(unquoted, `"`); !ok {
			return filter{}, "% Unmatched quote\n"
		}
	}
	compiled, err := regexp.Compile(cmp.Or(pattern, "^$"))
	if err != nil {
		return filter{}, "% Failed to compile regular expression.\n"
	}
	return filter{word: known[0], pattern: compiled}, ""
}
