package fix

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// commentWidth keeps comments readable on the terminal of a device, which has 80 columns.
const commentWidth = 76

// Comment writes a text as lines that a device passes over. The text may be hostile.
func Comment(out *bytes.Buffer, indent, text string) {
	for i, line := range wrap(inASCII(text), commentWidth-len(indent)) {
		if i > 0 && indent == "" {
			line = "  " + line
		}
		fmt.Fprintf(out, "! %s%s\n", indent, line)
	}
}

// wrap breaks a text of ASCII at blanks. A word that is longer than a line is cut.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Split(text, " ") {
		if len(word) > width {
			word = word[:width-1] + "..."
		}
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+1+len(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// signs are how the characters of our own messages are written on a device.
var signs = strings.NewReplacer("±", "+/-", "→", "->", "…", "...", "−", "-", "?", "")

// inASCII makes a text safe to type: the command line of a device takes each byte beyond ASCII for a character
// of its own, and a "?", even in a comment, for a call for help.
func inASCII(text string) string {
	text = signs.Replace(check.Cut(text, mostComment))
	var out strings.Builder
	for i, r := range text {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			out.WriteByte(' ')
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&out, `\x%02x`, text[i])
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&out, `\x%02x`, r)
		case r > 0x7f:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// mostComment is more than the longest remedy; a device's text is not repeated for pages.
const mostComment = 1000
