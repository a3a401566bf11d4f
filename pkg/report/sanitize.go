package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a text safe to show on one line: line ends and tabs become blanks; control,
// direction and other invisible characters, accents piled up without end, and bytes that
// are no UTF-8, become visible escapes such as \x1b and \u202e, so that neither a terminal
// obeys them nor a reader is shown another order than the device printed.
func clean(s string) string {
	if isPlain(s) {
		return s
	}
	var out strings.Builder
	piled := 0
	for i, r := range s {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			piled++
		} else {
			piled = 0
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			out.WriteByte(' ')
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&out, `\x%02x`, s[i])
		case r < utf8.RuneSelf && hidden(r):
			fmt.Fprintf(&out, `\x%02x`, r)
		case hidden(r) || piled > mostPiled:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// CleanLines makes a text of several lines safe to show on a terminal, each line as every format shows one: whatever acts instead of showing itself becomes a visible escape.
func CleanLines(text string) string {
	lines := strings.Split(text, "\n")
	return strings.Join(cleanAll(lines), "\n")
}

// mostPiled is how many combining marks a letter may carry; no script needs more.
const mostPiled = 6

// isPlain reports whether a text is printable ASCII, as nearly all are.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// hidden reports whether a character acts on its surroundings instead of showing itself:
// controls (C0, C1), format characters (bidirectional overrides, zero width joiners, tags)
// and the line and paragraph separators.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// cleanAll cleans each text of a list.
func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = clean(s)
	}
	return out
}
