package lab

import (
	"slices"
	"strings"
)

// configMode is where "configure terminal" has led.
type configMode struct {
	mode  string // what the prompt shows: config, config-if, config-line
	under string // the top-level line that commands belong to; "" at the top
}

// subModes are the lines that open a mode of their own, and the mode's name.
var subModes = map[string]string{
	"interface": "config-if", "line": "config-line", "router": "config-router", "vrf": "config-vrf",
	"class-map": "config-cmap", "policy-map": "config-pmap", "archive": "config-archive",
}

// listModes are the modes of access lists.
var listModes = map[string]string{
	"ip access-list standard": "config-std-nacl", "ip access-list extended": "config-ext-nacl", "ipv6 access-list": "config-ipv6-acl",
}

func configureTerminal(v *vty, _ []string) string {
	v.config = &configMode{mode: "config"}
	return "Enter configuration commands, one per line.  End with CNTL/Z.\n"
}

// configure takes one line in configuration mode.
func (ios) configure(v *vty, line string, words []string) {
	switch words[0] {
	case "end":
		v.config = nil
		return
	case "exit":
		v.leaveMode()
		return
	case "do":
		v.execute(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "do")))
		return
	}
	if !v.device.knows(words, v.config.under) {
		v.print(v.os.invalid(v, wordStart(line, 0)))
		return
	}
	text := strings.Join(words, " ")
	if kind := v.device.otherList(words); kind != "" {
		v.print("% A named " + kind + " IP access list with this name already exists\n")
		v.config = &configMode{mode: "config"}
		return
	}
	if mode, opens := modeOf(words); opens && !(v.config.under != "" && underWord(words)) {
		v.device.change(func(c *config) { c.open(text) })
		v.config = &configMode{mode: mode, under: text}
		return
	}
	if v.config.under != "" && slices.Contains(topWords, firstWord(words)) && !underWord(words) {
		v.config = &configMode{mode: "config"} // a top-level line leaves the mode, as on a device
	}
	under := v.config.under
	v.device.change(func(c *config) { c.apply(under, words) })
}

// modeOf is the mode that a line opens.
func modeOf(words []string) (mode string, opens bool) {
	if isAccessList(words) {
		mode, opens = listModes[strings.Join(words[:len(words)-1], " ")]
		return mode, opens
	}
	mode, opens = subModes[words[0]]
	return mode, opens
}

func isAccessList(words []string) bool {
	return len(words) > 2 && (words[0] == "ip" || words[0] == "ipv6") && words[1] == "access-list"
}

// otherList is the kind of the list of another kind that has the name of the one which a line begins. Empty: there is none.
func (d *device) otherList(words []string) (kind string) {
	if !isAccessList(words) {
		return ""
	}
	for _, l := range d.runningConfig().lines {
		other := strings.Fields(l.text)
		if isAccessList(other) && other[len(other)-1] == words[len(words)-1] && !slices.Equal(other, words) {
			return strings.Join(other[2:len(other)-1], " ")
		}
	}
	return ""
}

func (v *vty) leaveMode() {
	if v.config.under == "" {
		v.config = nil
		return
	}
	v.config = &configMode{mode: "config"}
}

// firstWord is the first word behind "no" and "default".
func firstWord(words []string) string {
	if (words[0] == "no" || words[0] == "default") && len(words) > 1 {
		return words[1]
	}
	return words[0]
}

// underWord reports whether a line may stand below an interface or a line although it begins as a top-level line does.
func underWord(words []string) bool {
	rest := words[slices.Index(words, firstWord(words)):]
	if rest[0] == "ntp" && len(rest) > 1 {
		return slices.Contains([]string{"disable", "broadcast", "multicast"}, rest[1])
	}
	if isAccessList(rest) {
		return false
	}
	above := []string{"clock", "service", "hostname", "username", "interface", "line", "router", "archive"}
	return !slices.Contains(above, rest[0])
}

// systemAddress is the address of the system peer, "" where there is none.
func (s ntpState) systemAddress() string {
	if s.system < 0 {
		return ""
	}
	return s.peers[s.system].address
}
