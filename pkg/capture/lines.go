package capture

import (
	"iter"
	"regexp"
	"strings"
)

// Line is one line of a capture.
type Line struct {
	Raw  string // as printed, without its line end
	Text string // as a screen shows it: no control characters, pager residue or trailing blanks
	Open bool   // the capture ends in it without a newline: it may be cut
	At   int    // where it starts in the capture
}

// Indent is the number of blanks before the text.
func (l Line) Indent() int { return len(l.Text) - len(strings.TrimLeft(l.Text, " \t")) }

// Margin is the indentation of the outermost lines: a published text may be indented
// as a whole, and "show ntp config" indents its lines by one.
func Margin(lines iter.Seq[Line]) int {
	margin := -1
	for l := range lines {
		if indent := l.Indent(); margin < 0 || indent < margin {
			margin = indent
		}
		if margin == 0 {
			break
		}
	}
	return max(margin, 0)
}

// Lines yields every line that is not blank.
func Lines(text string) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for at := 0; at < len(text); {
			l, next := Line{At: at, Open: true}, len(text)
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
				next, l.Open = at+i+1, false
			}
			l.Raw = strings.TrimRight(text[at:next], "\r\n")
			l.Text = screen(l.Raw)
			at = next
			if l.Text != "" && !yield(l) {
				return
			}
		}
	}
}

// Content yields the lines that can carry an answer: those that are not noise, which belongs to the terminal.
func Content(text string, noise func(line string) bool) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for l := range Lines(text) {
			if !noise(l.Text) && !yield(l) {
				return
			}
		}
	}
}

// WholeLines returns text without the line in which it breaks off. It is for answers that
// are known to be cut.
func WholeLines(text string) string {
	return text[:strings.LastIndexByte(text, '\n')+1]
}

// Shown is the text with the blanks at its end: as wide as the line is on a screen.
func (l Line) Shown() string { return shown(l.Raw) }

// screen returns what a terminal would show of one line.
func screen(raw string) string { return strings.TrimRight(shown(raw), " \t") }

func shown(raw string) string {
	if strings.IndexFunc(raw, isControl) >= 0 {
		raw = overwrite(raw)
	}
	if strings.Contains(raw, "--More--") {
		raw = withoutPager(raw)
	}
	return raw
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// overwrite plays a line with control characters as a terminal does: a backspace or a
// carriage return moves the cursor, and what follows replaces what stood there.
func overwrite(raw string) string {
	cells := make([]byte, 0, len(raw))
	cursor := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\b':
			cursor = max(cursor-1, 0)
		case c == '\r':
			cursor = 0
		case c == 0x1b:
			i += escapeLength(raw[i:]) - 1
		case isControl(rune(c)):
		case cursor < len(cells):
			cells[cursor] = c
			cursor++
		default:
			cells = append(cells, c)
			cursor++
		}
	}
	return string(cells)
}

// escapeLength is the length of the escape sequence that s starts with (ECMA-48 §5.4).
func escapeLength(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return min(len(s), 2)
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return i + 1
		}
	}
	return len(s)
}

// withoutPager removes a pager prompt whose backspaces were lost on the way: IOS wipes
// " --More-- " with 8 blanks, so at most 9 blanks behind it are not the line's own.
func withoutPager(s string) string {
	before, after, _ := strings.Cut(s, "--More--")
	if strings.TrimSpace(before) != "" {
		return s
	}
	for range 9 {
		after = strings.TrimPrefix(after, " ")
	}
	return after
}

// Hostname, up to three modes in parentheses, and perhaps a command:
//
//	R1#
//	R1(config)#do show clock
//	Switch> sh ntp assoc
var promptLine = regexp.MustCompile(`^\s*[\w.\-@/:+\[\]]{1,63}(\([\w.\-@/:+]{0,32}\)){0,3}[>#]\s*([A-Za-z].*)?$`)

// IsPrompt reports whether a line is a prompt, and perhaps what was typed behind it.
func IsPrompt(text string) bool {
	return strings.ContainsAny(text, ">#") && promptLine.MatchString(text)
}

// IsEcho reports whether a line is a show command without its prompt.
func IsEcho(text string) bool {
	text = strings.TrimPrefix(strings.TrimLeft(text, " \t"), "do ")
	verb, object, _ := strings.Cut(text, " ")
	return len(verb) >= 2 && strings.HasPrefix("show", verb) && object != ""
}

// A log message, with any stamp that "service timestamps" can put before it:
//
//	000256: .Oct  9 2007 14:22:48.475 EDT: %SYS-5-CONFIG_I: Configured from console
//	1d16h: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up
var logLine = regexp.MustCompile(`^\s*([\w.:*<> /+\-]{1,80}: ?)?%[A-Z][A-Z0-9_]*(-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+:`)

// IsLog reports whether a line is a log message in the form that IOS prints.
func IsLog(text string) bool {
	return strings.IndexByte(text, '%') >= 0 && logLine.MatchString(text)
}
