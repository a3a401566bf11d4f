package snapshot

import (
	"strings"
	"unicode/utf8"
)

// Clean is device text as a screen shows it, with "\n" for line ends: escape sequences and control
// characters are gone, backspace and carriage return have moved the cursor, and what is not
// UTF-8 is U+FFFD. Clean text stays as it is.
func Clean(raw string) string {
	if isClean(raw) {
		return raw
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i, line := range strings.Split(raw, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(shown(strings.TrimRight(line, "\r")))
	}
	return b.String()
}

func isClean(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(text) && !strings.ContainsFunc(text, isC1)
}

func isC1(r rune) bool { return r >= 0x80 && r <= 0x9f }

// shown plays one line as a terminal does: what follows a backspace or a carriage return takes the
// place of what was there. This is how a pager wipes its "--More--" away.
func shown(line string) string {
	if isClean(line) {
		return line
	}
	var cells []rune
	cursor, moved := 0, false
	for rest := line; rest != ""; {
		r, size := control(rest)
		rest = rest[size:]
		switch {
		case r == '\b':
			cursor, moved = max(0, cursor-1), true
		case r == '\r':
			cursor, moved = 0, true
		case r < ' ' && r != '\t':
		case cursor < len(cells):
			cells[cursor] = r
			cursor++
		default:
			cells = append(cells, r)
			cursor++
		}
	}
	if moved {
		return strings.TrimRight(string(cells), " ")
	}
	return string(cells)
}

// nothing is what control returns for what a screen does not show.
const nothing rune = 0

// control takes the first character of a line, and its size in bytes. An escape sequence, and every control
// character but tab, backspace and carriage return, is nothing.
func control(text string) (rune, int) {
	r, size := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError && size == 1 {
		if c := rune(text[0]); isC1(c) { // a bare byte of an 8-bit terminal
			r = c
		}
	}
	switch {
	case r == 0x1b:
		return nothing, escape(text)
	case r == 0x9b:
		return nothing, size + parameters(text[size:])
	case r == 0x90 || r == 0x98 || r >= 0x9d && r <= 0x9f:
		return nothing, size + controlString(text[size:])
	case r == 0x7f || isC1(r):
		return nothing, size
	}
	return r, size
}

// escape is the length of an escape sequence (ECMA-48 §5.3, §5.4, §5.6).
func escape(text string) int {
	if len(text) == 1 {
		return 1
	}
	switch c := text[1]; {
	case c == '[':
		return 2 + parameters(text[2:])
	case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_':
		return 2 + controlString(text[2:])
	case c >= 0x20 && c <= 0x2f:
		end := 2
		for end < len(text) && text[end] >= 0x20 && text[end] <= 0x2f {
			end++
		}
		return min(end+1, len(text))
	case c >= 0x30 && c <= 0x7e:
		return 2
	}
	return 1
}

// parameters is the length of the rest of a control sequence.
func parameters(text string) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 0x40 && c <= 0x7e:
			return i + 1
		case c < 0x20 || c > 0x3f:
			return i // not a sequence after all: the rest is text
		}
	}
	return len(text)
}

// controlString is the length of the rest of a control string, its end included: ST or BEL, or the end of the line.
func controlString(text string) int {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == 0x07:
			return i + 1
		case text[i] == 0x1b && i+1 < len(text) && text[i+1] == '\\':
			return i + 2
		}
	}
	return len(text)
}
