package lab

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// filter is "| include …" and its kin. The zero filter lets everything through.
type filter struct {
	word    string // include, exclude, begin, section, count
	pattern *regexp.Regexp
	count   string  // format of the answer of count
	next    *filter // what the lines go through afterwards
}

var filterWords = []string{"append", "begin", "count", "exclude", "format", "include", "redirect", "section", "tee"}

// unfilteredWords write the answer elsewhere, which the lab has no place for.
var unfilteredWords = []string{"append", "format", "redirect", "tee"}

// filter reads what stands behind the first "|" of a line: a word, which may be cut short, and an expression, to
// which all further bars belong.
func (ios) filter(v *vty, line string) (f filter, refusal string) {
	bar := strings.IndexByte(line, '|')
	if bar < 0 {
		return filter{}, ""
	}
	behind := strings.TrimLeft(line[bar+1:], " ")
	word, pattern, _ := strings.Cut(behind, " ")
	known := slices.DeleteFunc(slices.Clone(filterWords), func(k string) bool { return !strings.HasPrefix(k, strings.ToLower(word)) })
	switch {
	case word == "" || len(known) == 1 && pattern == "":
		return filter{}, "% Incomplete command.\n\n"
	case len(known) != 1 || slices.Contains(unfilteredWords, known[0]):
		return filter{}, v.os.invalid(v, len(line)-len(behind))
	}
	compiled, err := compileIOS(pattern)
	if err != nil {
		return filter{}, "% Failed to compile regular expression.\n\n"
	}
	return filter{word: known[0], pattern: compiled, count: "Number of lines which match regexp = %d\n"}, ""
}

// compileIOS turns an expression of IOS into one of Go. They differ in "_", which stands for any
// delimiter or edge.
func compileIOS(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile(strings.ReplaceAll(pattern, "_", `(?:[ ,{}()]|^|$)`))
}

// apply filters the lines of an answer, stage by stage.
func (f filter) apply(answer string) string {
	for at := &f; at != nil && at.pattern != nil; at = at.next {
		answer = at.stage(answer)
	}
	return answer
}

// stage filters the lines of an answer.
func (f filter) stage(answer string) string {
	lines := slices.Collect(strings.Lines(answer))
	matches := func(line string) bool { return f.pattern.MatchString(strings.TrimRight(line, "\n")) }
	switch f.word {
	case "include":
		lines = slices.DeleteFunc(lines, func(line string) bool { return !matches(line) })
	case "exclude":
		lines = slices.DeleteFunc(lines, matches)
	case "begin":
		lines = lines[max(0, firstMatch(lines, matches)):]
	case "section":
		lines = sections(lines, matches)
	case "count":
		n := len(slices.DeleteFunc(lines, func(line string) bool { return !matches(line) }))
		return fmt.Sprintf(f.count, n)
	}
	return strings.Join(lines, "")
}

// firstMatch is the index of the first line that matches; of the end where none does.
func firstMatch(lines []string, matches func(string) bool) int {
	if i := slices.IndexFunc(lines, matches); i >= 0 {
		return i
	}
	return len(lines)
}

// sections keeps each matching line with the indented lines below it.
func sections(lines []string, matches func(string) bool) []string {
	var kept []string
	inside := false
	for _, line := range lines {
		if !strings.HasPrefix(line, " ") || matches(line) {
			inside = matches(line)
		}
		if inside {
			kept = append(kept, line)
		}
	}
	return kept
}
