package lab

import (
	"slices"
	"strings"
)

// open makes sure that a line which other lines stand below is there.
func (c *config) open(text string) {
	if !c.has(text) {
		c.insert(configLine{text: text})
	}
}

// apply puts one configuration command into force, at the top or below a line.
func (c *config) apply(under string, words []string) {
	remove := words[0] == "no" || words[0] == "default"
	if remove {
		words = words[1:]
	}
	text := strings.Join(words, " ")
	if under != "" {
		c.applyUnder(under, text, remove)
		return
	}
	if remove {
		c.remove(text)
		return
	}
	text = completeStamps(text)
	key := keyOf(strings.Fields(text))
	if i := slices.IndexFunc(c.lines, func(l configLine) bool { return begins(l.text, key) }); i >= 0 {
		c.lines[i] = configLine{text: text, under: c.lines[i].under}
		return
	}
	c.insert(configLine{text: text})
}

// completeStamps writes out what a bare "service timestamps" stands for.
func completeStamps(text string) string {
	switch text {
	case "service timestamps":
		return "service timestamps debug uptime"
	case "service timestamps log", "service timestamps debug":
		return text + " uptime"
	}
	return text
}

func (c *config) applyUnder(under, text string, remove bool) {
	i := slices.IndexFunc(c.lines, func(l configLine) bool { return l.text == under })
	if i < 0 {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(c.lines[i].under), func(line string) bool { return begins(line, text) })
	if !remove {
		kept = append(kept, text)
	}
	c.lines[i].under = kept
}

// remove deletes every line that begins with the words. "no ntp server X" needs no options of that line.
func (c *config) remove(text string) {
	if words := strings.Fields(text); len(words) > 2 && words[0] == "service" && words[1] == "timestamps" {
		text = strings.Join(words[:3], " ") // whatever follows "no service timestamps log" says nothing
	}
	if begins(text, "ntp server") || begins(text, "ntp peer") {
		text = keyOf(strings.Fields(text)) // which association, whatever its options
	}
	c.lines = slices.DeleteFunc(c.lines, func(l configLine) bool { return begins(l.text, text) })
	if text == "ntp" { // everything of it, below interfaces too
		for i := range c.lines {
			c.lines[i].under = slices.DeleteFunc(slices.Clone(c.lines[i].under), func(line string) bool { return begins(line, text) })
		}
	}
}

// begins reports whether a line begins with whole words.
func begins(line, words string) bool { return strings.HasPrefix(line+" ", words+" ") }

// keyOf is the beginning of a line that there can be only one of.
func keyOf(words []string) string {
	take := func(n int) string { return strings.Join(words[:min(n, len(words))], " ") }
	switch words[0] {
	case "hostname":
		return take(1)
	case "service":
		return take(3)
	case "clock":
		return take(2)
	case "ntp":
		return ntpKey(words, take)
	}
	return take(len(words))
}

func ntpKey(words []string, take func(int) string) string {
	if len(words) < 2 {
		return take(2)
	}
	switch words[1] {
	case "server", "peer":
		address := 3
		if len(words) > 4 && words[2] == "vrf" {
			address = 5
		}
		if len(words) > address && (words[address-1] == "ip" || words[address-1] == "ipv6") {
			address++ // which record of a name is meant
		}
		return take(address)
	case "access-group":
		if len(words) > 3 && (words[2] == "ipv4" || words[2] == "ipv6") {
			return take(4)
		}
		return take(3)
	case "authentication-key":
		return take(3)
	case "trusted-key":
		return take(len(words))
	}
	return take(2)
}

// insert puts a line behind the last one of its kind, or before the end.
func (c *config) insert(line configLine) {
	first, _, _ := strings.Cut(line.text, " ")
	at := -1
	for i, l := range c.lines {
		if begins(l.text, first) || begins(l.text, "no "+first) {
			at = i + 1
		}
	}
	if at < 0 {
		at = len(c.lines)
		if c.has("end") {
			at--
		}
	}
	c.lines = slices.Insert(c.lines, at, line)
}
