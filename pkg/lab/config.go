package lab

import (
	"strings"
)

// config is a running configuration: top-level lines in printed order, each with its indented lines.
type config struct {
	lines []configLine
}

type configLine struct {
	text  string
	under []string // without their indentation
}

// parseConfig reads configuration text: an indented line belongs to the line above it, "!" lines separate.
func parseConfig(text string) config {
	var c config
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		body := strings.TrimLeft(line, " ")
		switch {
		case body == "":
		case body != line && len(c.lines) > 0:
			last := &c.lines[len(c.lines)-1]
			last.under = append(last.under, body)
		default:
			c.lines = append(c.lines, configLine{text: body})
		}
	}
	return c
}

// text is the configuration as "show running-config" prints it below its heading.
func (c config) text() string {
	var b strings.Builder
	for _, line := range c.lines {
		b.WriteString(line.text + "\n")
		for _, under := range line.under {
			b.WriteString(" " + under + "\n")
		}
	}
	return b.String()
}

// find returns the words after the given beginning of each line that has it.
func (c config) find(beginning string) [][]string {
	var found [][]string
	for _, line := range c.lines {
		if rest, ok := strings.CutPrefix(line.text+" ", beginning+" "); ok {
			found = append(found, strings.Fields(rest))
		}
	}
	return found
}

// under returns the lines below every top-level line with the given beginning.
func (c config) under(beginning string) []string {
	var found []string
	for _, line := range c.lines {
		if strings.HasPrefix(line.text, beginning) {
			found = append(found, line.under...)
		}
	}
	return found
}

// has reports whether a top-level line reads exactly so.
func (c config) has(text string) bool {
	for _, line := range c.lines {
		if line.text == text {
			return true
		}
	}
	return false
}
