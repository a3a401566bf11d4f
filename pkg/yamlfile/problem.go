// Package yamlfile reads the files that people write, strictly and with positions.
//
// A reader walks the nodes of a parsed document and asks each for what it must be. Whatever
// is wrong is noted with file, line, column, an excerpt and a hint, and reading goes on, so
// that one run shows every problem of a file. Values beside keys that name secrets, and
// beside keys that nobody knows, never stand in an excerpt.
package yamlfile

import (
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	File    string
	Line    int // from 1; 0: the file as a whole
	Column  int // from 1, in characters; 0: the line as a whole
	Message string
	Hint    string // the next step; may be empty
	Excerpt string // the source line, secrets cut; may be empty
}

// Error gives the place, the sentence, the hint and, on lines of its own, the excerpt.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(position(p.File, p.Line, p.Column) + ": " + p.Message)
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	if p.Excerpt == "" {
		return b.String()
	}
	fmt.Fprintf(&b, "\n%5d | %s", p.Line, p.Excerpt)
	if p.Column > 0 && p.Column <= len([]rune(p.Excerpt)) {
		b.WriteString("\n      | " + caret(p.Excerpt, p.Column))
	}
	return b.String()
}

// caret keeps tabs, so that it stands below its character however wide a tab is shown.
func caret(excerpt string, column int) string {
	var b strings.Builder
	for _, r := range []rune(excerpt)[:column-1] {
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String() + "^"
}

func position(file string, line, column int) string {
	switch {
	case line == 0:
		return file
	case column == 0:
		return fmt.Sprintf("%s:%d", file, line)
	}
	return fmt.Sprintf("%s:%d:%d", file, line, column)
}

// Problems is everything that is wrong, in the order of the files and of their lines.
type Problems []*Problem

// Error joins the problems, a paragraph each. Past the first hundred it only counts them:
// they are one mistake, such as a wrong delimiter, made on every line.
func (ps Problems) Error() string {
	const told = 100
	var texts []string
	for _, p := range ps[:min(told, len(ps))] {
		texts = append(texts, p.Error())
	}
	if more := len(ps) - told; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, "\n")
}

// Unwrap gives errors.As each problem.
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}

// Err is nil where there is no problem.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
