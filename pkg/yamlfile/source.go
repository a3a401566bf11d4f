package yamlfile

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Source is the text of a file, and what is wrong with it.
type Source struct {
	Name  string
	Text  string // without byte order mark
	lines []string
	// hidden maps a line to the column from which on its excerpt must not show it.
	hidden  map[int]int
	quiet   bool // no excerpt shows anything
	guarded bool // no value with which something is wrong is shown
	// hide finds the secrets of the text. It is costly, and needed before the first excerpt only.
	hide     func()
	problems Problems
}

// NewSource takes a file's bytes. Where they are not UTF-8 text, the problem is noted and Text is empty.
func NewSource(name string, data []byte) *Source {
	s := &Source{Name: name, hidden: map[int]int{}}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		s.Mark(0, 0).Problemf("save it as UTF-8", "the text is UTF-16")
		return s
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if column, what := notText(line); what != "" {
			s.Mark(i+1, column).Problemf("", "%s: this is not a text file", what)
			return s
		}
		s.lines = append(s.lines, line)
	}
	s.Text = text
	return s
}

// notText names the first character that a text file cannot hold, and its column.
func notText(line string) (column int, what string) {
	for i, r := range line {
		column++
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(line[i:], "\ufffd"):
			return column, "a byte that is not UTF-8"
		case r != '\t' && unicode.IsControl(r):
			return column, fmt.Sprintf("control character %U", r)
		}
	}
	return 0, ""
}

// HideAll keeps the whole text out of every excerpt: it has no keys that would tell what may be shown.
func (s *Source) HideAll() { s.quiet = true }

// Guard keeps every value with which something is wrong out of messages and excerpts: where secrets may be expected, a
// word that should have been a number may be one.
func (s *Source) Guard() { s.guarded = true }

// Lines are the lines of the text, without line ends.
func (s *Source) Lines() []string { return s.lines }

// Problems is everything that was noted, in the order of the lines.
func (s *Source) Problems() Problems {
	for _, p := range s.problems {
		p.Excerpt = s.excerpt(p.Line)
	}
	slices.SortStableFunc(s.problems, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	// One mistake in the defaults may be met again with every device.
	s.problems = slices.CompactFunc(s.problems, func(a, b *Problem) bool { return *a == *b })
	return s.problems
}

func (s *Source) excerpt(line int) string {
	if s.quiet || line < 1 || line > len(s.lines) {
		return ""
	}
	if s.hide != nil {
		s.hide()
		s.hide = nil
	}
	text := []rune(s.lines[line-1])
	if from, ok := s.hidden[line]; ok && from <= len(text) {
		text = append(slices.Clone(text[:from-1]), []rune("<hidden>")...)
	}
	const widest = 160 // two lines of a terminal
	if len(text) > widest {
		text = append(slices.Clone(text[:widest]), '…')
	}
	return string(text)
}

// Mark is a place in a file.
type Mark struct {
	source       *Source
	Line, Column int
}

// Mark is the place at a line and a column, both from 1.
func (s *Source) Mark(line, column int) Mark { return Mark{s, line, column} }

// String is file:line:column.
func (m Mark) String() string {
	if m.source == nil {
		return ""
	}
	return position(m.source.Name, m.Line, m.Column)
}

// SameFile reports whether both places are in one file.
func (m Mark) SameFile(other Mark) bool { return m.source == other.source }

// Hide keeps the text from the place to the end of its line out of every excerpt.
func (m Mark) Hide() {
	if at, ok := m.source.hidden[m.Line]; !ok || m.Column < at {
		m.source.hidden[m.Line] = m.Column
	}
}

// Refusef is Problemf about the text that stands at the place, which is shown to nobody.
func (m Mark) Refusef(hint, format string, args ...any) {
	m.Hide()
	m.Problemf(hint, format, args...)
}

// Problemf notes a problem at the place. The hint is the next step and may be empty.
func (m Mark) Problemf(hint, format string, args ...any) {
	m.source.problems = append(m.source.problems, m.problem(hint, format, args))
}

func (m Mark) problem(hint, format string, args []any) *Problem {
	return &Problem{m.source.Name, m.Line, m.Column, fmt.Sprintf(format, args...), hint, ""}
}

// Warning is a problem at the place that is told and not noted.
func (m Mark) Warning(hint, format string, args ...any) *Problem {
	p := m.problem(hint, format, args)
	p.Excerpt = m.source.excerpt(m.Line)
	return p
}

// Column turns a column in bytes into one in characters, both from 1.
func (s *Source) Column(line, bytes int) int {
	if line < 1 || line > len(s.lines) || bytes < 1 || bytes > len(s.lines[line-1])+1 {
		return bytes
	}
	return utf8.RuneCountInString(s.lines[line-1][:bytes-1]) + 1
}
