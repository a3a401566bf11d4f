package session

import (
	"bytes"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// echoEnd finds the end of the echo of command that text, which follows a prompt, begins with: the place of the newline
// after it. Log messages that the device printed over its prompt may stand before it.
func (s *shell) echoEnd(text []byte, command string) (end int, found bool) {
	text = text[:min(len(text), longestLine)]
	if end, found = echoOf(text, command); found {
		return end, true
	}
	skip := s.messages(text)
	if skip == 0 {
		return 0, false
	}
	end, found = echoOf(text[skip:], command)
	return skip + end, found
}

// echoOf is echoEnd without messages.
func echoOf(text []byte, command string) (end int, found bool) {
	line, _, complete := bytes.Cut(text, []byte("\n"))
	if complete && echoes(line, command) {
		return len(line), true
	}
	return wraps(text, command)
}

// echoes reports whether a line, without its prompt, is the echo of command.
func echoes(line []byte, command string) bool {
	line = bytes.TrimRight(line, " \r")
	return string(line) == command || scrolls(string(line), command)
}

// scrolls reports whether a line is the echo of a command that is too long for it, on a device that ignores the width of our
// terminal: the beginning is printed as usual, then the cursor goes back, and "$" stands for what has moved out on the left.
func scrolls(line, command string) bool {
	beginning, _, goesBack := strings.Cut(line, "\b")
	end, scrolled := strings.CutPrefix(snapshot.Clean(line), "$")
	return goesBack && scrolled && end != "" && strings.HasPrefix(command, beginning) && strings.HasSuffix(command, end)
}

// wraps finds the end of an echo that goes on in the next line, on a device that ignores the width of our terminal otherwise:
// with a blank and a carriage return, or with a line end. No two commands differ in their blanks alone.
func wraps(text []byte, command string) (end int, found bool) {
	left := squeeze([]byte(command))
	for i, c := range text {
		switch {
		case c == '\n' && len(left) == 0:
			return i, true
		case isBlank(c):
		case len(left) == 0 || c != left[0]:
			return 0, false
		default:
			left = left[1:]
		}
	}
	return 0, false
}

// squeeze is text without blanks and line ends.
func squeeze(text []byte) []byte {
	squeezed := make([]byte, 0, len(text))
	for _, c := range text {
		if !isBlank(c) {
			squeezed = append(squeezed, c)
		}
	}
	return squeezed
}

func isBlank(c byte) bool { return c == ' ' || c == '\r' || c == '\n' }

// messages is the length of the log messages that text begins with, and of empty lines, where a line end comes first.
//
//	R1#
//	*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console by admin
func (s *shell) messages(text []byte) (length int) {
	for {
		line, _, complete := bytes.Cut(text[length:], []byte("\n"))
		said := bytes.TrimSpace(line)
		if !complete || len(said) > 0 && (length == 0 || !s.terminal().LogLine(string(said))) {
			return length
		}
		length += len(line) + 1
	}
}

// lineBefore is the line that text ends in or, where that is empty, the one that the log messages at the end of text came over.
func (s *shell) lineBefore(text []byte) []byte {
	text = text[max(0, len(text)-longestLine):]
	for {
		line := text[bytes.LastIndexAny(text, "\r\n")+1:]
		if said := bytes.TrimSpace(line); len(line) == len(text) || len(said) > 0 && !s.terminal().LogLine(string(said)) {
			return line
		}
		text = text[:len(text)-len(line)-1]
	}
}
