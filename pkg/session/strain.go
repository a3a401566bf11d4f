package session

// strainer takes out of what a device sends whatever moves no text on a screen: escape sequences (ECMA-48 §5.3, §5.4, §5.6) and
// control characters but tab, backspace and line ends. Prompts, echoes and stamps are then found in what is left, so that a colour
// before a hostname is not part of it. A sequence may be cut anywhere between two reads; a line end ends one that has none.
//
// It looks at bytes, not at characters: the 8-bit controls are parts of letters in UTF-8, and stay. snapshot.Clean
// can tell them apart, as it has whole texts.
type strainer struct{ in sequence }

// sequence is what the next byte may belong to.
type sequence int

const (
	inText          sequence = iota
	inEscape                 // behind ESC
	inDesignation            // behind ESC and an intermediate byte
	inControl                // behind ESC [
	inString                 // behind ESC ] and the like, until BEL or ESC \
	inStringsEscape          // behind an ESC in a string
)

// strain returns what is left of raw, which it overwrites.
func (s *strainer) strain(raw []byte) []byte {
	left := raw[:0]
	for _, c := range raw {
		if s.passes(c) {
			left = append(left, c)
		}
	}
	return left
}

func (s *strainer) passes(c byte) bool {
	if s.in != inText && s.continues(c) {
		return false
	}
	switch {
	case c == 0x1b:
		s.in = inEscape
		return false
	case c == '\t', c == '\b', c == '\r', c == '\n':
		return true
	}
	return c >= ' ' && c != 0x7f
}

// continues reports whether c belongs to the sequence that was begun. Where it does not, it is text.
func (s *strainer) continues(c byte) bool {
	was := s.in
	s.in = inText
	switch was {
	case inEscape:
		return s.afterEscape(c)
	case inDesignation:
		if c >= 0x20 && c <= 0x2f {
			s.in = inDesignation
		}
		return c >= 0x20 && c <= 0x7e
	case inControl:
		if c >= 0x20 && c <= 0x3f {
			s.in = inControl
		}
		return c >= 0x20 && c <= 0x7e
	}
	return s.withinString(c, was)
}

func (s *strainer) afterEscape(c byte) bool {
	switch {
	case c == '[':
		s.in = inControl
	case c == ']', c == 'P', c == 'X', c == '^', c == '_':
		s.in = inString
	case c >= 0x20 && c <= 0x2f:
		s.in = inDesignation
	}
	return c >= 0x20 && c <= 0x7e
}

func (s *strainer) withinString(c byte, was sequence) bool {
	switch {
	case c == '\n':
		return false
	case c == 0x07, was == inStringsEscape && c == '\\':
	case c == 0x1b:
		s.in = inStringsEscape
	default:
		s.in = inString
	}
	return true
}
