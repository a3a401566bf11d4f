package report

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/ntpaudit/ntpaudit/pkg/check"
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

// clip makes a text safe to show and at most width columns wide; 0 is no limit.
func clip(text string, width int) string {
	const cell = 400 // where nothing else limits it, no device makes a line longer
	if width <= 0 || width > cell {
		width = cell
	}
	text = clean(check.Cut(text, 8*width))
	if twwidth.Width(text) <= width {
		return text
	}
	return strings.TrimRight(twwidth.Truncate(text, width-1), " ") + "…"
}

// clause is the text, or what stands before its first semicolon where there is no room for
// all: a message begins with what matters (check.Answer).
func clause(text string, width int) string {
	if first, _, found := strings.Cut(text, "; "); found && width > 0 && twwidth.Width(clip(text, 0)) > width {
		text = first
	}
	return clip(text, width)
}

// wrap breaks a text at blanks into lines of at most width columns; 0: one line.
func wrap(text string, width int) []string {
	if width <= 0 {
		return []string{text}
	}
	lines := []string{""}
	for _, word := range strings.Split(text, " ") {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = clip(word, width)
		case twwidth.Width(*last)+1+twwidth.Width(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, clip(word, width))
		}
	}
	return lines
}

// pack joins statements by "; " on as few lines as the width allows.
func pack(statements []string, width int) []string {
	var lines []string
	for _, s := range statements {
		s = clip(s, width)
		last := len(lines) - 1
		if last >= 0 && (width <= 0 || twwidth.Width(lines[last]+"; "+s) <= width) {
			lines[last] += "; " + s
			continue
		}
		lines = append(lines, s)
	}
	return lines
}

// trimLines removes the blanks with which the last column was padded.
func trimLines(text []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		out.Write(bytes.TrimRight(line, " \n"))
		out.WriteByte('\n')
	}
	return out.Bytes()
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// shareText is a share as --min-coverage takes it: "95%".
func shareText(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e6)/1e4, 'f', -1, 64) + "%"
}

func orNothing(text string) string {
	if text == "" {
		return nothingText
	}
	return text
}

func unique[T comparable](list []T) []T {
	var out []T
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// list is l, never nil, so that JSON has [] for "none".
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
