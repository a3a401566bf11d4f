package lab

import (
	"slices"
	"strings"
)

// candidate is the target configuration of a session: edits that act when they are committed, all or none.
type candidate struct {
	edits  []xrEdit
	failed []string // lines that the last commit refused
}

type xrEdit struct {
	remove bool
	text   string
}

// String is the line as "show configuration" prints it, formal.
func (e xrEdit) String() string {
	if e.remove {
		return "no " + e.text
	}
	return e.text
}

// applyXR puts one formal line into a configuration, or takes it out.
func (c *config) applyXR(e xrEdit) {
	words := strings.Fields(e.text)
	key := xrKey(words)
	at := slices.IndexFunc(c.lines, func(l configLine) bool { return xrKey(strings.Fields(l.text)) == key })
	switch {
	case e.remove:
		c.lines = slices.DeleteFunc(c.lines, func(l configLine) bool {
			return begins(l.text, e.text) || xrKey(strings.Fields(l.text)) == key
		})
	case at >= 0:
		c.lines[at].text = hideXRKey(e.text)
	case xrMode(e.text) != "" && len(c.formal(e.text)) > 0:
		// the block is there already
	default:
		c.insertXR(hideXRKey(e.text))
		c.dropHead(words)
	}
}

// dropHead removes a block's head as a line of its own when the block has a line.
func (c *config) dropHead(words []string) {
	head := strings.Join(words[:xrHead(words)], " ")
	if n := xrHead(words); n > 0 && n < len(words) {
		c.lines = slices.DeleteFunc(c.lines, func(l configLine) bool { return l.text == head })
	}
}

// hideXRKey writes the secret of a key as the configuration shows it.
func hideXRKey(line string) string {
	words := strings.Fields(line)
	if len(words) < 5 || !begins(line, "ntp authentication-key") || words[4] == "encrypted" {
		return line
	}
	return strings.Join(words[:4], " ") + " encrypted " + hide(words[len(words)-1])
}

// xrKey is what makes a formal line the same as another.
func xrKey(words []string) string {
	take := func(n int) string { return strings.Join(words[:min(n, len(words))], " ") }
	if len(words) < 2 {
		return take(1)
	}
	switch words[0] {
	case "hostname":
		return take(1)
	case "clock":
		return take(2)
	case "service":
		return take(3)
	case "ntp":
		return xrNTPKey(words, take)
	case "interface":
		if len(words) > 3 && words[3] == "address" {
			return take(4)
		}
		if len(words) == 4 && words[2] == "vrf" {
			return take(3)
		}
	case "ipv4", "ipv6":
		if words[1] == "access-list" && len(words) > 3 && number(words[3]) > 0 {
			return take(4)
		}
	}
	return take(len(words))
}

func xrNTPKey(words []string, take func(int) string) string {
	inVRF := len(words) > 3 && words[2] == "vrf"
	switch words[1] {
	case "server", "peer":
		peer, _ := readXRPeer(words[1:])
		return take(2) + " " + peer.vrf + "|" + addressKey(peer.address)
	case "source":
		if inVRF {
			return take(4)
		}
		return take(2)
	case "access-group":
		if inVRF {
			return take(6)
		}
		return take(4)
	case "authentication-key":
		return take(3)
	case "trusted-key", "interface", "ipv4", "ipv6", "drift":
		return take(len(words))
	}
	return take(2)
}

// refuses says why a configuration cannot be committed, line by line.
func (d *device) refuses(c candidate, after config) []string {
	var failed []string
	for _, e := range c.edits {
		for _, beginning := range d.spec.IOSXR.CommitRefuses {
			if begins(e.text, beginning) {
				failed = append(failed, "!!% Invalid argument: the configuration item is refused", e.String())
			}
		}
	}
	region := slices.ContainsFunc(after.find("clock timezone"), func(words []string) bool {
		return len(words) == 2 && strings.Contains(words[1], "/")
	})
	if summer := after.formal("clock summer-time"); region && len(summer) > 0 {
		failed = append(failed, "!!% Invalid argument: summer-time cannot be configured with a region", summer[0])
	}
	return failed
}

// commit puts a candidate into force, all of it or nothing. A confirmation that is awaited is given with it.
func (d *device) commit(c *candidate) bool {
	after := config{lines: slices.Clone(d.runningConfig().lines)}
	for _, e := range c.edits {
		after.applyXR(e)
	}
	if c.failed = d.refuses(*c, after); len(c.failed) > 0 {
		return false
	}
	d.change(func(running *config) { *running = after })
	c.edits = nil
	return true
}
