package lab

import (
	"slices"
	"strings"
)

// nxosTop are the first words of configuration lines.
var nxosTop = strings.Fields(`aaa banner boot class-map cli clock control-plane copp fabric feature hardware hostname
	install interface ip ipv6 key line lldp logging mac monitor ntp policy-map port-channel ptp role route-map router
	snmp-server spanning-tree ssh switchname system tacacs-server telnet username vdc version vlan vpc vrf`)

// nxosModes are the lines that open a mode of their own, and the mode's name.
var nxosModes = []struct{ beginning, mode string }{
	{"interface", "config-if"}, {"line console", "config-console"}, {"line vty", "config-line"}, {"ip access-list", "config-acl"},
	{"ipv6 access-list", "config-ipv6-acl"}, {"vrf context", "config-vrf"}, {"vlan", "config-vlan"}, {"router", "config-router"},
	{"role name", "config-role"},
}

// configure takes one line in configuration mode, in which commands of exec mode work too.
func (nxos) configure(v *vty, line string, words []string) {
	switch words[0] {
	case "end":
		v.config = nil
		return
	case "exit":
		v.leaveMode()
		return
	case "show", "copy", "terminal":
		v.execute(line)
		return
	}
	if kind, word := nxosRefuses(words, v.config.under, v.device.runningConfig()); kind != "" {
		v.print(nxosMarker(v, wordStart(line, word), kind))
		return
	}
	text := strings.Join(words, " ")
	for _, m := range nxosModes {
		if begins(text, m.beginning) {
			v.device.change(func(c *config) { c.open(text) })
			v.config = &configMode{mode: m.mode, under: text}
			return
		}
	}
	if slices.Contains(nxosTop, firstWord(words)) && !nxosUnder(words) {
		v.config = &configMode{mode: "config"}
	}
	v.device.changeNXOS(v.config.under, words)
}

// nxosUnder reports whether a line may stand below an interface or a list although it begins as a top-level line does.
func nxosUnder(words []string) bool {
	rest := words[slices.Index(words, firstWord(words)):]
	if len(rest) < 2 {
		return false
	}
	switch rest[0] {
	case "ip", "ipv6":
		return rest[1] != "access-list"
	case "vrf":
		return rest[1] == "member"
	case "logging":
		return rest[1] == "event"
	case "ntp":
		return slices.Contains([]string{"disable", "broadcast", "multicast"}, rest[1])
	}
	return false
}

// changeNXOS puts a line into force. Where the fabric distributes NTP, its lines wait for "ntp commit".
func (d *device) changeNXOS(under string, words []string) {
	edit := func(c *config) { c.applyNXOS(under, words) }
	switch line := strings.Join(words, " "); {
	case line == "ntp commit":
		edit = d.takePending()
	case line == "ntp abort":
		d.takePending()
		return
	case strings.TrimPrefix(line, "no ") == "ntp distribute":
		d.takePending()
	case under == "" && firstWord(words) == "ntp" && d.postpone(edit):
		return
	}
	d.change(edit)
}

// postpone keeps an edit for "ntp commit", and reports whether the fabric wants that.
func (d *device) postpone(edit func(*config)) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.settings.distributed {
		d.pending = append(d.pending, edit)
	}
	return d.settings.distributed
}

// takePending returns the edits that wait, as one, and forgets them.
func (d *device) takePending() func(*config) {
	d.mu.Lock()
	defer d.mu.Unlock()
	pending := d.pending
	d.pending = nil
	return func(c *config) {
		for _, edit := range pending {
			edit(c)
		}
	}
}

// applyNXOS puts one line into a configuration.
func (c *config) applyNXOS(under string, words []string) {
	remove := words[0] == "no"
	if remove {
		words = words[1:]
	}
	text := strings.Join(words, " ")
	if under != "" {
		if number(words[0]) > 0 && isAccessList(strings.Fields(under)) && !remove {
			c.applyUnder(under, words[0], true) // an entry takes the place of the one with its number
		}
		c.applyUnder(under, text, remove)
		return
	}
	switch {
	case text == "feature ntp":
		c.setNTP(!remove)
		return
	case slices.Contains([]string{"clock format 24hours", "logging timestamp seconds"}, text):
		remove = true // the defaults are not shown
	}
	key := nxosKey(words)
	at := slices.IndexFunc(c.lines, func(l configLine) bool { return nxosKey(strings.Fields(l.text)) == key })
	text = hideKey(text)
	switch {
	case remove && at >= 0:
		c.lines = slices.Delete(c.lines, at, at+1)
	case remove:
	case at >= 0:
		c.lines[at] = configLine{text: text, under: c.lines[at].under}
	default:
		c.insertNXOS(configLine{text: text})
	}
}

// setNTP is "feature ntp" and "no feature ntp", which drops every line of NTP.
func (c *config) setNTP(on bool) {
	c.lines = slices.DeleteFunc(c.lines, func(l configLine) bool {
		return l.text == "no feature ntp" || !on && begins(l.text, "ntp")
	})
	if !on {
		c.insertNXOS(configLine{text: "no feature ntp"})
	}
}

// insertNXOS puts a line behind the last one of its kind, or before the VRFs and interfaces.
func (c *config) insertNXOS(line configLine) {
	first, _, _ := strings.Cut(line.text, " ")
	at := -1
	for i, l := range c.lines {
		if begins(l.text, first) {
			at = i + 1
		}
	}
	if at < 0 {
		at = slices.IndexFunc(c.lines, func(l configLine) bool { return begins(l.text, "vrf") || begins(l.text, "interface") })
	}
	if at < 0 {
		at = len(c.lines)
	}
	c.lines = slices.Insert(c.lines, at, line)
}

// nxosKey is what makes a line the same as another: of a server, VRF and address, of a list, its name as well.
func nxosKey(words []string) string {
	take := func(n int) string { return strings.Join(words[:min(n, len(words))], " ") }
	if len(words) < 2 {
		return take(1)
	}
	switch words[0] + " " + words[1] {
	case "ntp server", "ntp peer":
		peer, _ := readNXOSPeer(words[1:])
		return take(2) + " " + peer.vrf + "|" + addressKey(peer.address)
	case "ntp access-group", "ntp trusted-key", "ntp allow":
		return take(4)
	case "ntp authentication-key", "logging server":
		return take(3)
	case "clock format":
		if len(words) > 2 && strings.HasSuffix(words[2], "hours") {
			return "clock format hours"
		}
		return take(4)
	}
	switch words[0] {
	case "hostname":
		return take(1)
	case "ntp", "clock", "logging":
		return take(2)
	}
	return take(len(words))
}
