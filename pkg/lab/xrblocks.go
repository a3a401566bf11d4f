package lab

import "strings"

// xrHead is how many words of a formal line open the block that it stands in, 0 where it stands alone.
func xrHead(words []string) int {
	n := 0
	switch words[0] {
	case "ntp":
		n = 1
	case "interface", "username", "vrf", "line", "group":
		n = 2
	case "ipv4", "ipv6":
		if len(words) > 1 && words[1] == "access-list" {
			n = 3
		}
	case "router":
		n = 3
	}
	if words[0] == "line" && len(words) > 1 && words[1] == "template" {
		n = 3
	}
	if len(words) < n {
		return 0
	}
	return n
}

// xrBlocks prints formal lines as blocks.
func xrBlocks(lines []string) string {
	var b strings.Builder
	for i := 0; i < len(lines); {
		words := strings.Fields(lines[i])
		n := xrHead(words)
		if n == 0 {
			b.WriteString(lines[i] + "\n")
			i++
			continue
		}
		head := strings.Join(words[:n], " ")
		var inside []string
		for ; i < len(lines) && begins(lines[i], head); i++ {
			inside = appendRest(inside, lines[i], head)
		}
		b.WriteString(head + "\n" + xrInside(words[0], inside) + "!\n")
	}
	return b.String()
}

// appendRest appends what a line has behind its block's head.
func appendRest(lines []string, line, head string) []string {
	if rest := strings.TrimSpace(strings.TrimPrefix(line, head)); rest != "" {
		return append(lines, rest)
	}
	return lines
}

// xrInside prints the lines of a block, some of which are blocks themselves.
func xrInside(block string, lines []string) string {
	var b strings.Builder
	for i := 0; i < len(lines); {
		words := strings.Fields(lines[i])
		n := xrNested(block, words)
		if n == 0 {
			b.WriteString(" " + lines[i] + "\n")
			i++
			continue
		}
		head := strings.Join(words[:n], " ")
		b.WriteString(" " + head + "\n")
		for ; i < len(lines) && begins(lines[i], head); i++ {
			for _, rest := range appendRest(nil, lines[i], head) {
				b.WriteString("  " + rest + "\n")
			}
		}
		b.WriteString(" !\n")
	}
	return b.String()
}

// xrNested is how many words open a block within a block, 0 where the line stands alone.
func xrNested(block string, words []string) int {
	switch {
	case block == "ntp" && words[0] == "interface" && len(words) > 4 && words[2] == "vrf":
		return 4
	case block == "ntp" && words[0] == "interface" && len(words) > 2:
		return 2
	case block == "vrf" && words[0] == "address-family" && len(words) > 2:
		return 3
	}
	return 0
}
