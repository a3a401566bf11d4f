package ntpshow

import (
	"math"
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// clause is a piece of a line such as "root delay is 10.39 msec": what it starts with, and
// how the rest is read into T.
type clause[T any] struct {
	prefix string
	read   func(into *T, rest *cursor) bool
}

// readClauses reads a whole line of clauses, whatever their order and however the release
// breaks its lines. It returns false where a piece is not understood; the pieces before it hold.
func readClauses[T any](l capture.Line, into *T, known []clause[T]) bool {
	rest := &cursor{strings.TrimSpace(l.Text), l.Open}
	for rest.skipSeparators(); rest.s != ""; rest.skipSeparators() {
		if !readClause(into, rest, known) {
			return false
		}
	}
	return true
}

func readClause[T any](into *T, rest *cursor, known []clause[T]) bool {
	for _, c := range known {
		if after, ok := strings.CutPrefix(rest.s, c.prefix); ok {
			rest.s = after
			return c.read(into, rest)
		}
	}
	return false
}

// cursor is what is left of a line.
type cursor struct {
	s    string
	open bool // the line may be cut, so what stands last in it may be half a word
}

func (c *cursor) skipSeparators() { c.s = strings.TrimLeft(c.s, " ,.\t") }

// word takes everything up to the next separator. It fails on nothing, and on a word that
// may have been cut.
func (c *cursor) word(separators string) (string, bool) {
	end := strings.IndexAny(c.s, separators)
	if end < 0 {
		end = len(c.s)
	}
	w := strings.TrimSpace(c.s[:end])
	if w == "" || c.open && end == len(c.s) {
		return "", false
	}
	c.s = c.s[end:]
	return w, true
}

// text takes a word once: a second value for the same field is not understood.
func (c *cursor) text(into **string, separators string) bool {
	w, ok := c.word(separators)
	if !ok || *into != nil {
		return false
	}
	*into = &w
	return true
}

// number takes a decimal number and the unit behind it. A simulator leaves a blank after the
// sign. An empty unit means that the number ends the clause.
func (c *cursor) number(into **float64, unit string) bool {
	s, negative := strings.CutPrefix(c.s, "- ")
	if negative {
		s = "-" + strings.TrimLeft(s, " ")
	}
	digits := len(s) - len(strings.TrimLeft(s, "+-.0123456789"))
	printed, after := s[:digits], s[digits:]
	if unit == "" {
		if c.open && after == "" || after != "" && !strings.ContainsRune(", ", rune(after[0])) {
			return false
		}
	} else {
		var ok bool
		if after, ok = strings.CutPrefix(strings.TrimLeft(after, " "), unit); !ok {
			return false
		}
	}
	f, ok := capture.Decimal(printed)
	if !ok || *into != nil {
		return false
	}
	*into, c.s = &f, after
	return true
}

// integer takes a whole number from low to high, in the base in which it is printed.
func (c *cursor) integer(into **int, base, low, high int) bool {
	digits := len(c.s) - len(strings.TrimLeft(c.s, "-0123456789"))
	n, err := strconv.ParseInt(c.s[:digits], base, 64)
	if err != nil || n < int64(low) || n > int64(high) || *into != nil || c.open && digits == len(c.s) {
		return false
	}
	if after := c.s[digits:]; after != "" && !strings.ContainsRune(",. )", rune(after[0])) {
		return false
	}
	*into, c.s = capture.Ptr(int(n)), c.s[digits:]
	return true
}

// literal takes exactly the given text.
func (c *cursor) literal(text string) bool {
	after, ok := strings.CutPrefix(strings.TrimLeft(c.s, " "), text)
	if ok {
		c.s = after
	}
	return ok
}

// parenthesis takes "(text)" and returns the text.
func (c *cursor) parenthesis() (string, bool) {
	s, ok := strings.CutPrefix(strings.TrimLeft(c.s, " "), "(")
	if !ok {
		return "", false
	}
	inside, after, ok := strings.Cut(s, ")")
	if ok {
		c.s = after
	}
	return inside, ok
}

// ntpTime takes a 64-bit NTP timestamp in hexadecimal and its text in parentheses. The
// simulator prints the seconds with 16 digits.
func (c *cursor) ntpTime() (hex, text string, ok bool) {
	hex, ok = c.word(" (")
	seconds, fraction, point := strings.Cut(hex, ".")
	if !ok || !point || len(fraction) != 8 || len(seconds) != 8 && len(seconds) != 16 || !isHex(seconds+fraction) {
		return "", "", false
	}
	text, ok = c.parenthesis()
	return hex, text, ok
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdefABCDEF") == "" }

// maxPrecision bounds the n of "2**n": log2 of seconds, with or without its sign.
const maxPrecision = 64

// precision takes the n of "2**n".
func (c *cursor) precision(into **int) bool {
	return c.literal("2**") && c.integer(into, 10, -maxPrecision, maxPrecision)
}

// maxSeconds bounds a number of seconds: 68 years.
const maxSeconds = math.MaxInt32
